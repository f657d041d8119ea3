import { ExplainError } from '../errors.js';
import type { ColumnMapping } from './mapping.js';
import type { PredictionTask } from './predictor.js';

/** The label of the data, as far as it helps to name a model's scores. */
export interface LabelNames {
  readonly classes: readonly string[];
  readonly positive: string;
}

/**
 * Task and class names of a model: the mapping's, else those in the file, else the label's values (two: the positive one last, as every library numbers
 * them). `width` is the scores a row, null where unknown; one probability or logit stands for two classes.
 */
export function nameClasses(
  model: { readonly kind: 'probability' | 'logit' | 'label' | 'value'; readonly width: number | null; readonly inFile: readonly string[] | null },
  said: ColumnMapping['output'],
  label: LabelNames | undefined,
): { task: PredictionTask; classes: readonly string[] } {
  if (model.kind === 'value') {
    if ((model.width ?? 1) !== 1) {
      throw new ExplainError('UNSUPPORTED', `The model answers ${model.width} values a row; a regression with one value can be audited. If these are classes, say {"output":{"scores":"probability"}} or "logit" in the column mapping.`);
    }
    if ((said.classes?.length ?? 1) !== 1) throw new ExplainError('BAD_MAPPING', `The column mapping names ${said.classes?.length} classes and the model answers one value.`);
    return { task: 'regression', classes: said.classes ?? ['value'] };
  }
  const count = model.kind === 'label' ? (model.inFile?.length ?? null) : model.width === 1 ? 2 : model.width;
  const classes = named(count, model.inFile, said, label);
  if (classes.length < 2) throw new ExplainError('BAD_MODEL', `The model knows one class only (${classes.join()}), so there is nothing to decide.`);
  if (new Set(classes).size !== classes.length) throw new ExplainError('BAD_MAPPING', `The model's classes are named twice: ${classes.join(', ')}.`);
  return { task: classes.length === 2 ? 'binary' : 'multiclass', classes };
}

function named(count: number | null, inFile: readonly string[] | null, said: ColumnMapping['output'], label: LabelNames | undefined): readonly string[] {
  if (said.classes) {
    if (count !== null && said.classes.length !== count) {
      throw new ExplainError('BAD_MAPPING', `The column mapping names ${said.classes.length} classes (${said.classes.join(', ')}) and the model has ${count}.`);
    }
    return said.classes;
  }
  if (inFile && (count === null || inFile.length === count)) return inFile;
  if (label && (count === null || label.classes.length === count)) {
    const { classes, positive } = label;
    return classes.length === 2 ? [...classes.filter((name) => name !== positive), positive] : classes;
  }
  throw new ExplainError('BAD_MAPPING', `The model has ${count ?? 'some'} classes and their names are not known. List them in the order of its scores in the column mapping: {"output":{"classes":["…","…"]}}.`);
}
