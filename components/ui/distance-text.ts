/** How far one moment is from another, in English words: "3 hours ago", "tomorrow", "in 2 weeks". */

const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const words = new Intl.RelativeTimeFormat('en', { numeric: 'auto' });

/**
 * `at` seen from `now`, both in milliseconds since 1970. What is a day off or more is counted by the calendar: in UTC, or with `isLocal` in
 * the zone of this clock. A server and a browser agree on the words only in UTC.
 */
export function distanceText(at: number, now: number, isLocal: boolean): string {
  const millis = at - now;
  if (Math.abs(millis) < MINUTE) return words.format(Math.trunc(millis / SECOND), 'second');
  if (Math.abs(millis) < HOUR) return words.format(Math.trunc(millis / MINUTE), 'minute');
  if (Math.abs(millis) < DAY) return words.format(Math.trunc(millis / HOUR), 'hour');
  const [then, today] = [calendar(at, isLocal), calendar(now, isLocal)];
  const days = then.day - today.day;
  if (Math.abs(days) < 7) return words.format(days, 'day');
  const months = then.month - today.month;
  if (Math.abs(days) < 30 || months === 0) return words.format(Math.trunc(days / 7), 'week');
  if (Math.abs(months) < 12) return words.format(months, 'month');
  return words.format(Math.trunc(months / 12), 'year');
}

/** Which day and which month it is, each counted from some fixed one. */
function calendar(millis: number, isLocal: boolean): { day: number; month: number } {
  const date = new Date(isLocal ? millis - new Date(millis).getTimezoneOffset() * MINUTE : millis);
  return { day: Math.floor(date.getTime() / DAY), month: date.getUTCFullYear() * 12 + date.getUTCMonth() };
}
