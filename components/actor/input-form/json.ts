import { type Input, isRecord } from '@/lib/input-schema/schema.ts';

export type Parsed<T> = { value: T; problem: null } | { problem: string };

export function parseJson(text: string): Parsed<unknown> {
  try {
    return { value: JSON.parse(text) as unknown, problem: null };
  } catch (error) {
    return { problem: `This is not JSON: ${error instanceof Error ? error.message : String(error)}` };
  }
}

/** An input from the text of the JSON view. No text is an input without fields. */
export function parseInput(text: string): Parsed<Input> {
  if (text.trim() === '') return { value: {}, problem: null };
  const parsed = parseJson(text);
  if (parsed.problem !== null) return parsed;
  return isRecord(parsed.value)
    ? { value: parsed.value, problem: null }
    : { problem: 'An input is a JSON object, in braces' };
}

export const inputText = (input: Input): string => JSON.stringify(input, null, 2);

/** The input with a field set, or left out for undefined. The order of the others stays; `__proto__` is a name like others. */
export function withField(input: Input, name: string, value: unknown): Input {
  const entries = Object.entries(input);
  if (value === undefined) return Object.fromEntries(entries.filter(([key]) => key !== name));
  if (!Object.hasOwn(input, name)) return Object.fromEntries([...entries, [name, value]]);
  return Object.fromEntries(entries.map(([key, old]) => [key, key === name ? value : old]));
}

export const fieldValue = (input: Input, name: string): unknown =>
  Object.hasOwn(input, name) ? input[name] : undefined;
