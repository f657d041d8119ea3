import { access, constants, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { ExplainError } from '@plumbline/explain-core/errors';
import type { Limits } from '../compute/session.js';
import type { Env } from '../env.js';
import { ApiError } from '../errors.js';
import { makeLogger } from '../log.js';
import { auditDocument, auditSummary } from './auditOutput.js';
import { parseAuditArguments, type AuditArguments } from './auditArguments.js';
import { auditUsage } from './auditUsage.js';
import { checkAudit, type CheckedAudit } from './checkAudit.js';
import { runAudit, type FinishedAudit } from './runAudit.js';
import { UsageError } from './usageError.js';

/** Exit codes; others build on them. */
const exit = { finished: 0, checkNotMet: 1, badInput: 2, auditFailed: 3 } as const;

/** Where the command runs. */
export interface Surroundings {
  readonly env: Env;
  /** The one document on standard output. */
  readonly print: (text: string) => void;
  /** A line on standard error. */
  readonly tell: (line: string) => void;
  /** The signal that a person's Ctrl-C aborts; asked for once there is something to stop. */
  readonly stopSignal: () => AbortSignal;
  /** What the model may take while it is looked at; left out, what the API allows. */
  readonly limits?: Limits;
}

/** `npm run audit`: everything but the process. Resolves with the exit code. */
export async function auditCommand(given: readonly string[], surroundings: Surroundings): Promise<number> {
  const { env, print, tell, stopSignal, limits } = surroundings;
  const asJson = given.includes('--json');
  if (given.includes('--help')) {
    print(`${auditUsage}\n`);
    return exit.finished;
  }
  let asked: AuditArguments;
  let checked: CheckedAudit;
  try {
    asked = parseAuditArguments(given);
    if (asked.out !== null) await checkPlaceFor(asked.out);
    checked = await checkAudit(asked, limits);
  } catch (error) {
    return refuse(error, asJson, surroundings);
  }
  let finished: FinishedAudit;
  try {
    finished = await runAudit(checked, asked.seed, { env, log: makeLogger('warn'), signal: stopSignal(), tell });
  } catch (error) {
    return refuse(error, asJson, surroundings);
  }
  if (asked.out !== null && finished.bundle !== null) await writeFile(asked.out, finished.bundle);
  const bundle = finished.bundle === null ? null : asked.out;
  print(asJson ? `${JSON.stringify(auditDocument(finished, bundle), null, 2)}\n` : auditSummary(finished, bundle));
  if (finished.audit.state !== 'succeeded') return exit.auditFailed;
  const broken = Object.values(finished.judgement ?? {}).some(({ verdict }) => verdict === 'notMet');
  return asked.gate && broken ? exit.checkNotMet : exit.finished;
}

/** A sentence for whoever asked; what is our own fault is shown whole. */
function refuse(error: unknown, asJson: boolean, { print, tell }: Surroundings): number {
  const known = error instanceof UsageError || error instanceof ApiError || error instanceof ExplainError;
  const message = (error instanceof Error ? error.message : String(error)).trim().replace(/\s*\n\s*/g, ' ');
  const code = error instanceof ApiError || error instanceof ExplainError ? error.code : known ? 'BAD_INPUT' : 'INTERNAL';
  tell(known ? `error: ${message}` : `The audit could not be run: ${error instanceof Error ? (error.stack ?? message) : message}`);
  if (error instanceof UsageError && error.usage !== undefined) tell(error.usage);
  if (asJson) print(`${JSON.stringify({ error: { code, message } }, null, 2)}\n`);
  return known ? exit.badInput : exit.auditFailed;
}

/** Found out before an hour of work, not after it. */
async function checkPlaceFor(file: string): Promise<void> {
  const directory = dirname(file);
  await access(directory, constants.W_OK).catch(() => {
    throw new UsageError(`--out ${file}: ${directory} is no directory that this account may write to.`);
  });
}
