import { GraphQLError } from 'graphql';
import { pino } from 'pino';
import { ExplainError } from '@plumbline/explain-core/errors';
import { badInput } from '../errors.js';
import { redact } from '../log.js';
import { errorFunnel } from './errorFunnel.js';

const lines: string[] = [];
const funnel = errorFunnel(pino({ level: 'error', serializers: { error: (error: Error) => ({ message: error.message, stack: error.stack }) } }, { write: (line) => lines.push(line) }));
const through = (error: Error) => {
  const wrapped = new GraphQLError(error.message, { originalError: error, path: ['audit'] });
  return funnel(wrapped.toJSON(), wrapped);
};
beforeEach(() => lines.splice(0));

test('known errors pass with their code and where they happened', () => {
  expect(through(badInput('No.'))).toEqual({ message: 'No.', path: ['audit'], extensions: { code: 'BAD_INPUT' } });
  expect(through(new ExplainError('BAD_MODEL', 'Broken.', { line: 3 }))).toEqual({ message: 'Broken.', path: ['audit'], extensions: { code: 'BAD_MODEL', detail: { line: 3 } } });
  expect(lines).toEqual([]);
});

test('everything else is masked under an id that the log explains', () => {
  const { message, extensions } = through(new Error('relation "dataset" does not exist at 10.0.0.7'));
  expect(extensions).toEqual({ code: 'INTERNAL', errorId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
  expect(message).not.toMatch(/dataset|10\.0\.0\.7/);
  expect(lines).toHaveLength(1);
  expect(JSON.parse(lines[0]!)).toMatchObject({ errorId: extensions!.errorId, error: { message: expect.stringContaining('10.0.0.7'), stack: expect.stringContaining('errorFunnel.test') } });
});

test('an error of the server itself, with a code that is not about the request, is masked too', () => {
  const error = new GraphQLError('secret detail', { extensions: { code: 'INTERNAL_SERVER_ERROR' } });
  expect(funnel(error.toJSON(), error).message).not.toContain('secret detail');
});

test('I6: passwords in connection strings and our own keys do not reach a log line', () => {
  expect(redact('cannot reach postgresql://app:hunter2@db:5432/x with plb_0123456789abcdefghij')).toBe('cannot reach postgresql://app:[redacted]@db:5432/x with plb_[redacted]');
});
