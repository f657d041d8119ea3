/**
 * How often the nominal 95 % intervals of every fairness method hold the truth, by simulation: data sets drawn from known laws, each method computed as
 * an audit computes it, from the cube of its outcomes. The truth is the same method on the law itself.
 *
 *   npm run build; node bench/coverageFairness.mjs [data sets] [--n 100,1000] [--law even] [--sample plain,weighted,clustered] [--method disparities --statistics f1Score] [--replicates 400]
 *
 * One line a number, law, kind of sample and size: its coverage, which side was missed, how often there was no interval, the rows and events that it rests on; and a summary.
 * Standard error of a coverage near 95 % with 2,000 data sets: 0.49 points. Methods of the bootstrap cost most: choose them by name, or leave them out (--without).
 */
import { groupOutcomes } from '@plumbline/explain-core/fairness/groupOutcomes';
import { addMoments, MOMENTS } from '@plumbline/explain-core/fairness/moments';
import { fairnessMetrics } from '@plumbline/explain-core/fairness/registry';
import { SAMPLE_PARTS } from '@plumbline/explain-core/fairness/sampleParts';
import { binOf, RESAMPLED_BINS } from '@plumbline/explain-core/fairness/scoreScale';
import { plainGrouping } from '@plumbline/explain-core/method/subject';
import { wordsOfInterval } from '@plumbline/explain-core/numeric/intervalMethods';
import { randomStream } from '@plumbline/explain-core/random/stream';

const given = (name, otherwise) => {
  const at = process.argv.indexOf(`--${name}`);
  return at < 0 ? otherwise : process.argv[at + 1].split(',');
};
const draws = Number(process.argv[2] ?? 2000);
const sizes = given('n', ['10', '30', '100', '300', '1000']).map(Number);
const replicates = Number(given('replicates', ['400'])[0]);
const only = given('method', null);
const without = given('without', []);
const statistics = given('statistics', null);
const samples = given('sample', ['plain']);
const seed = Number(given('seed', ['20261125'])[0]);

/** Scores are the middles of so many bins, of which the law says how probable each is; so every truth is a sum. */
const SCORES = 64;
const CUT = SCORES / 2;
const score = (k) => (k + 0.5) / SCORES;
/** A law of one group: the share of positives, and where positives and negatives lie on the logit scale. */
function law(base, up, down, spread = 1.2) {
  const shape = (middle) => {
    const at = (k) => Math.exp(-0.5 * ((Math.log(score(k) / (1 - score(k))) - middle) / spread) ** 2) / (score(k) * (1 - score(k)));
    const weights = Array.from({ length: SCORES }, (_, k) => at(k));
    const sum = weights.reduce((a, b) => a + b, 0);
    return weights.map((weight) => weight / sum);
  };
  const positive = shape(up);
  const negative = shape(down);
  // [label · SCORES + k], label 1 positive
  return [...negative.map((p) => (1 - base) * p), ...positive.map((p) => base * p)];
}
const laws = {
  even: [law(0.45, 0.6, -0.6), law(0.45, 0.6, -0.6)],
  apart: [law(0.55, 0.9, -0.3), law(0.35, 0.5, -0.9)],
  rare: [law(0.12, -0.2, -1.8), law(0.08, -0.6, -2.2)],
  sharp: [law(0.5, 2.2, -2.2), law(0.4, 2.6, -2.0)],
  four: [law(0.5, 0.8, -0.5), law(0.45, 0.7, -0.6), law(0.4, 0.6, -0.7), law(0.4, 0.5, -1.0)],
  equalFour: new Array(4).fill(law(0.4, 0.6, -0.7)),
};
const chosenLaws = given('law', Object.keys(laws));
const LEVELS = ['a', 'b', 'c', 'd'];

/** Rows of weight 1 or 3, more often 3 where the label is positive. */
const HEAVY = { 0: 0.2, 1: 0.6 };
const meanWeight = (label) => 1 + 2 * HEAVY[label];
/** Rows of one person; each is the person's first one again with this probability, else drawn anew. */
const ROWS_A_PERSON = 4;
const REPEATS = 0.5;

