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

/** A line of the log without the address of the question, which the page has a link for. */
export const lineText = (message: string): string => message.split(' Approve here: ')[0] ?? message;
