import { DEFAULT_RUN_OPTIONS } from './input.ts';
import type { DefaultRunOptions } from './queries.ts';

type SentOptions = { [Name in keyof DefaultRunOptions]?: DefaultRunOptions[Name] | undefined };

/** Run options after a change: a field that was not sent stays; null takes all of them back to what a new Actor has. */
export function mergeRunOptions(before: DefaultRunOptions, sent: SentOptions | null | undefined): DefaultRunOptions {
  if (sent === undefined) return before;
  if (sent === null) return DEFAULT_RUN_OPTIONS;
  const given = Object.fromEntries(Object.entries(sent).filter(([, value]) => value !== undefined));
  return { ...before, ...given };
}
