import { modelBytes, modelFixture } from '../../test/modelFixture.js';
import { largestGap } from '../../test/treeFixture.js';
import { matrix } from '../numeric/matrix.js';
import { parseLightgbm } from './lightgbm.js';
import { predictMargins } from './treeEnsemble.js';
import { treePredictor } from './treePredictor.js';

/** Answers of LightGBM itself (golden/models/README.md), missing, huge, tiny and unseen values among the rows. */
const fixtures = [
  'adult-lightgbm',
  'adult-lightgbm-numeric',
  'adult-lightgbm-zero-as-missing',
  'adult-lightgbm-no-missing',
  'adult-lightgbm-sigmoid',
  'adult-lightgbm-forest',
  'adult-lightgbm-dart',
  'adult-lightgbm-cross-entropy',
  'adult-lightgbm-multiclass',
  'adult-lightgbm-ova',
  'adult-lightgbm-regression',
  'adult-lightgbm-poisson',
  'adult-lightgbm-sqrt',
  'german-lightgbm',
];

describe.each(fixtures)('%s', (name) => {
  const { bytes, mapping, table, expected } = modelFixture(name);

  // Only exp stands between the two: a few units in the last place.
  it('gives the scores of LightGBM', async () => {
    const scores = await treePredictor(parseLightgbm(bytes), mapping).predict(table);
    expect(largestGap(scores.values, expected.values.flat())).toBeLessThan(1e-15);
  });

  it('gives its task and a name for each score', () => {
    const model = treePredictor(parseLightgbm(bytes), mapping);
    expect(model.task).toBe(expected.task);
    expect(model.classes).toHaveLength(expected.values[0].length);
    expect(model.features).toEqual(expected.columns.map((column) => column.name));
  });
});

describe('margins', () => {
  it.each(fixtures.filter((name) => name !== 'adult-lightgbm-forest'))('of %s are the library’s own, bit for bit', async (name) => {
    const { bytes, mapping, table, expected } = modelFixture(name);
    const ensemble = parseLightgbm(bytes);
    const unnamed = mapping && { ...mapping, output: {} };
    const margins = await treePredictor({ ...ensemble, link: { kind: 'identity' }, task: 'regression' }, unnamed).predict(table);
    expect([...margins.values]).toEqual(expected.raw!.flat());
  });
});

describe('a random forest', () => {
  // LightGBM's own raw_score is the sum over the 10 trees; the average is what its link is applied to.
  it('is an average of trees', () => {
    const { bytes, expected } = modelFixture('adult-lightgbm-forest');
    const ensemble = parseLightgbm(bytes);
    const rows = matrix(expected.rows.length, 6, Float64Array.from(expected.rows.flat(), (cell) => (cell === null ? NaN : Number(cell))));
    expect(largestGap(predictMargins(ensemble, rows).values, expected.raw!.flat().map((sum) => sum / 10))).toBeLessThan(1e-15);
  });
});

describe('column mapping', () => {
  it('from the file and from a mapping file are the same', async () => {
    const { bytes, mapping, table } = modelFixture('adult-lightgbm');
    const fromFile = treePredictor(parseLightgbm(bytes), null);
    const fromMapping = treePredictor(parseLightgbm(bytes), mapping);
    expect([...(await fromFile.predict(table)).values]).toEqual([...(await fromMapping.predict(table)).values]);
    expect([fromFile.classes, fromMapping.classes]).toEqual([['0', '1'], ['<=50K', '>50K']]);
  });

  it('names the column that the data lacks', async () => {
    const { bytes, table } = modelFixture('adult-lightgbm');
    await expect(treePredictor(parseLightgbm(bytes), null).predict({ rows: table.rows, columns: table.columns.slice(1) })).rejects.toMatchObject({ code: 'BAD_DATA', message: expect.stringContaining('no column "age"') });
  });

  it('is asked for when levels cannot be told to columns', () => {
    const text = new TextDecoder().decode(modelFixture('adult-lightgbm').bytes).replace(/pandas_categorical:.*/, 'pandas_categorical:[["a","b"]]');
    expect(() => treePredictor(parseLightgbm(new TextEncoder().encode(text)), null)).toThrow(expect.objectContaining({ code: 'BAD_MAPPING' }));
  });
});

