/** How an option is written and what it is for. */
interface OptionHelp {
  /** What stands for its value; left out: it takes none. */
  readonly value?: string;
  readonly says: string;
}

/** Every option of the command, in the order in which somebody who reads them needs them. */
export const auditOptions = {
  data: { value: 'FILE', says: 'the rows: CSV or Parquet' },
  label: { value: 'COLUMN', says: 'what was to be predicted' },
  protected: { value: 'COL[,COL…]', says: 'columns whose groups are compared' },
  model: { value: 'FILE', says: 'ONNX, TensorFlow.js, XGBoost JSON or LightGBM text' },
  mapping: { value: 'FILE', says: 'JSON that says how columns become the model’s inputs' },
  prediction: { value: 'COLUMN', says: 'instead of a model, the column that holds its decisions' },
  score: { value: 'COLUMN', says: 'and the one that holds its scores' },
  positive: { value: 'VALUE', says: 'the class that confusion counts are about' },
  favourable: { value: 'VALUE', says: 'the outcome people want; of a predicted number, higher or lower' },
  task: { value: 'TASK', says: 'classification or regression, where the label does not tell' },
  ignore: { value: 'COL[,COL…]', says: 'columns to leave out' },
  depth: { value: 'N', says: 'how many protected columns are crossed with each other (2)' },
  cuts: { value: 'COL:NUMBER[,…]', says: 'where a protected number is cut into groups; once for each column' },
  weight: { value: 'COLUMN', says: 'sampling weights' },
  cluster: { value: 'COLUMN', says: 'rows with equal values belong together' },
  'withhold-below': { value: 'N', says: 'leave groups of fewer rows out' },
  'time-limit': { value: 'SECONDS', says: 'how long explanations may ask the model (600)' },
  plan: { value: 'FILE', says: 'JSON that chooses methods and their options' },
  policy: { value: 'FILE', says: 'JSON with the checks that give verdicts' },
  seed: { value: 'N', says: 'fixes every random draw (0)' },
  out: { value: 'BUNDLE.zip', says: 'where the evidence goes' },
  json: { says: 'print one JSON document' },
  gate: { says: 'end with 1 when a check is not met' },
  help: { says: 'print this' },
} as const satisfies Readonly<Record<string, OptionHelp>>;

export const auditUsage = [
  'usage: npm run audit -- --data FILE --label COLUMN --protected COL[,COL…] ( --model FILE | --prediction COLUMN ) [options]',
  '',
  ...Object.entries<OptionHelp>(auditOptions).map(([name, { value, says }]) => `  ${`--${name}${value === undefined ? '' : ` ${value}`}`.padEnd(28)}${says}`),
  '',
  'example: npm run audit -- --data applicants.csv --label approved --positive yes --protected sex,age_group \\',
  '                          --model model.onnx --mapping mapping.json --out evidence.zip',
  '',
  'Exit code 0: finished; 1: with --gate, a check is not met; 2: the input does not fit; 3: the audit failed.',
].join('\n');
