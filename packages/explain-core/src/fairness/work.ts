import type { Work } from '../method/work.js';

/** Methods of fairness that share their tasks. */
export interface FairnessWork extends Work {
  /** What the label must be for its methods to mean anything: classes, unless it says numbers. A method may be in one work of each. */
  readonly about?: 'numbers';
}
