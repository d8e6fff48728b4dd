/** The address at which the program of one attempt hears of its events. Whoever has it may listen, so it carries a secret. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { secretKey } from '../../env.ts';

type Attempt = { runId: string; attempt: number };

/** The path of an attempt's address. */
export const eventsPath = (attempt: Attempt) => `/${attempt.runId}/${attempt.attempt}/${secretOf(attempt)}`;

/** The attempt whose address this is; null if it is nobody's. */
export function readEventsPath(path: string): Attempt | null {
  const [, runId, number, secret] = /^\/([A-Za-z0-9]{17})\/(\d{1,9})\/([\w-]{43})$/.exec(path) ?? [];
  if (!runId || !number || !secret) return null;
  const attempt = { runId, attempt: Number(number) };
  return timingSafeEqual(Buffer.from(secret), Buffer.from(secretOf(attempt))) ? attempt : null;
}

// Derived, so that a worker that adopts a program knows it too.
const secretOf = ({ runId, attempt }: Attempt) =>
  createHmac('sha256', secretKey()).update(`run-events:${runId}:${attempt}`).digest('base64url');
