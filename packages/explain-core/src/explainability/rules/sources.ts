import type { Source } from '../../method/method.js';

export const ribeiro2018: Source = { authors: 'Ribeiro, Singh, Guestrin', year: 2018, title: 'Anchors: high-precision model-agnostic explanations', where: 'AAAI' };
export const kaufmann2013: Source = { authors: 'Kaufmann, Kalyanakrishnan', year: 2013, title: 'Information complexity in bandit subset selection', where: 'COLT' };
