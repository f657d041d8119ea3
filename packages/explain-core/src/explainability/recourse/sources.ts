import type { Source } from '../../method/method.js';

export const wachter2017: Source = { authors: 'Wachter, Mittelstadt, Russell', year: 2017, title: 'Counterfactual explanations without opening the black box: automated decisions and the GDPR', where: 'Harvard Journal of Law & Technology 31' };
export const mothilal2020: Source = { authors: 'Mothilal, Sharma, Tan', year: 2020, title: 'Explaining machine learning classifiers through diverse counterfactual explanations', where: 'FAccT' };
export const ustun2019: Source = { authors: 'Ustun, Spangher, Liu', year: 2019, title: 'Actionable recourse in linear classification', where: 'FAccT' };
export const sharma2020: Source = { authors: 'Sharma, Henderson, Ghosh', year: 2020, title: 'CERTIFAI: a common framework to provide explanations and analyse the fairness and robustness of black-box models', where: 'AIES' };
export const parmentier2021: Source = { authors: 'Parmentier, Vidal', year: 2021, title: 'Optimal counterfactual explanations in tree ensembles', where: 'ICML' };
export const angiulli2002: Source = { authors: 'Angiulli, Pizzuti', year: 2002, title: 'Fast outlier detection in high dimensional spaces', where: 'PKDD' };
export const gower: Source = { authors: 'Gower', year: 1971, title: 'A general coefficient of similarity and some of its properties', where: 'Biometrics 27' };
