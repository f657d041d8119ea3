import type { Source } from '../method/method.js';

export const lundberg2017: Source = { authors: 'Lundberg, Lee', year: 2017, title: 'A unified approach to interpreting model predictions', where: 'NeurIPS' };
export const covert2021: Source = { authors: 'Covert, Lee', year: 2021, title: 'Improving KernelSHAP: practical Shapley value estimation via linear regression', where: 'AISTATS' };
export const shapley1953: Source = { authors: 'Shapley', year: 1953, title: 'A value for n-person games', where: 'Contributions to the Theory of Games II' };
export const ribeiro2016: Source = { authors: 'Ribeiro, Singh, Guestrin', year: 2016, title: '“Why should I trust you?” Explaining the predictions of any classifier', where: 'KDD' };
export const breiman2001: Source = { authors: 'Breiman', year: 2001, title: 'Random forests', where: 'Machine Learning 45' };
export const fisher2019: Source = { authors: 'Fisher, Rudin, Dominici', year: 2019, title: 'All models are wrong, but many are useful: learning a variable’s importance by studying an entire class of prediction models simultaneously', where: 'JMLR 20' };
export const bhatt2020: Source = { authors: 'Bhatt, Weller, Moura', year: 2020, title: 'Evaluating and aggregating feature-based model explanations', where: 'IJCAI' };
export const samek2017: Source = { authors: 'Samek, Binder, Montavon, Lapuschkin, Müller', year: 2017, title: 'Evaluating the visualization of what a deep neural network has learned', where: 'IEEE TNNLS 28' };
export const student1908: Source = { authors: 'Student', year: 1908, title: 'The probable error of a mean', where: 'Biometrika 6' };
export const mackinnon1985: Source = { authors: 'MacKinnon, White', year: 1985, title: 'Some heteroskedasticity-consistent covariance matrix estimators with improved finite sample properties', where: 'Journal of Econometrics 29' };
