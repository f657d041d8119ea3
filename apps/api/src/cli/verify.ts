import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { ExplainError } from '@plumbline/explain-core/errors';
import { checksInWords, exitCodeOf, exitCodes } from '@plumbline/evidence/outcome';
import { UnknownVersion, verifyBundle, type Check, type Verification } from '@plumbline/evidence/verify';
import { UnreadableBundle } from '@plumbline/evidence/zip';
import { softwareVersion } from '../softwareVersion.js';
import { checkInput, readInput } from './readInput.js';
import { recompute, type Recomputed } from './recompute.js';
import { UsageError } from './usageError.js';

const usage = 'usage: npm run verify -- BUNDLE.zip [--data FILE] [--model FILE] [--json]';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const asJson = process.argv.includes('--json');
process.exitCode = await main(process.argv.slice(2));

async function main(args: readonly string[]): Promise<number> {
  try {
    if (args.includes('--help')) {
      process.stdout.write(`${usage}\n`);
      return exitCodes.valid;
    }
    const asked = parse(args);
    const bytes = await readInput(asked.bundle, 'the bundle');
    if (asked.data !== null) await checkInput(asked.data, '--data');
    const verification = verifyBundle(bytes, { softwareVersion });
    const recomputed = verification.content === null ? null : await recompute(verification.content, { ...asked, tell });
    return report(verification, recomputed);
  } catch (error) {
    return refuse(error);
  }
}

function report({ checks, complete }: Verification, recomputed: Recomputed | null): number {
  const all: readonly Check[] = [...checks, ...(recomputed?.checks ?? [])];
  const valid = all.every(({ ok }) => ok);
  const counts = recomputed?.counts ?? null;
  if (asJson) {
    process.stdout.write(`${JSON.stringify({ valid, checks: all, ...(counts === null ? {} : { recomputed: counts }) }, null, 2)}\n`);
  } else {
    process.stdout.write(checksInWords(all, valid));
    if (counts !== null) process.stdout.write(`Computed again: ${counts.same} results are the same, ${counts.different} differ.\n`);
  }
  return exitCodeOf(valid, complete);
}

function refuse(error: unknown): number {
  const message = (error instanceof Error ? error.message : String(error)).trim().replace(/\s*\n\s*/g, ' ');
  const known = error instanceof UsageError || error instanceof UnreadableBundle || error instanceof UnknownVersion || error instanceof ExplainError;
  tell(known ? `error: ${message}` : `The bundle could not be verified: ${error instanceof Error ? (error.stack ?? message) : message}`);
  if (error instanceof UsageError && error.usage !== undefined) tell(error.usage);
  const id = error instanceof UnknownVersion ? 'version' : error instanceof UnreadableBundle ? 'archive' : 'input';
  if (asJson) process.stdout.write(`${JSON.stringify({ valid: false, checks: [{ id, ok: false, detail: message }] }, null, 2)}\n`);
  return error instanceof UnknownVersion ? exitCodes.unknownVersion : exitCodes.unreadable;
}

function parse(args: readonly string[]): { bundle: string; data: string | null; model: string | null } {
  const text = { type: 'string' } as const;
  let parsed;
  try {
    parsed = parseArgs({ args: [...args], options: { data: text, model: text, json: { type: 'boolean' } }, strict: true, allowPositionals: true });
  } catch (error) {
    throw new UsageError((error as Error).message, usage);
  }
  const [bundle, ...rest] = parsed.positionals;
  if (bundle === undefined) throw new UsageError('Name the bundle.', usage);
  if (rest.length > 0) throw new UsageError(`One bundle at a time; got ${basename(rest[0]!)} too.`, usage);
  return { bundle, data: parsed.values.data ?? null, model: parsed.values.model ?? null };
}
