'use client';

import { useSyncExternalStore } from 'react';
import { absoluteTime } from '@/components/ui/absolute-time.ts';

const never = () => () => {};

/** A time that a schedule names: first by the clock of the schedule, then by the reader's, with the schedule's on hover. */
export function FiringTime({ atMillis, timezone }: { atMillis: number; timezone: string }) {
  const isHere = useSyncExternalStore(
    never,
    () => true,
    () => false,
  );
  const at = new Date(atMillis);
  const ofSchedule = `${absoluteTime(at, timezone)} by the clock of the schedule`;
  return (
    <time dateTime={at.toISOString()} title={ofSchedule}>
      {absoluteTime(at, isHere ? undefined : timezone)}
      <span className="sr-only"> ({ofSchedule})</span>
    </time>
  );
}
