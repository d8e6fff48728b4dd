/** What forms about Actors say. Anyone can post anything. */
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { formText } from './action.ts';

/** The Actor of the field `id`. */
export const actorOf = (form: FormData): Address => ({ by: 'id', id: formText(form, 'id') });

/** A field that holds JSON. Errors: `invalid-input`. */
export function jsonField(form: FormData, name: string): unknown {
  try {
    return JSON.parse(formText(form, name));
  } catch {
    throw new ApiError('invalid-input', `Field "${name}": must be JSON`);
  }
}
