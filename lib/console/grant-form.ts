/** What the fields of sharing say: `who`, `until`, and `permission`, or a field for each right where the kind has rights of its own. */
import { GRANT_LEVELS } from '../grant/levels.ts';
import { GRANT_PERMISSIONS, type GrantPermission } from '../vocabulary.ts';
import { formText } from './action.ts';
import type { FormState } from './form-state.ts';

export const GRANT_FIELDS = ['who', 'permission', 'until', ...GRANT_PERMISSIONS] as const;

/** As `addGrant` takes it. */
export function grantOf(form: FormData): object {
  const until = formText(form, 'until');
  return {
    ...whoIs(formText(form, 'who').trim()),
    permissions: (GRANT_LEVELS as Record<string, readonly GrantPermission[]>)[formText(form, 'permission')] ?? [
      'READ',
      ...GRANT_PERMISSIONS.filter((right) => right !== 'READ' && formText(form, right) !== ''),
    ],
    // A day lasts to its end, wherever it is first reached.
    ...(until && { expiresAt: `${until}T23:59:59Z` }),
  };
}

/** An account named by e-mail address, id or username. */
function whoIs(text: string): { email: string } | { userId: string } | { username: string } {
  if (text.includes('@')) return { email: text };
  return /^[a-zA-Z0-9]{17}$/.test(text) ? { userId: text } : { username: text };
}

/** The API's fields are not quite the form's: who it is has one here, and the end is a day. */
export function atGrantField(state: FormState): FormState {
  if (!state.error) return state;
  // The form has no field of the API's name, so the message alone says which it was.
  const isEnd = state.error.message.startsWith('Field "expiresAt"');
  return { ...state, error: { ...state.error, field: isEnd ? 'until' : 'who' } };
}
