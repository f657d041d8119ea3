import { parseArgs } from 'node:util';
import { z } from 'zod';
import { longestTimeLimit } from '@plumbline/explain-core/audit/plan';
import type { GroupingRequest } from '../features/audit/grouping.js';
import type { AuditTask } from '../features/audit/question.js';
import { auditUsage, type auditOptions } from './auditUsage.js';
import { UsageError } from './usageError.js';

export interface AuditArguments {
  readonly data: string;
  readonly label: string;
  readonly positive: string | null;
  readonly favourable: string | null;
  readonly task: AuditTask | null;
  readonly grouping: GroupingRequest;
  readonly protected: readonly string[];
  readonly ignore: readonly string[];
  readonly model: { readonly source: 'file'; readonly file: string; readonly mapping: string | null } | { readonly source: 'predictions'; readonly prediction: string; readonly score: string | null };
  /** Seconds. */
  readonly timeLimit: number | null;
  readonly plan: string | null;
  readonly policy: string | null;
  readonly seed: number | null;
  readonly out: string | null;
  readonly json: boolean;
  readonly gate: boolean;
}

const text = { type: 'string' } as const;
const flag = { type: 'boolean', default: false } as const;
const options = {
  data: text, label: text, positive: text, favourable: text, protected: text, ignore: text, model: text, mapping: text, prediction: text, score: text,
  task: text, depth: text, cuts: { type: 'string', multiple: true }, weight: text, cluster: text, 'withhold-below': text,
  'time-limit': text, plan: text, policy: text, seed: text, out: text, json: flag, gate: flag,
} as const satisfies Record<Exclude<keyof typeof auditOptions, 'help'>, object>;

/** Throws a UsageError that says what is missing or does not go together. */
export function parseAuditArguments(args: readonly string[]): AuditArguments {
  const given = parse(args);
  for (const [name, value] of Object.entries(given)) {
    if (value === '' || (Array.isArray(value) && value.includes(''))) throw new UsageError(`--${name} is empty.`, auditUsage);
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
    task: given.task === undefined ? null : taskNamed(given.task),
    grouping: {
      depth: given.depth === undefined ? null : wholeNumber('depth', given.depth, 1),
      cuts: (given.cuts ?? []).flatMap(cutsOf),
      weight: given.weight ?? null,
      cluster: given.cluster ?? null,
      withholdBelow: given['withhold-below'] === undefined ? null : wholeNumber('withhold-below', given['withhold-below'], 0),
    },
    protected: names('protected', required('protected')),
    ignore: given.ignore === undefined ? [] : names('ignore', given.ignore),
    model: modelOf(given),
    timeLimit: given['time-limit'] === undefined ? null : seconds('time-limit', given['time-limit']),
    plan: given.plan ?? null,
    policy: given.policy ?? null,
    seed: given.seed === undefined ? null : wholeNumber('seed', given.seed, 0),
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
  const twice = named.find((name, index) => name !== 'cuts' && named.indexOf(name) !== index);
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

function wholeNumber(option: string, given: string, least: number): number {
  const number = Number(given);
  if (!/^\d+$/.test(given) || !Number.isSafeInteger(number) || number < least) throw new UsageError(`--${option} must be a whole number from ${least} to ${Number.MAX_SAFE_INTEGER}; got "${given}".`, auditUsage);
  return number;
}

function seconds(option: string, given: string): number {
  const number = given.trim() === '' ? NaN : Number(given);
  if (!(number > 0 && number <= longestTimeLimit)) throw new UsageError(`--${option} must be a number of seconds above 0 and at most ${longestTimeLimit}; got "${given}".`, auditUsage);
  return number;
}

function taskNamed(given: string): AuditTask {
  if (given === 'classification' || given === 'regression') return given;
  throw new UsageError(`--task is classification or regression; got "${given}".`, auditUsage);
}

const cutsDocument = z.record(z.string().min(1), z.array(z.number()).min(1));

/** "age:25,45,65", or a JSON object of several columns. What stands before the last colon is the name. */
function cutsOf(given: string): { column: string; at: number[] }[] {
  if (given.trimStart().startsWith('{')) {
    let document: unknown;
    try {
      document = JSON.parse(given);
    } catch (error) {
      throw new UsageError(`--cuts is not JSON (${(error as Error).message}); got ${given}.`, auditUsage);
    }
    const parsed = cutsDocument.safeParse(document);
    if (!parsed.success) throw new UsageError(`--cuts must be like {"age": [25, 45, 65]}; got ${given}.`, auditUsage);
    return Object.entries(parsed.data).map(([column, at]) => ({ column, at }));
  }
  const colon = given.lastIndexOf(':');
  const at = given.slice(colon + 1).split(',').map((part) => (part.trim() === '' ? NaN : Number(part)));
  if (colon < 1 || !at.every(Number.isFinite)) throw new UsageError(`--cuts must be a column, a colon and ascending numbers, like age:25,45,65; got "${given}".`, auditUsage);
  return [{ column: given.slice(0, colon).trim(), at }];
}
