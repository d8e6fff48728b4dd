import { ApiError } from '../errors.ts';
import { isJson, parseContentType } from '../key-value-store/content-type.ts';
import { type GivenInput, parseInput } from '../run-input/prepare.ts';

/**
 * The input of a run of a task. `saved`: that of the task, a JSON object as text, or null. `given`: that of the start; a JSON object replaces
 * those fields of the task's that it has, anything else replaces the whole of it. Numbers stay as they are written.
 * Errors: `run-input-body-not-valid-json`, `invalid-content-type-header`, `invalid-input` for one that is nested too deeply.
 */
export function mergeInput(saved: string | null, given: GivenInput | undefined): GivenInput | undefined {
  const ofTask = saved === null ? undefined : { bytes: Buffer.from(saved), contentType: JSON_TYPE };
  if (!given || given.bytes.length === 0) return ofTask;
  if (!isJson(parseContentType(given.contentType))) return given;
  const value = parseInput(given.bytes);
  if (saved === null || value === null || typeof value !== 'object' || Array.isArray(value)) return given;
  return { bytes: Buffer.from(merged(saved, given.bytes.toString('utf8'))), contentType: JSON_TYPE };
}

function merged(saved: string, given: string): string {
  try {
    return JSON.stringify({ ...exactly(saved), ...exactly(given) });
  } catch (error) {
    if (error instanceof RangeError) throw new ApiError('invalid-input', 'The input is nested too deeply');
    throw error;
  }
}

const JSON_TYPE = 'application/json; charset=utf-8';

/** What the language has and its type declarations have not yet. */
const ExactJson = JSON as unknown as {
  parse(text: string, reviver: (key: string, value: unknown, context: { source: string }) => unknown): unknown;
  rawJSON(text: string): unknown;
};

/** Parses a JSON object so that it is written again with its numbers as they were: JavaScript holds no integer above 2^53. */
const exactly = (text: string): object =>
  ExactJson.parse(text, (_key, value, { source }) =>
    typeof value === 'number' ? ExactJson.rawJSON(source) : value,
  ) as object;
