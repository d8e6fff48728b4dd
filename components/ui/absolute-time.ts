// To make a formatter takes much longer than to use it, and a list shows a hundred times.
const formatters = new Map<string | undefined, Intl.DateTimeFormat>();

/** "22 Nov 2026, 09:00 CET". `timeZone`: of the IANA database; without one, that of whoever's clock it is. */
export function absoluteTime(at: Date, timeZone: string | undefined): string {
  let formatter = formatters.get(timeZone);
  if (!formatter) {
    formatter = new Intl.DateTimeFormat('en-GB', {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      hour: '2-digit',
      minute: '2-digit',
      timeZoneName: 'short',
      timeZone,
    });
    formatters.set(timeZone, formatter);
  }
  return formatter.format(at);
}
