import { prettyJson } from '@/lib/request-queue/pretty-json.ts';

const MAX_PRETTY_CHARS = 1_000_000;

/** Text of a record for reading: JSON on lines of its own; what was cut, or only says that it is JSON, as it is. */
export function readableText({ kind, text, isCut }: { kind: 'text' | 'json'; text: string; isCut: boolean }): string {
  if (kind !== 'json' || isCut) return text;
  try {
    JSON.parse(text);
    return prettyJson(text, MAX_PRETTY_CHARS);
  } catch {
    return text;
  }
}
