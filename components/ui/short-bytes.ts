const UNITS = ['B', 'kB', 'MB', 'GB', 'TB'];

/** A size in at most three digits: `1.2 MB`. */
export function shortBytes(bytes: number): string {
  const power = bytes < 1 ? 0 : Math.min(Math.floor(Math.log10(bytes) / 3), UNITS.length - 1);
  const value = bytes / 1_000 ** power;
  return `${value.toLocaleString('en', { maximumSignificantDigits: 3 })} ${UNITS[power]}`;
}
