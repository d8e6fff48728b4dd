/** "22 Nov 2026, 09:00 CET". `timeZone`: of the IANA database; without one, that of whoever's clock it is. */
export const absoluteTime = (at: Date, timeZone: string | undefined): string =>
  at.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
