import { LiveTime } from './live-time.tsx';

/** How long ago, or how long until. `at`: ISO 8601 text or a date. The absolute time is in the title and spoken. */
export function RelativeTime({ at }: { at: string | Date }) {
  return <LiveTime atMillis={new Date(at).getTime()} renderedAtMillis={Date.now()} />;
}
