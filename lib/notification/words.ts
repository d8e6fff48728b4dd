/** What a notification says, in the Console and by mail. `path`: the Console's page that solves it. */
import { consolePath } from '../paths.ts';
import type { NotificationView, SourceView } from './view.ts';

export interface NotificationWords {
  text: string;
  action: { label: string; path: string } | null;
}

export function notificationWords(view: NotificationView): NotificationWords {
  const { kind, subject } = view;
  if (subject?.kind === 'webhook') {
    return {
      text: `The webhook “${subject.title}” could not be delivered, and is not tried any more.`,
      action: { label: 'See what it sent', path: consolePath.webhook(subject.id) },
    };
  }
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
    case 'approval-skipped':
      return {
        text: `${subject?.title ?? 'An Actor'} started with full permissions that you never approved, since approval is skipped in your account.`,
        action: { label: 'See what may run', path: consolePath.approvals() },
      };
    case 'webhook-failed':
      return { text: 'A webhook that is not there any more could not be delivered.', action: null };
  }
}

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
