/** What forms about schedules say. Anyone can post anything. */
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { formText } from './action.ts';

/** The schedule of the field `id`. */
export const scheduleOf = (form: FormData): Address => ({ by: 'id', id: formText(form, 'id') });

/** The name of an Actor or a task as people write it, `username/name`, as addresses have it. */
export const targetAddress = (text: string): string => text.trim().replace('/', '~');

/** A field with a JSON object as text; null for an empty one. Errors: `invalid-input`. */
export function jsonObjectField(form: FormData, name: string): { text: string; value: Record<string, unknown> } | null {
  const text = formText(form, name).trim();
  if (text === '') return null;
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    throw new ApiError(
      'invalid-input',
      `Field "${name}": is no JSON: ${error instanceof Error ? error.message : 'it cannot be read'}`,
    );
  }
  if (value === null || typeof value !== 'object' || Array.isArray(value)) {
    throw new ApiError('invalid-input', `Field "${name}": must be a JSON object`);
  }
  return { text, value: value as Record<string, unknown> };
}
