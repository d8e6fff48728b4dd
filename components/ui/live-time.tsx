'use client';

import { intlFormatDistance } from 'date-fns';
import { useSyncExternalStore } from 'react';

const MINUTE_MILLIS = 60_000;

type LiveTimeProps = { atMillis: number; renderedAtMillis: number };

/** First as the server saw it, in UTC; then by this clock, in its own zone, a minute at a time. */
export function LiveTime({ atMillis, renderedAtMillis }: LiveTimeProps) {
  const thisMinute = useSyncExternalStore(everyMinute, currentMinute, () => null);
  const at = new Date(atMillis);
  const absolute = absoluteTime(at, thisMinute === null ? 'UTC' : undefined);
  const now = thisMinute === null ? renderedAtMillis : Math.max(renderedAtMillis, thisMinute);
  return (
    <time dateTime={at.toISOString()} title={absolute} className="whitespace-nowrap">
      {intlFormatDistance(at, now, { locale: 'en' })}
      <span className="sr-only">, {absolute}</span>
    </time>
  );
}

function absoluteTime(at: Date, timeZone: string | undefined): string {
  return at.toLocaleString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZoneName: 'short',
    timeZone,
  });
}

function currentMinute(): number {
  return Math.floor(Date.now() / MINUTE_MILLIS) * MINUTE_MILLIS;
}

function everyMinute(listener: () => void): () => void {
  const timer = setInterval(listener, MINUTE_MILLIS);
  return () => clearInterval(timer);
}
