import type { Source } from './method.js';

/** Works that more than one pillar rests on. */
export const wilson1927: Source = { authors: 'Wilson', year: 1927, title: 'Probable inference, the law of succession, and statistical inference', where: 'JASA 22' };
