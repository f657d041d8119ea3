import type { Source } from '../method/method.js';

export const dwork2012: Source = { authors: 'Dwork, Hardt, Pitassi, Reingold, Zemel', year: 2012, title: 'Fairness through awareness', where: 'ITCS' };
export const feldman2015: Source = { authors: 'Feldman, Friedler, Moeller, Scheidegger, Venkatasubramanian', year: 2015, title: 'Certifying and removing disparate impact', where: 'KDD' };
export const hardt2016: Source = { authors: 'Hardt, Price, Srebro', year: 2016, title: 'Equality of opportunity in supervised learning', where: 'NeurIPS' };
export const agarwal2018: Source = { authors: 'Agarwal, Beygelzimer, Dudík, Langford, Wallach', year: 2018, title: 'A reductions approach to fair classification', where: 'ICML' };
export const chouldechova2017: Source = { authors: 'Chouldechova', year: 2017, title: 'Fair prediction with disparate impact: a study of bias in recidivism prediction instruments', where: 'Big Data 5' };
export const berk2021: Source = { authors: 'Berk, Heidari, Jabbari, Kearns, Roth', year: 2021, title: 'Fairness in criminal justice risk assessments: the state of the art', where: 'Sociological Methods & Research 50' };
export const newcombe1998: Source = { authors: 'Newcombe', year: 1998, title: 'Interval estimation for the difference between independent proportions: comparison of eleven methods', where: 'Statistics in Medicine 17' };
export const koopman1984: Source = { authors: 'Koopman', year: 1984, title: 'Confidence intervals for the ratio of two binomial proportions', where: 'Biometrics 40' };
export const romano2014: Source = { authors: 'Romano, Shaikh, Wolf', year: 2014, title: 'A practical two-step method for testing moment inequalities', where: 'Econometrica 82' };
export const uniformGuidelines1978: Source = { authors: 'EEOC and others', year: 1978, title: 'Uniform guidelines on employee selection procedures', where: '29 CFR 1607.4 D' };