function subjectOf(groups, rows, sample) {
  const numbers = { min: 0, max: 1, mean: 0.5, standardDeviation: 0.3, integer: false };
  const category = (name, levels) => ({ name, kind: 'category', role: 'feature', missing: 0, levels, numbers: null });
  return {
    dataset: { digest: 'sha256:0', rows, columns: [category('g', LEVELS.slice(0, groups)), category('y', ['0', '1']), category('h', ['0', '1']), { name: 's', kind: 'number', role: 'feature', missing: 0, levels: null, numbers }] },
    model: { source: 'predictions', digest: 'sha256:0', prediction: 'h', score: 's' },
    label: { column: 'y', classes: ['0', '1'], positive: '1', favourable: '1' },
    protected: ['g'],
    grouping: { ...plainGrouping, weight: sample === 'weighted' ? 'w' : null, cluster: sample === 'clustered' ? 'c' : null },
    modelCard: null,
  };
}

/** One group of a cube from its rows' counts, [label · SCORES + k]; `parts` likewise, with weights, where the sample has parts. */
function cubeGroup(name, counts, parts, scale) {
  const cellOf = (at) => (at >= SCORES ? 2 : 0) + (at % SCORES >= CUT ? 1 : 0);
  const rows = new Float64Array(4);
  counts.forEach((count, at) => (rows[cellOf(at)] += count));
  const weights = new Float64Array(2 * SCORES);
  if (parts === null) weights.set(counts);
  else for (const part of parts) part?.forEach((weight, at) => (weights[at] += weight));
  const moments = new Float64Array(MOMENTS);
  const scores = [];
  for (let k = 0; k < SCORES; k++) {
    const [negative, positive] = [weights[k], weights[SCORES + k]];
    if (positive > 0) addMoments(moments, score(k), 0, positive);
    if (negative > 0) addMoments(moments, score(k), 1, negative);
    if (positive + negative > 0) scores.push(score(k), positive, negative, 0);
  }
  const group = { values: [name], cells: [...rows].flatMap((count, cell) => (count > 0 ? [cell, count] : [])), scores, moments: [...moments] };
  if (parts === null) return group;
  const cellParts = [];
  const scoreParts = [];
  parts.forEach((part, p) => {
    if (!part) return;
    const cells = new Float64Array(4);
    part.forEach((weight, at) => (cells[cellOf(at)] += weight));
    cells.forEach((weight, cell) => weight > 0 && cellParts.push(p, cell, weight));
    for (let k = 0; k < SCORES; k++) {
      if (part[k] + part[SCORES + k] > 0) scoreParts.push(p, binOf(score(k), scale, RESAMPLED_BINS), part[SCORES + k], part[k], 0);
    }
  });
  return { ...group, parts: cellParts, scoreParts };
}

/** n rows a group on average: whose row it is is left to chance too, as in a sample of a population. */
function sampleOf(groups, n, sample, random) {
  const scale = { from: 0, to: 1 };
  const membership = random.child('membership');
  const people = sample === 'clustered' ? ROWS_A_PERSON : 1;
  const rows = new Array(groups.length).fill(0);
  for (let i = 0; i < (n * groups.length) / people; i++) rows[Math.floor(membership.uniform(i) * groups.length)] += people;
  const made = groups.map((probabilities, g) => {
      const stream = random.child(g);
      const cumulative = [];
      probabilities.reduce((sum, p, i) => (cumulative[i] = sum + p), 0);
      let at = 0;
      const draw = () => {
        const u = stream.uniform(at++) * cumulative.at(-1);
        let low = 0;
        for (let high = cumulative.length - 1; low < high; ) {
          const middle = (low + high) >> 1;
          if (cumulative[middle] > u) high = middle;
          else low = middle + 1;
        }
        return low;
      };
      const counts = new Float64Array(2 * SCORES);
      const parts = sample === 'plain' ? null : new Array(SAMPLE_PARTS);
      let first = 0;
      let part = 0;
      for (let i = 0; i < rows[g]; i++) {
        let cell = draw();
        let weight = 1;
        if (sample === 'weighted') {
          weight = stream.uniform(at++) < HEAVY[cell >= SCORES ? 1 : 0] ? 3 : 1;
          part = Math.floor(stream.uniform(at++) * SAMPLE_PARTS);
        }
        if (sample === 'clustered') {
          if (i % ROWS_A_PERSON === 0) {
            first = cell;
            part = Math.floor(stream.uniform(at++) * SAMPLE_PARTS);
          } else if (stream.uniform(at++) < REPEATS) cell = first;
        }
        counts[cell]++;
        if (parts) (parts[part] ??= new Float64Array(2 * SCORES))[cell] += weight;
      }
      return cubeGroup(LEVELS[g], counts, parts, scale);
    });
  return { groups: made.filter(({ cells }) => cells.length > 0) };
}

