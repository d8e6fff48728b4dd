import { utc } from '@date-fns/utc';
import { differenceInCalendarDays, differenceInCalendarMonths, intlFormatDistance } from 'date-fns';

/**
 * How far `at` is from `now`, both in milliseconds since 1970, in English words: "3 hours ago", "tomorrow". What is of another day is counted
 * by the calendar: in UTC, or with `isLocal` in the zone of this clock. A server and a browser agree on the words only in UTC.
 */
export function distanceText(at: number, now: number, isLocal: boolean): string {
  const counted = isLocal ? {} : { in: utc };
  const unit = longUnit(at, now, counted);
  return intlFormatDistance(at, now, { locale: 'en', ...counted, ...(unit && { unit }) });
}

/** Of a week or more; nobody counts in quarters of a year, and "this month" is no distance. */
function longUnit(at: number, now: number, counted: { in?: typeof utc }): 'week' | 'month' | 'year' | null {
  const days = Math.abs(differenceInCalendarDays(at, now, counted));
  if (days < 7) return null;
  const months = Math.abs(differenceInCalendarMonths(at, now, counted));
  if (days < 30 || months === 0) return 'week';
  return months < 12 ? 'month' : 'year';
}
