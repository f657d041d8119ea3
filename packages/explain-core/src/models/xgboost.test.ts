import { modelBytes, modelFixture } from '../../test/modelFixture.js';
import { largestGap } from '../../test/treeFixture.js';
import { treePredictor } from './treePredictor.js';
import { floatBefore } from './floatBefore.js';
import { parseXgboost } from './xgboost.js';

/** Answers of XGBoost itself (golden/models/README.md), missing, huge, tiny and unseen values among the rows. */
const fixtures = [
  'adult-xgboost',
  'adult-xgboost-numeric',
  'adult-xgboost-base-score',
  'adult-xgboost-dart',
  'adult-xgboost-forest',
  'adult-xgboost-deep',
  'adult-xgboost-multiclass',
  'adult-xgboost-softmax',
  'adult-xgboost-regression',
  'adult-xgboost-poisson',
  'adult-xgboost-logitraw',
  'adult-xgboost-onehot',
  'adult-xgboost-1-7',
  'german-xgboost',
];

describe.each(fixtures)('%s', (name) => {
  const { bytes, mapping, table, expected } = modelFixture(name);

  // XGBoost computes its links in float32, we in float64: half a unit of its last place at 1 is 6e-8, and its exp may be off by one more.
  it('gives the scores of XGBoost', async () => {
    const scores = await treePredictor(parseXgboost(bytes), mapping).predict(table);
    expect(largestGap(scores.values, expected.values.flat())).toBeLessThan(2e-7);
  });

  it('gives its task and a name for each score', () => {
    const model = treePredictor(parseXgboost(bytes), mapping);
    expect(model.task).toBe(expected.task);
    expect(model.classes).toHaveLength(expected.values[0].length);
    expect(model.features).toEqual(expected.columns.map((column) => column.name));
  });
});

describe('margins', () => {
  it.each(fixtures)('of %s are the library’s own, bit for bit', async (name) => {
    const { bytes, mapping, table, expected } = modelFixture(name);
    const ensemble = parseXgboost(bytes);
    const unnamed = mapping && { ...mapping, output: {} };
    const margins = await treePredictor({ ...ensemble, link: { kind: 'identity' }, task: 'regression' }, unnamed).predict(table);
    expect([...margins.values]).toEqual(expected.raw!.flat());
  });
});

describe('column mapping', () => {
  it('from the file and from a mapping file are the same', async () => {
    const { bytes, mapping, table } = modelFixture('adult-xgboost');
    const fromFile = treePredictor(parseXgboost(bytes), null);
    const fromMapping = treePredictor(parseXgboost(bytes), mapping);
    expect([...(await fromFile.predict(table)).values]).toEqual([...(await fromMapping.predict(table)).values]);
    expect([fromFile.classes, fromMapping.classes]).toEqual([['0', '1'], ['<=50K', '>50K']]);
  });

  it('is asked for when the file names no features', () => {
    const { bytes } = modelFixture('adult-xgboost-onehot');
    expect(() => treePredictor(parseXgboost(bytes), null)).toThrow('needs a column mapping that lists them in order');
  });

  it('is asked for when the file has category codes without words', () => {
    const { bytes } = modelFixture('adult-xgboost-1-7');
    expect(() => treePredictor(parseXgboost(bytes), null)).toThrow('does not say which words they stand for');
  });

  it('must make as many features as the model has', () => {
    const { bytes } = modelFixture('adult-xgboost-onehot');
    const { mapping } = modelFixture('adult-xgboost');
    expect(() => treePredictor(parseXgboost(bytes), mapping)).toThrow('makes 14 features and the xgboost model has 16');
  });

  it('refuses words where the model wants a number', async () => {
    const model = treePredictor(parseXgboost(modelFixture('adult-xgboost-numeric').bytes), null);
    const { table } = modelFixture('adult-xgboost-numeric');
    const words = { kind: 'category' as const, name: 'age', levels: ['young'], codes: new Int32Array(table.rows) };
    await expect(model.predict({ rows: table.rows, columns: [words, ...table.columns.slice(1)] })).rejects.toMatchObject({ code: 'BAD_MAPPING' });
  });
});

describe('floatBefore', () => {
  it('turns < into <= for every float32', () => {
    for (const t of [0, -0, 1e-45, -1e-45, 1, -1, 28.5, 1.17549435e-38, 3.4028234663852886e38, -7, 0.1]) {
      const limit = Math.fround(t);
      const before = floatBefore(t);
      expect(before).toBeLessThan(limit);
      const steps = [before, limit, Math.fround(limit * 1.0000002), Math.fround(limit * 0.9999998), 0, -0, 1e-45, -1e-45].map(Math.fround);
      for (const x of steps) expect(x <= before).toBe(x < limit);
    }
  });
});

