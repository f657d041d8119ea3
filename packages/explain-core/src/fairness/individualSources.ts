import type { Source } from '../method/method.js';

/** Works that the methods about single people, and about proxies, rest on. */
export const galhotra2017: Source = { authors: 'Galhotra, Brun, Meliou', year: 2017, title: 'Fairness testing: testing software for discrimination', where: 'ESEC/FSE' };
export const garg2019: Source = { authors: 'Garg, Perot, Limtiaco, Taly, Chi, Beutel', year: 2019, title: 'Counterfactual fairness in text classification through robustness', where: 'AIES' };
export const zemel2013: Source = { authors: 'Zemel, Wu, Swersky, Pitassi, Dwork', year: 2013, title: 'Learning fair representations', where: 'ICML' };
export const gower1971: Source = { authors: 'Gower', year: 1971, title: 'A general coefficient of similarity and some of its properties', where: 'Biometrics 27' };
export const hoeffding1948: Source = { authors: 'Hoeffding', year: 1948, title: 'A class of statistics with asymptotically normal distribution', where: 'Annals of Mathematical Statistics 19' };
export const efron1981: Source = { authors: 'Efron, Stein', year: 1981, title: 'The jackknife estimate of variance', where: 'Annals of Statistics 9' };
export const theil1970: Source = { authors: 'Theil', year: 1970, title: 'On the estimation of relationships involving qualitative variables', where: 'American Journal of Sociology 76' };
export const bergsma2013: Source = { authors: 'Bergsma', year: 2013, title: 'A bias-correction for Cramér’s V and Tschuprow’s T', where: 'Journal of the Korean Statistical Society 42' };
export const zhang2004: Source = { authors: 'Zhang', year: 2004, title: 'The optimality of naive Bayes', where: 'FLAIRS' };
