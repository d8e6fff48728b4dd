import { LiveTime } from './live-time.tsx';

/**
 * How long ago, or how long until. `at`: ISO 8601 text or a date. The absolute time is in the title and spoken, also by another clock where
 * `timezone` names one.
 */
export function RelativeTime({ at, timezone }: { at: string | Date; timezone?: string }) {
  return <LiveTime atMillis={new Date(at).getTime()} renderedAtMillis={Date.now()} timezone={timezone} />;
}
