#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { checksInWords, exitCodeOf, exitCodes } from '../outcome.js';
import { UnknownVersion, verifyBundle, type Verification } from '../verify.js';
import { UnreadableBundle } from '../zip.js';

/**
 * Checks a bundle with this package alone: no database, no network, no model runtime. Computing the results again from data and model is the
 * larger program's `npm run verify`; the exit codes and the JSON document are the same.
 */
const usage = 'usage: plumbline-verify BUNDLE.zip [--key KEYID]… [--json]';
const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { version: string };

process.exitCode = main(process.argv.slice(2));

function main(args: string[]): number {
  if (args.includes('--help')) {
    process.stdout.write(`${usage}\n`);
    return exitCodes.valid;
  }
  let asJson = args.includes('--json');
  try {
    const { values, positionals } = parseArgs({ args, options: { key: { type: 'string', multiple: true }, json: { type: 'boolean', default: false } }, allowPositionals: true });
    asJson = values.json;
    if (positionals.length !== 1) throw new TypeError(usage);
    const trusted = values.key === undefined ? {} : { trustedKeyIds: values.key };
    return report(verifyBundle(readFileSync(positionals[0]!), { ...trusted, softwareVersion: version }), asJson);
  } catch (error) {
    const { message } = error as Error;
    process.stderr.write(`error: ${message}\n`);
    if (asJson) process.stdout.write(`${JSON.stringify({ valid: false, checks: [{ id: error instanceof UnreadableBundle ? 'archive' : 'input', ok: false, detail: message }] }, null, 2)}\n`);
    return error instanceof UnknownVersion ? exitCodes.unknownVersion : exitCodes.unreadable;
  }
}

function report({ valid, complete, checks }: Verification, asJson: boolean): number {
  process.stdout.write(asJson ? `${JSON.stringify({ valid, checks }, null, 2)}\n` : checksInWords(checks, valid));
  return exitCodeOf(valid, complete);
}
