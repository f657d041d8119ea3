import type { Source } from '../method/method.js';

export const madry2018: Source = {
  authors: 'Madry, Makelov, Schmidt, Tsipras, Vladu',
  year: 2018,
  title: 'Towards deep learning models resistant to adversarial attacks',
  where: 'ICLR',
};

export const andriushchenko2020: Source = {
  authors: 'Andriushchenko, Croce, Flammarion, Hein',
  year: 2020,
  title: 'Square Attack: a query-efficient black-box adversarial attack via random search',
  where: 'ECCV',
};

export const hendrycks2019: Source = {
  authors: 'Hendrycks, Dietterich',
  year: 2019,
  title: 'Benchmarking neural network robustness to common corruptions and perturbations',
  where: 'ICLR',
};
