import { parseArgs } from 'node:util';
import { UsageError } from './usageError.js';

export interface AuditArguments {
  readonly data: string;
  readonly label: string;
  readonly positive: string | null;
  readonly favourable: string | null;
  readonly protected: readonly string[];
  readonly ignore: readonly string[];
  readonly model: { readonly source: 'file'; readonly file: string; readonly mapping: string | null } | { readonly source: 'predictions'; readonly prediction: string; readonly score: string | null };
  readonly plan: string | null;
  readonly policy: string | null;
  readonly seed: number | null;
  readonly out: string | null;
  readonly json: boolean;
  readonly gate: boolean;
}

export const auditUsage = `usage: npm run audit -- --data FILE --label COLUMN [--positive VALUE] [--favourable VALUE] --protected COL[,COL…]
                        ( --model FILE [--mapping FILE] | --prediction COLUMN [--score COLUMN] )
                        [--ignore COL[,COL…]] [--plan FILE] [--policy FILE] [--seed N] [--out BUNDLE.zip] [--json] [--gate]`;

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  data: text, label: text, positive: text, favourable: text, protected: text, ignore: text, model: text, mapping: text, prediction: text, score: text,
  plan: text, policy: text, seed: text, out: text, json: flag, gate: flag,
} as const;

/** Throws a UsageError that says what is missing or does not go together. */
export function parseAuditArguments(args: readonly string[]): AuditArguments {
  const given = parse(args);
  for (const [name, value] of Object.entries(given)) {
    if (value === '') throw new UsageError(`--${name} is empty.`, auditUsage);
  }
  const required = (name: 'data' | 'label' | 'protected'): string => {
    const value = given[name];
    if (value === undefined) throw new UsageError(`--${name} is missing.`, auditUsage);
    return value;
  };
  return {
    data: required('data'),
    label: required('label'),
    positive: given.positive ?? null,
    favourable: given.favourable ?? null,
    protected: names('protected', required('protected')),
    ignore: given.ignore === undefined ? [] : names('ignore', given.ignore),
    model: modelOf(given),
    plan: given.plan ?? null,
    policy: given.policy ?? null,
    seed: given.seed === undefined ? null : seedOf(given.seed),
    out: given.out ?? null,
    json: given.json,
    gate: given.gate,
  };
}

function parse(args: readonly string[]) {
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options, strict: true, allowPositionals: false, tokens: true });
  } catch (error) {
    throw new UsageError((error as Error).message, auditUsage);
  }
  const named = parsed.tokens.flatMap((token) => (token.kind === 'option' ? [token.name] : []));
  const twice = named.find((name, index) => named.indexOf(name) !== index);
  // Taking the last one silently would audit something else than the first one says.
  if (twice !== undefined) throw new UsageError(`--${twice} is given twice.`, auditUsage);
  return parsed.values;
}

function modelOf({ model, mapping, prediction, score }: { model?: string; mapping?: string; prediction?: string; score?: string }): AuditArguments['model'] {
  if (model !== undefined && prediction !== undefined) throw new UsageError('Give either --model or --prediction: a model is asked, or its predictions are in the data.', auditUsage);
  if (model !== undefined) {
    if (score !== undefined) throw new UsageError('--score goes with --prediction; a model file gives its own scores.', auditUsage);
    return { source: 'file', file: model, mapping: mapping ?? null };
  }
  if (prediction === undefined) throw new UsageError('Give --model FILE, or --prediction COLUMN where the data holds the predictions.', auditUsage);
  if (mapping !== undefined) throw new UsageError('--mapping goes with --model; stored predictions need none.', auditUsage);
  return { source: 'predictions', prediction, score: score ?? null };
}

/** A name with a comma in it is written in double quotes, as in a CSV header; a quote inside is doubled. */
function names(option: string, list: string): string[] {
  const parts = [...list.matchAll(/(?:^|,)(?:"((?:[^"]|"")*)"(?=,|$)|([^,]*))/g)].map(([, quoted, plain]) => (quoted === undefined ? plain!.trim() : quoted.replaceAll('""', '"')));
  if (parts.some((name) => name === '')) throw new UsageError(`--${option} "${list}" has an empty name in it.`, auditUsage);
  return parts;
}

function seedOf(given: string): number {
  const seed = Number(given);
  if (!/^\d+$/.test(given) || !Number.isSafeInteger(seed)) throw new UsageError(`--seed must be a whole number from 0 to ${Number.MAX_SAFE_INTEGER}; got "${given}".`, auditUsage);
  return seed;
}