/** Numbers of a list, which hang on how long it is: their truth is that of a list of the same length. */
const OF_LISTS = new Set(['exposureRatio', 'rankingNdcg']);

/** The law as a sample so large that nothing is left to chance, or of n rows a group with exactly its shares; weighted rows as many more as they weigh. */
function populationOf(groups, sample, n = null) {
  return {
    groups: groups.map((probabilities, g) => {
      const weight = (at) => (sample === 'weighted' ? meanWeight(at >= SCORES ? 1 : 0) : 1);
      return cubeGroup(LEVELS[g], Float64Array.from(probabilities, (p, at) => (n === null ? Math.round(p * weight(at) * 1e7) : p * weight(at) * n)), null, { from: 0, to: 1 });
    }),
  };
}

/** What each method is asked, by the names of its options. */
function optionsOf(metric) {
  const { shape } = metric.options;
  const chosen = { ...('replicates' in shape ? { replicates } : {}), ...('referenceGroups' in shape ? { referenceGroups: { g: 'a' } } : {}), ...('statistics' in shape && only !== null && statistics !== null ? { statistics } : {}) };
  const varied = ['measure', 'agg', 'of'].filter((name) => name in shape && shape[name].def?.innerType?.options);
  return varied.reduce((all, name) => all.flatMap((one) => shape[name].def.innerType.options.map((value) => ({ ...one, [name]: value }))), [chosen]).map((options) => ({ label: varied.map((name) => options[name]).join(' '), options: metric.options.parse(options) }));
}

/** So many independent rows for a count: what is weighted counts weights, 2.2 and 5.8 ÷ 2.2 of them a row among positives; related rows are taken for one. */
const UNITS = { plain: 1, weighted: 2.2 / 5.8, clustered: 1 / ROWS_A_PERSON };

/**
 * The rows that a number rests on: the fewest of its own denominators, a group's or a class's, and of an F1 score all that are positive by label or decision;
 * and its events, the fewest rows that a rate counts or does not count.
 */
function restsOn(counts, n) {
  const fewest = { rows: n };
  let events = Infinity;
  const parts = {};
  for (const [name, count] of Object.entries(counts ?? {})) {
    const part = /^(.*?)(true|false)(positives|negatives)$/i.exec(name);
    if (part) (parts[part[1]] ??= {})[`${part[2]}${part[3]}`.toLowerCase()] = count;
    else if (/(denominator|rows|positives|negatives)$/i.test(name)) fewest[name] = count;
    const whole = counts[name.replace(/numerator$/, 'denominator').replace(/Numerator$/, 'Denominator')];
    if (/numerator$/i.test(name) && whole !== undefined) events = Math.min(events, count, whole - count);
  }
  for (const [prefix, { truepositives, falsepositives, falsenegatives }] of Object.entries(parts)) {
    if (falsepositives === undefined) continue;
    if (truepositives === undefined) Object.assign(fewest, { [`${prefix}fp`]: falsepositives, [`${prefix}fn`]: falsenegatives });
    else fewest[`${prefix}f1`] = truepositives + falsepositives + falsenegatives;
  }
  return { rows: Math.min(...Object.values(fewest)), events: Math.min(events, n) };
}

const keyOf = ({ attribute, group, resolved }) => `${attribute ?? ''}|${group ?? ''}|${JSON.stringify(resolved ?? {})}`;
const chosen = only === null ? fairnessMetrics.filter(({ id, compute }) => compute && !without.includes(id)) : await Promise.all(only.map(async (id) => (await import(`@plumbline/explain-core/fairness/${id}`))[id]));
const metrics = chosen.flatMap((metric) => optionsOf(metric).map((asked) => ({ metric, ...asked })));

const kinds = new Map();
/** Notes a coverage under what its interval promises and how much it rests on. */
function tell({ covers, rows, events, atLeast }) {
  // A group of 100 on average has some fewer in many a data set.
  const many = rows < 90 ? 'fewer than 90 rows' : events < 10 ? 'rows enough, fewer than 10 events' : 'rows and events enough';
  const kind = `${atLeast ? 'at least the level' : 'the level'}, ${many}`;
  if (!kinds.has(kind)) kinds.set(kind, []);
  kinds.get(kind).push(covers);
}

