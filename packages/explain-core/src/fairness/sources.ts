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
export const corbettDavies2017: Source = { authors: 'Corbett-Davies, Pierson, Feller, Goel, Huq', year: 2017, title: 'Algorithmic decision making and the cost of fairness', where: 'KDD' };
export const brodersen2010: Source = { authors: 'Brodersen, Ong, Stephan, Buhmann', year: 2010, title: 'The balanced accuracy and its posterior distribution', where: 'ICPR' };
export const vanRijsbergen1979: Source = { authors: 'van Rijsbergen', year: 1979, title: 'Information retrieval', where: '2nd ed., Butterworths' };
export const zou2008: Source = { authors: 'Zou, Donner', year: 2008, title: 'Construction of confidence limits about effect measures: a general approach', where: 'Statistics in Medicine 27' };
export const bellamy2019: Source = { authors: 'Bellamy and others', year: 2019, title: 'AI Fairness 360: an extensible toolkit for detecting and mitigating algorithmic bias', where: 'IBM Journal of Research and Development 63' };
export const efron1987: Source = { authors: 'Efron', year: 1987, title: 'Better bootstrap confidence intervals', where: 'JASA 82' };
export const weerts2023: Source = { authors: 'Weerts, Dudík, Edgar, Jalali, Lutz, Madaio', year: 2023, title: 'Fairlearn: assessing and improving fairness of AI systems', where: 'JMLR 24' };
