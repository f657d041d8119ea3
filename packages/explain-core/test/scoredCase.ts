import type { JsonObject } from '../src/json.js';
import type { FairnessCase } from './fairnessFixture.js';
import { six, twelve } from './scoredRows.js';

/** Twelve rows of group a and six of group b, with scores, decided at one half. */
export function scoredCase(method: string, options: JsonObject = {}): FairnessCase {
  return scored(
    [...twelve.scores, ...six.scores],
    [...twelve.labels, ...six.labels],
    [...twelve.scores.map(() => 'a'), ...six.scores.map(() => 'b')],
    method,
    options,
  );
}

/** Rows with a score, a label (null for none) and a group. */
export function scored(scores: readonly number[], labels: readonly (number | null)[], groups: readonly string[], method: string, options: JsonObject = {}): FairnessCase {
  return {
    columns: {
      group: groups,
      label: labels.map((label) => (label === null ? null : String(label))),
      score: scores.map(String),
      prediction: scores.map((score) => (score > 0.5 ? '1' : '0')),
    },
    kinds: { score: 'number' },
    protected: ['group'],
    score: 'score',
    methods: [{ method, options }],
  };
}
