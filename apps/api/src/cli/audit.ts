import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExplainError } from '@plumbline/explain-core/errors';
import { env } from '../env.js';
import { ApiError } from '../errors.js';
import { makeLogger } from '../log.js';
import { auditDocument, auditSummary } from './auditOutput.js';
import { parseAuditArguments, type AuditArguments } from './auditArguments.js';
import { checkAudit, type CheckedAudit } from './checkAudit.js';
import { runAudit, type FinishedAudit } from './runAudit.js';
import { UsageError } from './usageError.js';

/** Exit codes; others build on them. */
const exit = { finished: 0, checkNotMet: 1, badInput: 2, auditFailed: 3 } as const;

const tell = (line: string): void => void process.stderr.write(`${line}\n`);
const args = process.argv.slice(2);
process.exitCode = await main(args);

async function main(given: readonly string[]): Promise<number> {
  const asJson = given.includes('--json');
  let asked: AuditArguments;
  let checked: CheckedAudit;
  try {
    asked = parseAuditArguments(given);
    if (asked.out !== null) await checkPlaceFor(asked.out);
    checked = await checkAudit(asked);
  } catch (error) {
    return refuse(error, asJson);
  }
  const stop = new AbortController();
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.on(signal, () => {
      if (stop.signal.aborted) process.exit(130); // asked twice: now
      tell('stopping');
      stop.abort();
    });
  }
  let finished: FinishedAudit;
  try {
    finished = await runAudit(checked, asked.seed, { env, log: makeLogger('warn'), signal: stop.signal, tell });
  } catch (error) {
    return refuse(error, asJson);
  }
  if (asked.out !== null && finished.bundle !== null) await writeFile(asked.out, finished.bundle);
  const bundle = finished.bundle === null ? null : asked.out;
  process.stdout.write(asJson ? `${JSON.stringify(auditDocument(finished, bundle), null, 2)}\n` : auditSummary(finished, bundle));
  if (finished.audit.state !== 'succeeded') return exit.auditFailed;
  const broken = Object.values(finished.judgement ?? {}).some(({ verdict }) => verdict === 'notMet');
  return asked.gate && broken ? exit.checkNotMet : exit.finished;
}

/** A sentence for whoever asked; what is our own fault is shown whole. */
function refuse(error: unknown, asJson: boolean): number {
  const known = error instanceof UsageError || error instanceof ApiError || error instanceof ExplainError;
  const message = (error instanceof Error ? error.message : String(error)).trim().replace(/\s*\n\s*/g, ' ');
  const code = error instanceof ApiError || error instanceof ExplainError ? error.code : known ? 'BAD_INPUT' : 'INTERNAL';
  tell(known ? `error: ${message}` : `The audit could not be run: ${error instanceof Error ? (error.stack ?? message) : message}`);
  if (error instanceof UsageError && error.usage !== undefined) tell(error.usage);
  if (asJson) process.stdout.write(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
  return known ? exit.badInput : exit.auditFailed;
}

/** Found out before an hour of work, not after it. */
async function checkPlaceFor(file: string): Promise<void> {
  const directory = dirname(file);
  await access(directory, constants.W_OK).catch(() => {
    throw new UsageError(`--out ${file}: ${directory} is no directory that this account may write to.`);
  });
}
