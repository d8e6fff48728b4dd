/** The log of a process: JSON lines on standard error. */
import { pino } from 'pino';
import { env } from './env.ts';

let current: pino.Logger | undefined;

/** Never pass it a credential, a signature or a body. */
export function log(): pino.Logger {
  current ??= pino(
    { level: env().logLevel, serializers: { err: errorWithoutValues } },
    pino.destination({ dest: 2, sync: false }),
  );
  return current;
}

/** An error as it may be kept. The message of a failed query repeats its values, which are what people sent: its cause is logged instead. */
function errorWithoutValues(error: unknown): object {
  const cause = error instanceof Error && 'params' in error && error.cause instanceof Error ? error.cause : error;
  if (!(cause instanceof Error)) return { message: String(cause) };
  const place =
    error instanceof Error ? error.stack?.split('\n').filter((line) => line.startsWith('    at ')) : undefined;
  return {
    type: cause.name,
    message: cause.message,
    ...('code' in cause && { code: cause.code }),
    stack: place?.join('\n'),
  };
}
