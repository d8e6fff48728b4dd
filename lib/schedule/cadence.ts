/** When a schedule fires, in words. It weighs more than a page should, so it stays on the server. */
import cronstrue from 'cronstrue';
import { authorizeListing } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { type CronProblem, cronProblems, nextFirings } from './cron.ts';

const ALIAS_WORDS: Record<string, string> = {
  '@yearly': 'Once a year, on 1 January at 00:00',
  '@annually': 'Once a year, on 1 January at 00:00',
  '@monthly': 'On the first of every month at 00:00',
  '@weekly': 'Every Sunday at 00:00',
  '@daily': 'Every day at 00:00',
  '@midnight': 'Every day at 00:00',
  '@hourly': 'Every hour',
};

/** "At 09:00, Monday through Friday"; the expression itself where there are no words for it. */
export function cadenceWords(expression: string): string {
  const alias = ALIAS_WORDS[expression.trim().toLowerCase()];
  if (alias) return alias;
  try {
    const words = cronstrue.toString(expression, { use24HourTimeFormat: true });
    return words.replace(/^At (\d\d:\d\d)$/, 'Every day at $1');
  } catch {
    return expression;
  }
}

/** `text`: by the clock of the time zone, the same wherever it is read. */
export interface NextFiring {
  at: Date;
  text: string;
}

/** A cadence as it is typed: what it means, or what is wrong with it. */
export type CadencePreview = { words: string; next: NextFiring[] } | { problems: CronProblem[] };

const SHOWN_FIRINGS = 5;

export function cadencePreview(expression: string, timezone: string): CadencePreview {
  const problems = cronProblems(expression, timezone);
  if (problems.length > 0) return { problems };
  const next = nextFirings(expression, timezone, new Date(), SHOWN_FIRINGS);
  return { words: cadenceWords(expression), next: next.map((at) => ({ at, text: clockText(at, timezone) })) };
}

const clockText = (at: Date, timeZone: string): string =>
  at.toLocaleString('en-GB', {
    ...{ weekday: 'short', day: 'numeric', month: 'short', year: 'numeric', hour: '2-digit', minute: '2-digit' },
    ...{ timeZoneName: 'short', timeZone },
  });

/** The same for somebody who types. Errors: `token-not-provided`. */
export async function previewCadence(ctx: Ctx, expression: string, timezone: string): Promise<CadencePreview> {
  await authorizeListing(ctx, 'schedule');
  return cadencePreview(expression, timezone);
}
