import { pino, type Logger } from 'pino';

/** JSON lines on standard error: standard output belongs to whatever the command prints. */
export function makeLogger(level: string): Logger {
  return pino(
    {
      level,
      base: null,
      redact: {
        paths: ['authorization', 'cookie', 'password', 'secret', 'token', '*.authorization', '*.cookie', '*.password', '*.secret', '*.token', '*.*.authorization', '*.*.cookie', '*.*.password', '*.*.secret', '*.*.token'],
        censor: '[redacted]',
      },
      serializers: { error: describeError },
    },
    pino.destination({ fd: 2, sync: true }),
  );
}

/** With what it was caused by; a defect is useless in a log without its stack. */
function describeError(error: unknown): unknown {
  if (!(error instanceof Error)) {
    // Some libraries report errors as plain objects.
    const message = typeof error === 'object' && error !== null && 'message' in error ? redact(String(error.message)) : `a value of type ${typeof error} was thrown`;
    return { message };
  }
  return { name: error.name, message: redact(error.message), stack: redact(error.stack ?? ''), ...(error.cause === undefined ? {} : { cause: describeError(error.cause) }) };
}

/** Connection strings and our own keys, wherever a library has put them into a sentence. */
export function redact(text: string): string {
  return text.replace(/(postgres(?:ql)?:\/\/[^:@\s/]*:)[^@\s]*@/g, '$1[redacted]@').replace(/plb_[A-Za-z0-9_-]{10,}/g, 'plb_[redacted]');
}
