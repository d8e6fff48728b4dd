/** How schedules are said. Pure, for server and browser. */
import type { LastFiring } from '@/lib/schedule-listing/queries.ts';

export const scheduleLabel = ({ title, name }: { title: string | null; name: string }): string => title || name;

/** What came of a firing: "2 started, 1 refused". */
export function firingText({ startedCount, passedOverCount, refusedCount }: LastFiring): string {
  const parts = [
    startedCount > 0 && `${startedCount} started`,
    passedOverCount > 0 && `${passedOverCount} passed over`,
    refusedCount > 0 && `${refusedCount} refused`,
  ].filter((part) => part !== false);
  return parts.join(', ') || 'Nothing to start';
}

/**
 * A line of the log in words for people, with its times as dates. The log itself is that of the API: it names runs by their ids and fields by
 * their paths, and has addresses that the page has links for.
 */
export function lineParts(message: string): (string | Date)[] {
  const plain = message
    .replace(/ Approve here: .*$/s, '')
    .replace(/: run [a-zA-Z0-9]{17}$/, '')
    .replace(/\bthe run [a-zA-Z0-9]{17} of an earlier firing\b/, 'a run of an earlier firing')
    .replace(/: Input is not valid: /, ': its input is not valid: ')
    .replace(/\b(\d+) seconds late\b/, (seconds, count) =>
      Number(count) < 120 ? seconds : `${Math.round(Number(count) / 60)} minutes late`,
    )
    .replace(/\bField input\.(\S+) /g, '“$1” ')
    .replace(
      /: The (Actor|task) was not found\b.*$/s,
      ': it was deleted, or is not shared with the schedule’s owner any more',
    );
  return plain.split(INSTANT).map((part, place) => (place % 2 === 1 ? new Date(part) : part));
}

const INSTANT = /(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?Z)/;
