import type { Source } from '../method/method.js';

export const agarwal2019: Source = { authors: 'Agarwal, Dudík, Wu', year: 2019, title: 'Fair regression: quantitative definitions and reduction-based algorithms', where: 'ICML 36' };
export const calders2013: Source = { authors: 'Calders, Karim, Kamiran, Ali, Zhang', year: 2013, title: 'Controlling attribute effect in linear regression', where: 'ICDM 13' };
export const conover1999: Source = { authors: 'Conover', year: 1999, title: 'Practical nonparametric statistics' };
export const hyndman1996: Source = { authors: 'Hyndman, Fan', year: 1996, title: 'Sample quantiles in statistical packages', where: 'The American Statistician 50' };
export const hyndman2006: Source = { authors: 'Hyndman, Koehler', year: 2006, title: 'Another look at measures of forecast accuracy', where: 'International Journal of Forecasting 22' };
export const oehlert1992: Source = { authors: 'Oehlert', year: 1992, title: 'A note on the delta method', where: 'The American Statistician 46' };
export const woodruff1952: Source = { authors: 'Woodruff', year: 1952, title: 'Confidence intervals for medians and other position measures', where: 'Journal of the American Statistical Association 47' };
export const kvalseth1985: Source = { authors: 'Kvålseth', year: 1985, title: 'Cautionary note about R²', where: 'The American Statistician 39' };
