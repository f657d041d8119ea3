import type { Source } from '../method/method.js';

export const craven1996: Source = { authors: 'Craven, Shavlik', year: 1996, title: 'Extracting Tree-Structured Representations of Trained Networks', where: 'NIPS 8' };
export const breiman1984: Source = { authors: 'Breiman, Friedman, Olshen, Stone', year: 1984, title: 'Classification and Regression Trees' };
export const clark1989: Source = { authors: 'Clark, Niblett', year: 1989, title: 'The CN2 induction algorithm', where: 'Machine Learning 3' };
export const clark1991: Source = { authors: 'Clark, Boswell', year: 1991, title: 'Rule induction with CN2: some recent improvements', where: 'EWSL' };
export const rivest1987: Source = { authors: 'Rivest', year: 1987, title: 'Learning decision lists', where: 'Machine Learning 2' };
