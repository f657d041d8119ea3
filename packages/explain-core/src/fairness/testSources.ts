import type { Source } from '../method/method.js';

export const fisher1935: Source = { authors: 'Fisher', year: 1935, title: 'The logic of inductive inference', where: 'Journal of the Royal Statistical Society 98' };
export const lancaster1961: Source = { authors: 'Lancaster', year: 1961, title: 'Significance tests in discrete distributions', where: 'JASA 56' };
export const phipson2010: Source = { authors: 'Phipson, Smyth', year: 2010, title: 'Permutation p-values should never be zero', where: 'Statistical Applications in Genetics and Molecular Biology 9' };
export const holm1979: Source = { authors: 'Holm', year: 1979, title: 'A simple sequentially rejective multiple test procedure', where: 'Scandinavian Journal of Statistics 6' };
export const benjamini1995: Source = { authors: 'Benjamini, Hochberg', year: 1995, title: 'Controlling the false discovery rate: a practical and powerful approach to multiple testing', where: 'Journal of the Royal Statistical Society B 57' };
export const benjamini2001: Source = { authors: 'Benjamini, Yekutieli', year: 2001, title: 'The control of the false discovery rate in multiple testing under dependency', where: 'Annals of Statistics 29' };
export const fleiss2003: Source = { authors: 'Fleiss, Levin, Paik', year: 2003, title: 'Statistical methods for rates and proportions', where: '3rd ed., Wiley' };
export const mantel1959: Source = { authors: 'Mantel, Haenszel', year: 1959, title: 'Statistical aspects of the analysis of data from retrospective studies of disease', where: 'Journal of the National Cancer Institute 22' };
export const robins1986: Source = { authors: 'Robins, Breslow, Greenland', year: 1986, title: 'Estimators of the Mantel–Haenszel variance consistent in both sparse data and large-strata limiting models', where: 'Biometrics 42' };
export const breslow1980: Source = { authors: 'Breslow, Day', year: 1980, title: 'Statistical methods in cancer research I: the analysis of case-control studies', where: 'IARC' };
export const tarone1985: Source = { authors: 'Tarone', year: 1985, title: 'On heterogeneity tests based on efficient scores', where: 'Biometrika 72' };
export const wachter2021: Source = { authors: 'Wachter, Mittelstadt, Russell', year: 2021, title: 'Why fairness cannot be automated: bridging the gap between EU non-discrimination law and AI', where: 'Computer Law & Security Review 41' };
export const simpson1951: Source = { authors: 'Simpson', year: 1951, title: 'The interpretation of interaction in contingency tables', where: 'Journal of the Royal Statistical Society B 13' };
export const bickel1975: Source = { authors: "Bickel, Hammel, O'Connell", year: 1975, title: 'Sex bias in graduate admissions: data from Berkeley', where: 'Science 187' };