// Fault 60: files that a stranger wrote.
describe('refuses', () => {
  const good = (): any => JSON.parse(new TextDecoder().decode(modelFixture('adult-xgboost-numeric').bytes));
  const parse = (model: unknown) => parseXgboost(new TextEncoder().encode(JSON.stringify(model)));
  const firstTree = (model: any) => model.learner.gradient_booster.model.trees[0];

  it.each<[string, (model: any) => void, string, string]>([
    ['a cycle', (m) => (firstTree(m).left_children[1] = 0), 'BAD_MODEL', 'reached twice'],
    ['two parents of one node', (m) => (firstTree(m).left_children[0] = 2), 'BAD_MODEL', 'reached twice'],
    ['a child out of range', (m) => (firstTree(m).right_children[0] = 99999), 'BAD_MODEL', 'has the child 99999'],
    ['a child missing', (m) => (firstTree(m).right_children[0] = -1), 'BAD_MODEL', 'has the child -1'],
    ['a broken child number', (m) => (firstTree(m).right_children[0] = 1.5), 'BAD_MODEL', 'has the child 1.5'],
    ['a threshold that is no number', (m) => (firstTree(m).split_conditions[0] = null), 'BAD_MODEL', 'threshold NaN'],
    ['an infinite threshold', (m) => (firstTree(m).split_conditions[0] = 1e300), 'BAD_MODEL', 'threshold NaN'],
    ['a feature out of range', (m) => (firstTree(m).split_indices[0] = 6), 'BAD_MODEL', 'splits on feature 6'],
    ['arrays of unequal length', (m) => firstTree(m).sum_hessian.pop(), 'BAD_MODEL', 'entries in sum_hessian'],
    ['text among numbers', (m) => (firstTree(m).split_conditions[0] = '1'), 'BAD_MODEL', 'only numbers'],
    ['an empty tree', (m) => Object.assign(firstTree(m), { left_children: [], right_children: [], split_indices: [], split_conditions: [], default_left: [], sum_hessian: [], split_type: [] }), 'BAD_MODEL', 'no nodes'],
    ['a tree of an unknown class', (m) => (m.learner.gradient_booster.model.tree_info[0] = 3), 'BAD_MODEL', 'class 3 of 1'],
    ['a category set that leaves its list', (m) => Object.assign(firstTree(m), { split_type: firstTree(m).split_type.map(() => 1), categories: [1], categories_nodes: [0], categories_segments: [0], categories_sizes: [2] }), 'BAD_MODEL', 'categories 0 to 2 of 1'],
    ['a category code that asks for gigabytes', (m) => Object.assign(firstTree(m), { categories: [4e9], categories_nodes: [0], categories_segments: [0], categories_sizes: [1] }), 'BAD_MODEL', 'category code'],
    ['a billion features', (m) => (m.learner.learner_model_param.num_feature = '1000000000'), 'BAD_MODEL', '1000000000 features'],
    ['no trees', (m) => Object.assign(m.learner.gradient_booster.model, { trees: [], tree_info: [] }), 'BAD_MODEL', 'no trees'],
    ['a base score of 1 for a logistic model', (m) => (m.learner.learner_model_param.base_score = '1E0'), 'BAD_MODEL', 'base_score'],
    ['an unknown objective', (m) => (m.learner.objective.name = 'home:made'), 'UNSUPPORTED', 'home:made'],
    ['early stopping with two readings', (m) => (m.learner.attributes = { best_iteration: '4' }), 'BAD_MODEL', 'Save booster[:5]'],
    ['no learner', (m) => delete m.learner, 'BAD_MODEL', 'learner should be an object'],
  ])('%s', (_, damage, code, message) => {
    const model = good();
    damage(model);
    expect(() => parse(model)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it('a chain of a million levels', () => {
    const depth = 1_000_000;
    const model = good();
    const count = 2 * depth + 1;
    const left = new Array(count).fill(-1);
    const right = new Array(count).fill(-1);
    for (let level = 0; level < depth; level++) [left[2 * level], right[2 * level]] = [2 * level + 1, 2 * level + 2];
    const zeros = new Array(count).fill(0);
    Object.assign(firstTree(model), { left_children: left, right_children: right, split_indices: zeros, split_conditions: zeros, default_left: zeros, sum_hessian: zeros, split_type: [] });
    expect(() => parse(model)).toThrow(expect.objectContaining({ code: 'RESOURCE_LIMIT' }));
  });

  it('what it cannot answer for', () => {
    expect(() => parseXgboost(modelBytes('adult-xgboost-vector-leaf.json'))).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining('num_target') }));
    expect(() => parseXgboost(modelBytes('adult-xgboost-linear.json'))).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining('gblinear') }));
  });

  it('what is not JSON', () => {
    const parseText = (text: string) => () => parseXgboost(new TextEncoder().encode(text));
    expect(parseText('')).toThrow('is empty');
    expect(parseText('{"learner": {')).toThrow('not JSON');
    expect(parseText('[1, 2]')).toThrow('the file should be an object');
    expect(() => parseXgboost(Uint8Array.of(0x80, 0x04, 0x95))).toThrow('invalid UTF-8');
  });
});
