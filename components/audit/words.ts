/** The audit trail in plain words. */
import type { RuleId } from '@/lib/authorization/types.ts';
import type { AuditEvent } from '@/lib/vocabulary.ts';

export const EVENT_WORDS: Record<AuditEvent, string> = {
  'account.created': 'Account created',
  'account.disabled': 'Account disabled',
  'account.enabled': 'Account enabled again',
  'account.profile-changed': 'Profile changed',
  'account.password-changed': 'Password changed',
  'account.general-access-changed': 'General access of the account changed',
  'account.link-lifetime-changed': 'Longest lifetime of links changed',
  'account.run-sharing-changed': 'Sharing of runs with developers changed',
  'account.links-ended': 'Signed links ended together',
  'account.grants-ended': 'Access taken away from people together',
  'instance.sign-up-changed': 'Sign-up changed',
  'invitation.created': 'Invitation made',
  'invitation.accepted': 'Invitation accepted',
  'invitation.revoked': 'Invitation taken back',
  'session.started': 'Signed in',
  'session.reauthenticated': 'Identity confirmed again',
  'session.ended': 'Session ended',
  'session.all-others-ended': 'All other sessions ended',
  'token.created': 'Token created',
  'token.deleted': 'Token deleted',
  'run.deleted': 'Run deleted',
  'dataset.deleted': 'Dataset deleted',
  'dataset.renamed': 'Dataset renamed',
  'key-value-store.deleted': 'Key-value store deleted',
  'key-value-store.renamed': 'Key-value store renamed',
  'request-queue.deleted': 'Request queue deleted',
  'request-queue.renamed': 'Request queue renamed',
  'actor.renamed': 'Actor renamed',
  'actor.deleted': 'Actor deleted',
  'actor.published': 'Actor made public',
  'actor.unpublished': 'Actor made private',
  'actor.permission-level-changed': 'Permission level of the Actor changed',
  'build.deleted': 'Build deleted',
  'resource.general-access-changed': 'General access changed',
  'grant.created': 'Access given',
  'grant.changed': 'Access changed',
  'grant.removed': 'Access taken away',
  'link.created': 'Signed link made',
  'link.all-ended': 'All signed links ended',
  'link.revoked': 'Signed link revoked',
};

const RULE_WORDS: Record<RuleId, string> = {
  owner: 'It is their own',
  grant: 'They were given access',
  'anyone-with-id': 'It was open to anyone with its ID',
  'anyone-with-name': 'It was open to anyone with its name',
  'signed-link': 'A signed link opened it',
  'token-scope': 'The token’s scope covers it',
  'grant-run-parts': 'They were given access to its run',
  'open-run-parts': 'Its run was open to anyone with its ID',
  'public-actor': 'The Actor is public',
  'public-actor-build': 'The Actor of the build is public',
  'collaborator-owner-runs': 'They may view runs of the Actor’s owner',
  'creator-shared-runs': 'They made the Actor, and the account shares its runs with developers',
  'full-run': 'The run had full permissions',
  'limited-own-storages': 'It was the run’s own storage',
  'limited-created-storages': 'A run of the same Actor created it',
  'limited-create': 'A run may create storages',
  'limited-input-storages': 'The input of the run named it',
  'limited-own-run': 'It was the run itself',
  'limited-metamorph': 'It became an Actor with limited permissions',
  'limited-run-actor': 'The Actor has limited permissions',
  'limited-child-results': 'The run started it',
  'full-not-approved': 'Full access was not approved',
  'limited-cannot-elevate': 'A run with limited permissions reaches no full ones',
  'scoped-no-actor-write': 'A scoped token cannot change Actors',
  limited: 'It had limited permissions',
  'own-actor': 'It was the account’s own Actor',
  approved: 'It was approved',
  'prior-run': 'It had run with full permissions before',
  'called-by-full': 'A run with full permissions called it',
  'skip-setting': 'The account skips approval',
  operator: 'They operate this server',
  'console-only': 'Only a person in the Console may do this',
  'fresh-session': 'A recent sign-in was needed',
};

const VIA_WORDS: Record<string, string> = { CONSOLE: 'Console', API: 'API', CLI: 'Command line' };

const PRINCIPAL_WORDS: Record<string, string> = {
  anonymous: 'Nobody signed in',
  'operator-command': 'The operator’s command',
  system: 'The system',
};

export const ruleWords = (rule: string): string => (RULE_WORDS as Record<string, string>)[rule] ?? rule;
export const viaWords = (via: string): string => VIA_WORDS[via] ?? via;
export const whoWords = (who: string): string => PRINCIPAL_WORDS[who] ?? who;
