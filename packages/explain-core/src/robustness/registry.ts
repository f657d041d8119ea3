import { gaussianNoise } from './gaussianNoise.js';
import { projectedGradientDescent } from './projectedGradientDescent.js';
import { squareAttack } from './squareAttack.js';

export const robustnessMethods = [gaussianNoise, projectedGradientDescent, squareAttack] as const;
