/** How rights and reasons are said. Pure, for server and browser. */
import type { Permission, RuleId } from '@/lib/authorization/types.ts';
import {
  type EffectiveGeneralAccess,
  type GeneralAccess,
  type GrantPermission,
  isStorageKind,
  type ResourceKind,
} from '@/lib/vocabulary.ts';

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
  'grant-run-parts': 'Was given access to its run',
  'grant-actor-builds': 'Was given access to its Actor',
  'open-run-parts': 'Its run is open to anyone with the ID',
  'public-actor': 'The Actor is public',
  'public-actor-build': 'The Actor of the build is public',
  'collaborator-owner-runs': 'May view the owner’s runs of its Actor or task',
  'creator-shared-runs': 'Made the Actor, and the account shares its runs with developers',
  'full-run': 'A run with full permissions',
  'limited-own-storages': 'Its own run',
  'limited-created-storages': 'Created by a run of the same Actor',
  'limited-create': 'A run may create storages',
  'limited-input-storages': 'Named in the input of the run',
  'limited-own-run': 'The run itself',
  'limited-metamorph': 'May become an Actor with limited permissions',
  'limited-run-actor': 'May run Actors with limited permissions',
  'limited-child-results': 'Started by this run',
  'full-not-approved': 'Full access is not approved',
  'limited-cannot-elevate': 'A run with limited permissions reaches no full ones',
  'scoped-no-actor-write': 'A scoped token cannot change Actors',
  limited: 'Has limited permissions',
  'own-actor': 'The account’s own Actor',
  approved: 'Was approved',
  'prior-run': 'Ran with full permissions before',
  'called-by-full': 'Called by a run with full permissions',
  'skip-setting': 'The account skips approval',
  operator: 'Operates this instance',
  'console-only': 'Only a person in the Console may do this',
  'fresh-session': 'Needs a recent sign-in',
};

export function permissionsText(permissions: readonly Permission[] | readonly GrantPermission[]): string {
  const held = permissions.map((permission) => permission.toUpperCase().replaceAll('-', '_'));
  const words = ['Read', ...FURTHER.filter(([name]) => held.includes(name)).map(([, word]) => word)];
  return words.length > 1 ? `${words.slice(0, -1).join(', ')} and ${words.at(-1)}` : words.join('');
}

const FURTHER = [
  ['WRITE', 'write'],
  ['RUN', 'run'],
  ['BUILD', 'build'],
  ['VIEW_OWNER_RUNS', 'view owner’s runs'],
  ['SHARE', 'share'],
] as const;

/** What a level means, in a sentence about the resource. */
export function accessSentence(kind: ResourceKind, access: EffectiveGeneralAccess): string {
  const also =
    kind === 'run' ? ' The same holds for its log, and for those of its default storages that have no setting.' : '';
  switch (access) {
    case 'RESTRICTED':
      return isStorageKind(kind)
        ? 'Only the owner, the people above and holders of a signed link can read it.'
        : `Only the owner and the people above can read it.${also}`;
    case 'ANYONE_WITH_ID_CAN_READ':
      return `Anyone who knows its ID or link can read it, without signing in.${also}`;
    case 'ANYONE_WITH_NAME_CAN_READ':
      return 'Anyone who knows its name or its ID can read it, without signing in.';
  }
}

/** The rights that a grant can carry, as they are offered. */
export const RIGHT_LABELS: Record<GrantPermission, string> = {
  READ: 'Read',
  WRITE: 'Write',
  RUN: 'Run',
  BUILD: 'Build',
  VIEW_OWNER_RUNS: 'View owner’s runs',
  SHARE: 'Share',
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
