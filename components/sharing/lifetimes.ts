/** How long a signed link can be made to work. Pure, for server and browser. */
const DAY_SECS = 86_400;
const LIFETIMES = [
  { secs: 3_600, label: '1 hour' },
  { secs: DAY_SECS, label: '1 day' },
  { secs: 7 * DAY_SECS, label: '7 days' },
  { secs: 14 * DAY_SECS, label: '14 days' },
  { secs: 30 * DAY_SECS, label: '30 days' },
  { secs: 365 * DAY_SECS, label: '1 year' },
];

/** What the owner's longest lifetime allows. A value is a number of seconds, or `never`. */
export function lifetimeOptions(maxSecs: number | null): { value: string; label: string }[] {
  return [
    ...allowed(maxSecs).map(({ secs, label }) => ({ value: String(secs), label })),
    ...(maxSecs === null ? [{ value: 'never', label: 'Ever' }] : []),
  ];
}

/** 14 days, or less where that is not allowed. Source: General resource access, "Expire automatically after 14 days (by default)". */
export function usualLifetime(maxSecs: number | null): string {
  return String(allowed(maxSecs).findLast(({ secs }) => secs <= 14 * DAY_SECS)?.secs ?? maxSecs);
}

function allowed(maxSecs: number | null): typeof LIFETIMES {
  if (maxSecs === null) return LIFETIMES;
  const shorter = LIFETIMES.filter(({ secs }) => secs <= maxSecs);
  return shorter.length > 0 ? shorter : [{ secs: maxSecs, label: 'As long as allowed' }];
}
