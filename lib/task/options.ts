import type { TaskOptions } from './queries.ts';

type SentOptions = { [Name in keyof TaskOptions]?: TaskOptions[Name] | undefined };

/** Options after a change: a field that was not sent stays, null takes it away; null for the whole takes all of them away. */
export function mergeOptions(before: TaskOptions, sent: SentOptions | null | undefined): TaskOptions {
  if (sent === null) return {};
  const given = Object.entries(sent ?? {}).filter(([, value]) => value !== undefined);
  return withoutNulls({ ...before, ...Object.fromEntries(given) });
}

const withoutNulls = (options: TaskOptions): TaskOptions =>
  Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null));
