/** What a notification says, in the Console and by mail. `path`: the Console's page that solves it. */
import { consolePath } from '../paths.ts';
import { RESOURCE_WORDS } from '../vocabulary.ts';
import type { NotificationView, SharedView, SourceView } from './view.ts';

export interface NotificationWords {
  text: string;
  action: { label: string; path: string } | null;
}

export function notificationWords(view: NotificationView): NotificationWords {
  const { kind, subject } = view;
  const approve = subject && {
    label: 'Approve',
    path: consolePath.actor(subject.id, { approvePermissions: 'true' }),
  };
  const actor = subject?.title ?? 'an Actor that you cannot see any more';
  switch (kind) {
    case 'start-refused':
      return {
        text: `${startersOf(view)} could not start ${actor}${subject ? ': it needs your approval.' : '.'}`,
        action: approve,
      };
    case 'approval-ended':
      return {
        // Also to those who never had to approve it: something of theirs starts it.
        text: `${subject?.title ?? 'An Actor that you cannot see any more'} cannot start until you approve it: its developer changed its permission level.`,
        action: approve,
      };
    case 'webhook-failed':
      return webhookWords(view);
    case 'schedule-refused':
      return scheduleWords(view);
    case 'shared':
      return shareWords(view);
  }
}

function webhookWords({ subject }: NotificationView): NotificationWords {
  if (!subject) return { text: 'A webhook that is not there any more could not be delivered.', action: null };
  return {
    text: `The webhook “${subject.title}” could not be delivered, and is not tried any more.`,
    action: { label: 'See what it sent', path: consolePath.webhook(subject.id) },
  };
}

function scheduleWords({ subject, refusal }: NotificationView): NotificationWords {
  const schedule = subject ? `The schedule “${subject.title}”` : 'A schedule that is not there any more';
  const action = subject && { label: 'See its log', path: consolePath.schedule(subject.id, { tab: 'log' }) };
  if (refusal?.errorType === 'cron-expression-invalid') {
    return { text: `${schedule} fires no more: its next time cannot be told.`, action };
  }
  const title = refusal?.actorTitle;
  const target = refusal?.isTask ? (title ? `a task of ${title}` : 'a task') : (title ?? 'an Actor');
  const why = REFUSAL_WORDS[refusal?.errorType ?? ''] ?? 'its log says why';
  return { text: `${schedule} could not start ${target}: ${why}.`, action };
}

function shareWords({ shared }: NotificationView): NotificationWords {
  if (!shared)
    return { text: 'Something that was shared with you is not there any more, or not for you.', action: null };
  const { kind, id, buildActorId, giver } = shared;
  const path = buildActorId === null ? consolePath.resource(kind, id) : consolePath.build(buildActorId, id);
  return {
    text: `${giver ?? 'Somebody'} shared ${sharedName(shared)} with you.`,
    action: path === null ? null : { label: 'Open', path },
  };
}

/** "the dataset prices", or "a dataset" for one without a name. */
export function sharedName({ kind, name }: SharedView): string {
  const noun = RESOURCE_WORDS[kind];
  if (name !== null) return `the ${noun} ${name}`;
  return `${/^[aeiou]/i.test(noun) ? 'an' : 'a'} ${noun}`;
}

/** Why a schedule was refused a start, by the type of the error. */
const REFUSAL_WORDS: Record<string, string> = {
  'invalid-input': 'its input is not valid',
  'run-input-body-not-valid-json': 'its input is not valid',
  'invalid-content-type-header': 'its input is not valid',
  'unknown-build-tag': 'it has no finished build to run',
  'record-not-found': 'it was deleted, or is not shared with you any more',
  'insufficient-permissions': 'the schedule may not run it',
  'internal-error': 'it failed again and again',
};

/** What tried to start it: the latest by name, the others by number. */
function startersOf({ sources: [first, ...others], more }: NotificationView): string {
  if (!first) return 'Something';
  const count = others.length + more;
  if (count === 0) return starterWords(first);
  return `${starterWords(first)} and ${count} ${count === 1 ? 'other' : 'others'}`;
}

function starterWords({ source, name }: SourceView): string {
  switch (source) {
    case 'schedule':
      return name ? `The schedule “${name}”` : 'A schedule';
    case 'webhook':
      return name ? `The webhook “${name}”` : 'A webhook';
    case 'token':
      return name ? `The API token “${name}”` : 'An API token';
    case 'run':
      return name ? `A run of ${name}` : 'A run';
  }
}

/** The Console's page of what asked for a start; null for a token, which has none of its own. */
export function sourcePath({ source, id }: SourceView): string {
  switch (source) {
    case 'schedule':
      return consolePath.schedule(id);
    case 'webhook':
      return consolePath.webhook(id);
    case 'run':
      return consolePath.run(id);
    case 'token':
      return consolePath.integrations();
  }
}
