import { assertNever, ExplainError } from '../errors.js';
import { detectFormat } from './format.js';
import type { ColumnInfo } from '../data/table.js';
import type { LabelNames } from './classNames.js';
import type { ColumnMapping } from './mapping.js';
import type { Predictor } from './predictor.js';

/**
 * A model from the bytes of its file, ready to be asked about tables with these columns. The runtime of each format is brought in only when a file of that
 * format comes. Call it only in a process with a clock and a memory limit: the file is a stranger's program.
 */
export async function loadModel(bytes: Uint8Array, options: { mapping?: ColumnMapping; columns: readonly ColumnInfo[]; label?: LabelNames }): Promise<Predictor> {
  const { mapping = null, columns, label } = options;
  const predictor = await predictorOf(bytes, mapping, columns, label);
  const missing = predictor.features.find((name) => !columns.some((column) => column.name === name));
  if (missing !== undefined) {
    await predictor.dispose();
    throw new ExplainError('BAD_MAPPING', `The model reads the column "${missing}", which the data do not have. Their columns are ${columns.map(({ name }) => `"${name}"`).join(', ')}.`);
  }
  if (label === undefined || predictor.task === 'regression' || predictor.classes.includes(label.positive)) return predictor;
  await predictor.dispose();
  throw new ExplainError(
    'BAD_MAPPING',
    `The model's classes are ${predictor.classes.join(', ')} and the label's values ${label.classes.join(', ')}. List the label's values in the order of the model's scores in the column mapping: {"output":{"classes":["…","…"]}}.`,
  );
}

async function predictorOf(bytes: Uint8Array, mapping: ColumnMapping | null, columns: readonly ColumnInfo[], label: LabelNames | undefined): Promise<Predictor> {
  const format = detectFormat(bytes);
  switch (format) {
    case 'onnx':
      return (await import('./onnx/predictor.js')).onnxPredictor(bytes, mapping, columns, label);
    case 'tfjsLayers':
    case 'tfjsGraph':
      return (await import('./tfjs/predictor.js')).tfjsPredictor(bytes, mapping, columns, label);
    case 'xgboostJson':
    case 'lightgbmText': {
      const { parseXgboost } = await import('./xgboost.js');
      const { parseLightgbm } = await import('./lightgbm.js');
      const { treePredictor } = await import('./treePredictor.js');
      const predictor = treePredictor(format === 'xgboostJson' ? parseXgboost(bytes) : parseLightgbm(bytes), mapping);
      // These files number their classes and do not name them.
      if (mapping?.output.classes !== undefined || predictor.task === 'regression' || label === undefined || predictor.classes.includes(label.positive)) return predictor;
      const { nameClasses } = await import('./classNames.js');
      return renamed(predictor, nameClasses({ kind: 'probability', width: predictor.classes.length, inFile: null }, {}, label).classes);
    }
    default:
      return assertNever(format);
  }
}

function renamed(predictor: Predictor, classes: readonly string[]): Predictor {
  const { dealtAnew } = predictor;
  return { ...predictor, classes, ...(dealtAnew && { dealtAnew: async (random) => renamed(await dealtAnew(random), classes) }) };
}
