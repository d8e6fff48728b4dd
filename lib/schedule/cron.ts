/**
 * When schedules fire.
 *
 * An expression has five fields, so that nothing fires more than once a minute, or is one of the aliases. Where clocks are put forward, a time
 * that does not exist fires at the first moment after the gap; where they are put back, a time that comes twice fires once, and what
 * fires all day long goes on through both.
 */
import { Cron } from 'croner';
import { ApiError, invalidInput } from '../errors.ts';

export const CRON_ALIASES = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'] as const;
const MAX_CRON_CHARS = 200;

/** `text`: goes on after the name of the field. */
export interface CronProblem {
  field: 'cron' | 'timezone';
  text: string;
}

/** What is wrong with an expression and with a time zone, for whoever wrote them; empty if nothing is. */
export function cronProblems(expression: string, timezone: string): CronProblem[] {
  const isKnown = isTimeZone(timezone);
  // Whether a time ever comes is the same in all of them, as far as anybody can tell.
  const zone = isKnown ? timezone : 'UTC';
  const text = problemOfExpression(expression) ?? (nextFirings(expression, zone, new Date(), 1).length === 0 && NEVER);
  return [
    ...(text ? [{ field: 'cron', text } as const] : []),
    ...(isKnown ? [] : [{ field: 'timezone', text: 'must be a time zone such as Europe/Prague or UTC' } as const]),
  ];
}

/**
 * Errors: `cron-expression-invalid`; `invalid-input` for a time zone that there is none of. Where both are wrong, `data.problems` has both, as
 * an input has them.
 */
export function assertCron(expression: string, timezone: string): void {
  const problems = cronProblems(expression, timezone);
  const [problem] = problems;
  if (!problem) return;
  if (problem.field === 'timezone') throw invalidInput([{ path: ['timezone'], message: problem.text }]);
  const all = problems.map(({ field, text }) => ({
    field: field === 'cron' ? 'cronExpression' : field,
    message: text,
  }));
  throw new ApiError('cron-expression-invalid', `Field "cronExpression": ${problem.text}`, {
    ...(all.length > 1 && { problems: all }),
  });
}

const NEVER = 'names a time that never comes';

function problemOfExpression(expression: string): string | null {
  const written = expression.trim();
  if (written.length > MAX_CRON_CHARS) return `must have at most ${MAX_CRON_CHARS} characters`;
  if (written.startsWith('@')) return isAlias(written) ? null : `must be one of ${CRON_ALIASES.join(', ')}`;
  const fieldCount = written === '' ? 0 : written.split(/\s+/).length;
  if (fieldCount !== 5) {
    return 'must have five fields: minute, hour, day of month, month and day of week, such as 0 9 * * 1-5';
  }
  try {
    cron(written, 'UTC');
    return null;
  } catch (error) {
    const why = error instanceof Error ? error.message.replace(/^CronPattern: /, '') : 'it cannot be read';
    return `is no cron expression: ${why}`;
  }
}

const isAlias = (text: string) => (CRON_ALIASES as readonly string[]).includes(text.toLowerCase());

export function isTimeZone(timezone: string): boolean {
  // Offsets such as +02:00 are no time zones: they know nothing of summer.
  if (!/^[A-Za-z]/.test(timezone)) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: timezone });
    return true;
  } catch {
    return false;
  }
}

const cron = (expression: string, timezone: string) =>
  new Cron(expression.trim(), { timezone, mode: '5-part', paused: true });

/** The next firings after an instant, at most `count`; fewer where there are no more. */
export const nextFirings = (expression: string, timezone: string, after: Date, count: number): Date[] =>
  cron(expression, timezone).nextRuns(count, after);

/** The next firing after an instant; null if there is none any more. */
export const nextFiring = (expression: string, timezone: string, after: Date): Date | null =>
  cron(expression, timezone).nextRun(after);

/** So many are counted at most. */
const MAX_COUNTED = 100;

/**
 * The firings from `first`, which is due, to `now`: the latest, and how many came before it (`MAX_COUNTED` stands for more).
 */
export function dueFirings(
  { cronExpression, timezone }: { cronExpression: string; timezone: string },
  first: Date,
  now: Date,
): { latest: Date; earlierCount: number } {
  const due = cron(cronExpression, timezone);
  let latest = first;
  let earlierCount = 0;
  while (earlierCount < MAX_COUNTED) {
    const next = due.nextRun(latest);
    if (!next || next > now) return { latest, earlierCount };
    latest = next;
    earlierCount++;
  }
  // So many were missed that the latest one is found from the other end.
  return { latest: due.previousRuns(1, new Date(now.getTime() + 1))[0] ?? latest, earlierCount };
}
