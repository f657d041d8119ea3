import { smallTrees } from '../../../test/explainability/smallTrees.js';
import type { Link } from '../../models/treeEnsemble.js';
import type { TreePredictor } from '../../models/predictor.js';
import { randomStream } from '../../random/stream.js';
import { needsOf } from './treeNeeds.js';

const made = (margins: number) => smallTrees({ numbers: ['a'], categories: {}, trees: 3, depth: 1, precision: 'float64', margins }, randomStream(1));
const withLink = (model: TreePredictor, link: Link, threshold = 0.5): TreePredictor => ({ ...model, threshold, ensemble: { ...model.ensemble, link } });

it.each([
  [{ kind: 'sigmoid', slope: 1 }, 0.5, 0],
  [{ kind: 'sigmoid', slope: 2 }, 0.8, Math.log(4) / 2],
  [{ kind: 'identity' }, 0.3, 0.3],
] as const)('finds the margin at which %j decides at %d', (link, threshold, wanted) => {
  const model = withLink(made(1), link, threshold);
  const [yes, no] = [1, 0].map((index) => needsOf(model, { kind: 'class', name: String(index), index })![0]!);
  expect(yes).toEqual({ weights: [1], atLeast: expect.closeTo(wanted, 12) });
  // The other class needs the margin below it.
  expect(no).toEqual({ weights: [-1], atLeast: expect.closeTo(-wanted, 12) });
});

it('finds the margin of a number on either side of its target', () => {
  const model: TreePredictor = { ...withLink(made(1), { kind: 'exponential' }), task: 'regression', classes: ['value'] };
  expect(needsOf(model, { kind: 'number', better: 'higher', target: 5 })).toEqual([{ weights: [1], atLeast: expect.closeTo(Math.log(5), 12) }]);
  expect(needsOf(model, { kind: 'number', better: 'lower', target: 5 })).toEqual([{ weights: [-1], atLeast: expect.closeTo(-Math.log(5), 12) }]);
  expect(needsOf(model, { kind: 'number', better: 'lower', target: -1 })).toEqual([{ weights: [-1], atLeast: Infinity }]);
});

it('of two margins a softmax needs their difference, another link the second; of three, none above the wanted one', () => {
  const two: TreePredictor = { ...made(2), classes: ['no', 'yes'], threshold: 0.8 };
  expect(needsOf(two, { kind: 'class', name: 'yes', index: 1 })).toEqual([{ weights: [-1, 1], atLeast: expect.closeTo(Math.log(4), 12) }]);
  expect(needsOf(withLink(two, { kind: 'identity' }, 0.8), { kind: 'class', name: 'no', index: 0 })).toEqual([{ weights: [0, -1], atLeast: expect.closeTo(-0.8, 12) }]);
  expect(needsOf(made(3), { kind: 'class', name: '1', index: 1 })).toEqual([{ weights: [-1, 1, 0], atLeast: 0 }, { weights: [0, 1, -1], atLeast: 0 }]);
});
