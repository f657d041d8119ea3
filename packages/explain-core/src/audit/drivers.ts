import type { Driver } from '../method/task.js';
import { explainability } from '../explainability/driver.js';
import { fairness } from '../fairness/driver.js';
import { robustness } from '../robustness/driver.js';
import { transparency } from '../transparency/driver.js';

/** The four pillars, in the order of every plan and report. */
export const drivers: readonly Driver[] = [explainability, fairness, robustness, transparency];
