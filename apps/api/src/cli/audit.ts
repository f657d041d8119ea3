import { env } from '../env.js';
import { auditCommand } from './auditCommand.js';

const tell = (line: string): void => void process.stderr.write(`${line}\n`);

process.exitCode = await auditCommand(process.argv.slice(2), {
  env,
  tell,
  print: (text) => void process.stdout.write(text),
  stopSignal() {
    const stop = new AbortController();
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (stop.signal.aborted) process.exit(130); // asked twice: now
        tell('stopping');
        stop.abort();
      });
    }
    return stop.signal;
  },
});
