/** The log of a process: JSON lines on standard error. */
import { pino } from 'pino';
import { env } from './env.ts';

let current: pino.Logger | undefined;

/** Never pass it a credential, a signature or a body. */
export function log(): pino.Logger {
  current ??= pino({ level: env().logLevel }, pino.destination({ dest: 2, sync: false }));
  return current;
}
