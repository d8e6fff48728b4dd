'use client';

import { useSyncExternalStore } from 'react';
import { absoluteTime } from './absolute-time.ts';
import { distanceText } from './distance-text.ts';

const MINUTE_MILLIS = 60_000;

type LiveTimeProps = {
  atMillis: number;
  renderedAtMillis: number;
  /** Another clock that counts here, such as that of a schedule: its time is in the title too. */
  timezone?: string | undefined;
};

/** First as the server saw it, in UTC; then by this clock, in its own zone, a minute at a time. */
export function LiveTime({ atMillis, renderedAtMillis, timezone }: LiveTimeProps) {
  const thisMinute = useSyncExternalStore(everyMinute, currentMinute, () => null);
  const at = new Date(atMillis);
  const isLocal = thisMinute !== null;
  const own = absoluteTime(at, isLocal ? undefined : 'UTC');
  const other = timezone === undefined ? own : absoluteTime(at, timezone);
  const absolute = other === own ? own : `${own} · ${other}`;
  const now = isLocal ? Math.max(renderedAtMillis, thisMinute) : renderedAtMillis;
  return (
    <time dateTime={at.toISOString()} title={absolute} className="whitespace-nowrap">
      {distanceText(atMillis, now, isLocal)}
      <span className="sr-only">, {absolute}</span>
    </time>
  );
}

function currentMinute(): number {
  return Math.floor(Date.now() / MINUTE_MILLIS) * MINUTE_MILLIS;
}

function everyMinute(listener: () => void): () => void {
  const timer = setInterval(listener, MINUTE_MILLIS);
  return () => clearInterval(timer);
}
