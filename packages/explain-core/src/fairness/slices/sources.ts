import type { Source } from '../../method/method.js';

export const sagadeeva2021: Source = { authors: 'Sagadeeva, Boehm', year: 2021, title: 'SliceLine: fast, linear-algebra-based slice finding for ML model debugging', where: 'SIGMOD' };
