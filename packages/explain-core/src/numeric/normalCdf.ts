import { exp } from '../elementary/exponential.js';

/**
 * P(Z ≤ x) of a standard normal Z, within 1e-15; a lower tail beyond −7 to 1 part in 10^8 of itself.
 * Hart 1968, "Computer approximations", 5666, in the form of West 2005, "Better approximations to cumulative normal functions", Wilmott.
 */
export function normalCdf(x: number): number {
  const tail = upperTail(Math.abs(x));
  return x > 0 ? 1 - tail : tail;
}

function upperTail(x: number): number {
  // exp(−x²/2) is 0 in double precision beyond.
  if (x > 37) return 0;
  const density = exp((-x * x) / 2);
  if (x >= 7.07106781186547) return density / (x + 1 / (x + 2 / (x + 3 / (x + 4 / (x + 0.65))))) / 2.506628274631;
  let over = 3.52624965998911e-2;
  for (const coefficient of numerator) over = over * x + coefficient;
  let under = 8.83883476483184e-2;
  for (const coefficient of denominator) under = under * x + coefficient;
  return (density * over) / under;
}

const numerator = [0.700383064443688, 6.37396220353165, 33.912866078383, 112.079291497871, 221.213596169931, 220.206867912376];
const denominator = [1.75566716318264, 16.064177579207, 86.7807322029461, 296.564248779674, 637.333633378831, 793.826512519948, 440.413735824752];