describe('a tree of one leaf', () => {
  it('adds its value to every row', () => {
    const text = 'tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nmax_feature_idx=0\nobjective=regression\nfeature_names=x\nfeature_infos=none\n\nTree=0\nnum_leaves=1\nnum_cat=0\nsplit_feature=\nleaf_value=2.5\nleaf_count=\nis_linear=0\nshrinkage=1\n\n\nend of trees\n';
    const margins = predictMargins(parseLightgbm(new TextEncoder().encode(text)), { rows: 2, columns: 1, values: Float64Array.of(0, NaN) });
    expect([...margins.values]).toEqual([2.5, 2.5]);
  });
});

describe('a split that parts missing values from all others', () => {
  it('has an infinite threshold, and sends every number to one side', () => {
    // LightGBM 4.7.0, trained on y = 2 where x is missing and 0.01 x elsewhere; its own raw scores.
    const text =
      'tree\nversion=v4\nnum_class=1\nnum_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=0\nobjective=regression\nfeature_names=x\nfeature_infos=[0:3]\n\nTree=0\nnum_leaves=2\nnum_cat=0\nsplit_feature=0\nsplit_gain=308.374\nthreshold=inf\ndecision_type=8\nleft_child=-1\nright_child=-2\nleaf_value=0.28175024824061207 1.2735250001121312\nleaf_weight=293 107\nleaf_count=293 107\ninternal_value=0.54705\ninternal_weight=400\ninternal_count=400\nis_linear=0\nshrinkage=1\n\n\nend of trees\n';
    const margins = (given: string) => [...predictMargins(parseLightgbm(new TextEncoder().encode(given)), { rows: 4, columns: 1, values: Float64Array.of(NaN, 0, 3, 1e300) }).values];
    const [known, missing] = [0.28175024824061207, 1.2735250001121312];
    expect(margins(text)).toEqual([missing, known, known, known]);
    expect(margins(text.replace('threshold=inf', 'threshold=-inf'))).toEqual([missing, missing, missing, missing]);
  });
});

// Fault 60: files that a stranger wrote.
describe('refuses', () => {
  const good = new TextDecoder().decode(modelFixture('adult-lightgbm-numeric').bytes);
  const parse = (text: string) => () => parseLightgbm(new TextEncoder().encode(text));
  const damage = (pattern: RegExp, replacement: string): string => {
    const text = good.replace(pattern, replacement);
    expect(text).not.toBe(good);
    return text;
  };

  it.each<[string, string, string, string]>([
    ['a cycle', damage(/left_child=\S+/, 'left_child=0'), 'BAD_MODEL', 'reached twice'],
    ['a child out of range', damage(/left_child=\S+/, 'left_child=77'), 'BAD_MODEL', 'has the child 77'],
    ['a leaf out of range', damage(/left_child=\S+/, 'left_child=-77'), 'BAD_MODEL', 'has the child'],
    ['a threshold that is no number', damage(/threshold=\S+/, 'threshold=nan'), 'BAD_MODEL', '"nan" in "threshold"'],
    ['an infinite leaf', damage(/leaf_value=\S+/, 'leaf_value=inf'), 'BAD_MODEL', '"inf" in "leaf_value"'],
    ['a feature out of range', damage(/split_feature=\S+/, 'split_feature=6'), 'BAD_MODEL', 'splits on feature 6'],
    ['an unknown decision type', damage(/decision_type=\S+/, 'decision_type=14'), 'BAD_MODEL', 'decision type 14'],
    ['a category set that is not there', damage(/decision_type=\S+/, 'decision_type=1'), 'BAD_MODEL', 'category set'],
    ['too many leaves', damage(/num_leaves=\d+/, 'num_leaves=999999999'), 'BAD_MODEL', 'should have 999999999'],
    ['a file cut off', good.slice(0, good.length / 2), 'BAD_MODEL', 'end of trees'],
    ['another kind of text', 'hello', 'BAD_MODEL', 'does not begin'],
    ['features and names of unequal number', damage(/max_feature_idx=5/, 'max_feature_idx=6'), 'BAD_MODEL', 'names 6 features'],
    ['an unknown objective', damage(/objective=\S+/, 'objective=home'), 'UNSUPPORTED', 'home'],
    ['a sigmoid of 0', damage(/sigmoid:1/, 'sigmoid:0'), 'BAD_MODEL', 'sigmoid'],
  ])('%s', (_, text, code, message) => {
    expect(parse(text)).toThrow(expect.objectContaining({ code, message: expect.stringContaining(message) }));
  });

  it('linear leaves', () => {
    expect(() => parseLightgbm(modelBytes('adult-lightgbm-linear-tree.txt'))).toThrow(expect.objectContaining({ code: 'UNSUPPORTED', message: expect.stringContaining('linear_tree=false') }));
  });
});
