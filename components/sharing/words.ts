/** How rights and reasons are said. Pure, for server and browser. */
import type { Permission, RuleId } from '@/lib/authorization/types.ts';
import type { EffectiveGeneralAccess, GeneralAccess, GrantPermission } from '@/lib/vocabulary.ts';

/** What a link is called wherever it is shown: by its label, by the record that it opens, or else by the beginning of its id. */
export const linkName = (id: string, label: string, recordKey: string | null = null) =>
  label || recordKey || `Link ${id.slice(0, 5)}`;

export const REASONS: Record<RuleId, string> = {
  owner: 'Owns it',
  grant: 'Was given access',
  'anyone-with-id': 'Anyone with the ID can read',
  'anyone-with-name': 'Anyone with the name can read',
  'signed-link': 'Holds a signed link',
  'token-scope': 'The scope of the token lists it',
  operator: 'Operates this instance',
  'console-only': 'Only a person in the Console may do this',
  'fresh-session': 'Needs a recent sign-in',
};

export function permissionsText(permissions: readonly Permission[] | readonly GrantPermission[]): string {
  const held = permissions.map((permission) => permission.toUpperCase());
  const words = ['Read', held.includes('WRITE') && 'write', held.includes('SHARE') && 'share'].filter(Boolean);
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('');
}

/** What a level means, in a sentence about the storage. */
export const ACCESS_SENTENCES: Record<EffectiveGeneralAccess, string> = {
  RESTRICTED: 'Only the owner, the people above and holders of a signed link can read it.',
  ANYONE_WITH_ID_CAN_READ: 'Anyone who knows its ID or link can read it, without signing in.',
  ANYONE_WITH_NAME_CAN_READ: 'Anyone who knows its name or its ID can read it, without signing in.',
};

/** What a storage's own setting is called. */
export const ACCESS_WORDS: Record<GeneralAccess, string> = {
  FOLLOW_USER_SETTING: 'As the account',
  RESTRICTED: 'Restricted',
  ANYONE_WITH_ID_CAN_READ: 'Anyone with ID can read',
  ANYONE_WITH_NAME_CAN_READ: 'Anyone with name or ID can read',
};

export const LEVEL_LABELS: Record<Exclude<GeneralAccess, 'FOLLOW_USER_SETTING'>, string> = {
  RESTRICTED: 'Restricted',
  ANYONE_WITH_ID_CAN_READ: 'Anyone with ID can read',
  ANYONE_WITH_NAME_CAN_READ: 'Anyone with name or ID can read',
};