for (const name of chosenLaws) {
  for (const sample of samples) {
    const truth = new Map();
    const learn = (asked, n) => {
      const whole = groupOutcomes(populationOf(laws[name], sample, n), subjectOf(laws[name].length, 1000, 'plain'), randomStream(seed));
      for (const { metric, label, options } of asked) {
        const few = 'replicates' in options ? { ...options, replicates: 100 } : options;
        for (const measured of metric.compute(whole, few)) truth.set(`${metric.id} ${label}|${keyOf(measured)}`, measured.estimate.value);
      }
    };
    learn(metrics.filter(({ metric }) => !OF_LISTS.has(metric.id)), null);
    for (const n of sizes) {
      learn(metrics.filter(({ metric }) => OF_LISTS.has(metric.id)), n);
      const found = new Map();
      for (let draw = 0; draw < draws; draw++) {
        const random = randomStream(seed).child(name).child(sample).child(n).child(draw);
        const outcomes = groupOutcomes(sampleOf(laws[name], n, sample, random.child('rows')), subjectOf(laws[name].length, n * laws[name].length, sample), random.child('audit'));
        for (const { metric, label, options } of metrics) {
          for (const measured of metric.compute(outcomes, options)) {
            const key = `${metric.id} ${label}|${keyOf(measured)}`;
            const target = truth.get(key);
            if (target === undefined || target === null) continue;
            let tally = found.get(key);
            if (!tally) found.set(key, (tally = { below: 0, above: 0, held: 0, without: 0, width: 0, bias: 0, own: 0, events: 0, methods: new Set() }));
            const { value, interval } = measured.estimate;
            if (value === null || !interval) {
              tally.without++;
              continue;
            }
            tally.methods.add(interval.method);
            tally.width += Math.min(interval.upper, 1e3) - interval.lower;
            tally.bias += value - target;
            const { rows, events } = restsOn(measured.counts, measured.estimate.n);
            tally.own += rows;
            tally.events += events;
            if (target < interval.lower - 1e-9) tally.below++;
            else if (target > interval.upper + 1e-9) tally.above++;
            else tally.held++;
          }
        }
      }
      for (const [key, { below, above, held, without, width, bias, own, events, methods }] of found) {
        const judged = below + above + held;
        if (judged < draws / 10) continue;
        const [method, attribute, group, resolved] = key.split('|');
        const of = Object.entries(JSON.parse(resolved)).filter(([name]) => name !== 'referenceGroup').map(([, value]) => value);
        const ownRows = (UNITS[sample] * own) / judged;
        const percent = (count) => ((100 * count) / judged).toFixed(2).padStart(6);
        const where = attribute === '' ? 'overall' : group === '' ? 'between' : group;
        console.log([[method.trim(), ...of].join(' ').padEnd(60), name.padEnd(9), sample.padEnd(9), `n ${String(n).padStart(4)}`, where.padEnd(8), `covers ${percent(held)}`, `truth below ${percent(below)}`, `above ${percent(above)}`, `width ${(width / judged).toFixed(4)}`, `bias ${(bias / judged).toFixed(4).padStart(7)}`, `without ${((100 * without) / draws).toFixed(1).padStart(5)}`, `rows of its own ${ownRows.toFixed(0).padStart(5)}`, `events ${((UNITS[sample] * events) / judged).toFixed(0).padStart(5)}`, [...methods].join('/')].join('  '));
        tell({ covers: (100 * held) / judged, rows: ownRows, events: (UNITS[sample] * events) / judged, atLeast: [...methods].some((one) => wordsOfInterval(one).atLeast) });
      }
    }
  }
}
for (const [kind, covers] of [...kinds].sort()) {
  const within = covers.filter((one) => one >= 93.5 && one <= 96.5).length;
  console.log(`${kind}: ${covers.length} coverages from ${Math.min(...covers).toFixed(1)} to ${Math.max(...covers).toFixed(1)} %, ${within} from 93.5 to 96.5, ${covers.filter((one) => one < 93.5).length} below, ${covers.filter((one) => one > 96.5).length} above`);
}
