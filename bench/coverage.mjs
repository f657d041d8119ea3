/**
 * How often the nominal 95 % intervals hold the truth, by simulation. Prints one line a case: coverage, the share missed below and above, mean width.
 * `npm run build` first; then `node bench/coverage.mjs [draws]` (default 4000; the standard error of a coverage near 95 % is then 0.34 points).
 */
import { randomStream } from '@plumbline/explain-core/random/stream';
import { wilson } from '@plumbline/explain-core/numeric/wilson';
import { newcombeDifference } from '@plumbline/explain-core/numeric/newcombe';
import { koopmanRatio } from '@plumbline/explain-core/numeric/koopman';
import { smallestRatio, widestDifference } from '@plumbline/explain-core/numeric/widestGap';

const draws = Number(process.argv[2] ?? 4000);
const random = randomStream(20261123);
const level = 0.95;
const range = (rates) => Math.max(...rates) - Math.min(...rates);
const ratio = (rates) => Math.min(...rates) / Math.max(...rates);
const families = {
  wilson: { truth: ([p]) => p, interval: ([a]) => wilson(a.successes, a.n, level) },
  newcombe: { truth: ([p, q]) => p - q, interval: ([a, b]) => newcombeDifference(a, b, level) },
  koopman: { truth: ([p, q]) => p / q, interval: ([a, b]) => koopmanRatio(a, b, level) },
  widestDifference: { truth: range, interval: (groups) => widestDifference([groups], level) },
  smallestRatio: { truth: ratio, interval: (groups) => smallestRatio(groups, level) },
};
const sizes = (n, k) => new Array(k).fill(n);
const rates = {
  equal: (k) => new Array(k).fill(0.3),
  spread: (k) => Array.from({ length: k }, (_, i) => 0.2 + (0.4 * i) / (k - 1)),
  'one apart': (k) => Array.from({ length: k }, (_, i) => (i === 0 ? 0.5 : 0.3)),
  slight: (k) => Array.from({ length: k }, (_, i) => 0.3 + (0.05 * i) / (k - 1)),
};
const cases = [];
for (const n of [10, 30, 100, 1000]) {
  for (const p of [0.02, 0.1, 0.5]) cases.push({ family: 'wilson', name: `p ${p}`, p: [p], n: [n] });
  for (const p of [[0.3, 0.3], [0.5, 0.2], [0.05, 0.02]]) {
    cases.push({ family: 'newcombe', name: `p ${p}`, p, n: [n, n] }, { family: 'koopman', name: `p ${p}`, p, n: [n, n] });
  }
  for (const k of [2, 3, 6, 12]) {
    for (const [name, make] of Object.entries(rates)) {
      for (const family of ['widestDifference', 'smallestRatio']) {
        if (family === 'smallestRatio' && k > 6) continue;
        cases.push({ family, name: `${k} groups ${name}`, p: make(k), n: sizes(n, k) });
      }
    }
  }
}

for (const { family, name, p, n } of cases) {
  const { truth, interval } = families[family];
  const target = truth(p);
  const stream = random.child(family).child(name).child(n[0]);
  let below = 0;
  let above = 0;
  let width = 0;
  let at = 0;
  for (let draw = 0; draw < draws; draw++) {
    const groups = p.map((rate, g) => {
      let successes = 0;
      for (let i = 0; i < n[g]; i++) if (stream.uniform(at++) < rate) successes++;
      return { successes, n: n[g] };
    });
    const { lower, upper } = interval(groups);
    if (target < lower - 1e-12) below++;
    else if (target > upper + 1e-12) above++;
    width += Math.min(upper, 10) - lower;
  }
  const share = (count) => ((100 * count) / draws).toFixed(2).padStart(6);
  console.log(
    `${family.padEnd(17)} n ${String(n[0]).padStart(5)}  ${name.padEnd(22)} covers ${share(draws - below - above)} %  truth below ${share(below)} %  above ${share(above)} %  mean width ${(width / draws).toFixed(4)}`,
  );
}
