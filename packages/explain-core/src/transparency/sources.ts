import type { Source } from '../method/method.js';

export const craven1996: Source = { authors: 'Craven, Shavlik', year: 1996, title: 'Extracting Tree-Structured Representations of Trained Networks', where: 'NIPS 8' };
export const breiman1984: Source = { authors: 'Breiman, Friedman, Olshen, Stone', year: 1984, title: 'Classification and Regression Trees' };
export const clark1989: Source = { authors: 'Clark, Niblett', year: 1989, title: 'The CN2 induction algorithm', where: 'Machine Learning 3' };
export const rivest1987: Source = { authors: 'Rivest', year: 1987, title: 'Learning decision lists', where: 'Machine Learning 2' };
export const lavrac2004: Source = { authors: 'Lavrač, Kavšek, Flach, Todorovski', year: 2004, title: 'Subgroup discovery with CN2-SD', where: 'JMLR 5' };
export const webb1993: Source = { authors: 'Webb, Brkič', year: 1993, title: 'Learning decision lists by prepending inferred rules', where: 'Australian Workshop on Machine Learning and Hybrid Systems' };
export const mcnemar1947: Source = { authors: 'McNemar', year: 1947, title: 'Note on the sampling error of the difference between correlated proportions or percentages', where: 'Psychometrika 12' };
