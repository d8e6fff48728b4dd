/** How approvals are said. Pure, for server and browser. */
import type { Reach, RefusedRequest } from '@/lib/approval/queries.ts';
import type { ApprovalState } from '@/lib/approval/standing.ts';
import type { ShownActor } from '@/lib/console/form-state.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { actorLabel, LEVEL_WORDS } from '../actor/words.ts';

/** A day, in UTC: the same words on the server and in the browser. */
export const dayText = (at: Date): string =>
  at.toLocaleDateString('en-GB', { day: 'numeric', month: 'short', year: 'numeric', timeZone: 'UTC' });

export const questionTitle = (actor: { title: string | null; name: string }, { state }: ApprovalState): string =>
  state === 'needed' ? `Give “${actorLabel(actor)}” full permissions?` : `Permissions of “${actorLabel(actor)}”`;

/** What a menu or a link to the question is called. */
export function reviewLabel(standing: ApprovalState): string {
  switch (standing.state) {
    case 'needed':
      return 'Approve permissions';
    case 'approved':
      return standing.since ? `Approved on ${dayText(standing.since)} – review` : 'Approved – review';
    case 'prior-run':
      return 'Approved by an earlier run – review';
    case 'skip-setting':
      return 'Runs without approval – review';
    case 'ceiling':
      return 'Always limited – review';
    case 'own-actor':
    case 'limited':
      return 'Review permissions';
  }
}

/** How the Actor stands with the reader's account, in a sentence. */
export function standingText(standing: ApprovalState): string {
  switch (standing.state) {
    case 'needed':
      return 'You have not approved it. It cannot run with full permissions in your account.';
    case 'approved':
      return `Approved${standing.since ? ` on ${dayText(standing.since)}` : ''}${standing.by ? ` by ${standing.by}` : ''}. It runs with full permissions without asking.`;
    case 'prior-run':
      return `You ran it with full permissions${standing.since ? ` on ${dayText(standing.since)}` : ' before'}, which counts as an approval. It runs without asking.`;
    case 'skip-setting':
      return 'Your account skips the approval of Actors, so this one runs with full permissions without asking.';
    case 'ceiling':
      return `You decided${standing.since ? ` on ${dayText(standing.since)}` : ''} that it always runs with limited permissions. There is nothing to approve.`;
    case 'own-actor':
      return 'It is an Actor of your own. Nothing has to be approved.';
    case 'limited':
      return 'It asks for limited permissions only. There is nothing to approve.';
  }
}

/** What was interrupted by the question, and goes on after the answer. */
export type Interrupted = 'start' | 'save-and-start' | 'resurrect';

/** What the button of it is called. */
export const GO_ON: Record<Interrupted, string> = {
  start: 'Start',
  'save-and-start': 'Save and start',
  resurrect: 'Resurrect run',
};

/** What happens at once when the question is answered with yes, in a sentence beside the buttons. `null`: nothing waits for the answer. */
export function consequenceText(interrupted: Interrupted | null): string {
  switch (interrupted) {
    case 'start':
      return 'Authorize approves the Actor and starts it at once.';
    case 'save-and-start':
      return 'Authorize approves it, saves the task and starts it at once.';
    case 'resurrect':
      return 'Authorize approves the Actor and starts the run again at once.';
    case null:
      return 'Nothing starts now: Authorize only approves the Actor.';
  }
}

/** What the button says that limits the Actor for good: where something was interrupted, that goes on with it. */
export const alwaysLimitText = (interrupted: Interrupted | null): string =>
  interrupted ? 'Always limit it for me and start it limited now' : 'Always limit it for me';

/** For how long each answer holds and what it starts. */
export function answerTexts(interrupted: Interrupted | null, limits: 'once' | 'always'): string[] {
  return [
    'Authorize holds for every later start and build, by you, your tokens, schedules and webhooks, until its level changes or you take it back under Approvals',
    ...(interrupted ? [] : ['Schedules and webhooks start it when they fire next, programs when they try again']),
    ...(limits === 'always'
      ? []
      : [`Limited holds for one start${interrupted ? ', as you filled it in' : ', and leads to its input'}`]),
    interrupted
      ? `Always limit ${STARTS_NOW[interrupted]} with limited permissions, and limits every later start; you are asked no more`
      : 'Always limit lets it start with limited permissions only; you are asked no more',
  ];
}

const STARTS_NOW: Record<Interrupted, string> = {
  start: 'starts it now',
  'save-and-start': 'saves the task and starts it now',
  resurrect: 'starts the run again now',
};

/** What came of an answer, in a few words. */
export function answeredText(state: ApprovalState['state']): string {
  if (state === 'approved') return 'Approved';
  if (state === 'ceiling') return 'It is limited from now on';
  return state === 'needed' ? 'It needs your approval now' : 'Saved';
}

/** With what the run was started that waited for the answer. */
export const startedText = (level: PermissionLevel): string => `Started with ${LEVEL_WORDS[level].name.toLowerCase()}`;

/** Whether it may run with full permissions, so that what it could do is worth reading. */
export const mayBeFull = ({ state }: ApprovalState): boolean => !['limited', 'ceiling', 'own-actor'].includes(state);

/** Whether a yes of the account is in force that can be taken back. */
export const isRevocable = ({ state }: ApprovalState): boolean => state === 'approved' || state === 'prior-run';

const counted = (count: number, one: string, many = `${one}s`) =>
  `${count.toLocaleString('en')} ${count === 1 ? one : many}`;

/** Words joined as in a sentence. */
const listed = (words: readonly string[]): string =>
  words.length < 2 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1)}`;

/** What full permissions reach, as counts of the reader's own things. */
export function reachTexts(reach: Reach): string[] {
  const stored = [
    reach.datasets > 0 && counted(reach.datasets, 'dataset'),
    reach.keyValueStores > 0 && counted(reach.keyValueStores, 'key-value store'),
    reach.requestQueues > 0 && counted(reach.requestQueues, 'request queue'),
  ].filter((text) => text !== false);
  const programs = [
    reach.actors > 0 && counted(reach.actors, 'Actor'),
    reach.tasks > 0 && counted(reach.tasks, 'task'),
    reach.schedules > 0 && counted(reach.schedules, 'schedule'),
    reach.webhooks > 0 && counted(reach.webhooks, 'webhook'),
  ].filter((text) => text !== false);
  return [
    stored.length > 0
      ? `read, change and delete your ${listed(stored)}`
      : 'read, change and delete every storage that you will have; you have none yet',
    ...(reach.runs > 0 ? [`read your ${counted(reach.runs, 'run')} with their logs and inputs, and end them`] : []),
    programs.length > 0
      ? `read and change your ${listed(programs)}`
      : 'read and change Actors, tasks, schedules and webhooks that you will have',
    ...(reach.shared > 0
      ? [
          `open ${reach.shared === 1 ? 'the 1 thing' : `the ${counted(reach.shared, 'thing')}`} that others shared with you`,
        ]
      : []),
    'start any Actor in your name, at your cost',
  ];
}

/** How often an Actor ran here, and how often in the reader's account. */
export function runsText(total: number, own: number): string {
  if (total === 0) return 'None yet';
  if (own === total) return total === 1 ? '1, yours' : `${total.toLocaleString('en')}, all of them yours`;
  return `${total.toLocaleString('en')}, ${own === 0 ? 'none' : own.toLocaleString('en')} of them yours`;
}

/** Who asked for the Actor and was refused. */
export function requestText({ source, name }: Pick<RefusedRequest, 'source' | 'name'>): string {
  switch (source) {
    case 'session':
      return 'Start pressed in this Console';
    case 'token':
      return name ? `Token “${name}”` : 'A token that has been deleted';
    case 'schedule':
      return name ? `Schedule “${name}”` : 'A schedule that has been deleted';
    case 'webhook':
      return name ? `Webhook “${name}”` : 'A webhook that has been deleted';
    case 'run':
      return name ? `A run of the Actor “${name}”` : 'A run that has been deleted';
  }
}

/** What is new of an Actor since it was shown. */
export function newsTexts(before: ShownActor, now: ShownActor): string[] {
  const levelOf = ({ level }: ShownActor) => LEVEL_WORDS[level].name.toLowerCase();
  return [
    ...(before.level === now.level
      ? before.levelEpoch === now.levelEpoch
        ? []
        : [`Its permission level was changed and changed back to ${levelOf(now)}.`]
      : [`Its level changed from ${levelOf(before)} to ${levelOf(now)}.`]),
    ...(before.buildNumber === now.buildNumber
      ? []
      : [`It would run build ${now.buildNumber ?? 'none'} instead of ${before.buildNumber ?? 'none'}.`]),
    ...(before.username === now.username ? [] : [`It is made by ${now.username} now, not by ${before.username}.`]),
    ...(before.ownerName === now.ownerName ? [] : [`Its developer calls themselves “${now.ownerName}” now.`]),
    ...(before.name === now.name ? [] : [`Its name is ${now.name} now, before it was ${before.name}.`]),
    ...(before.title === now.title ? [] : [`Its title is “${now.title ?? now.name}” now.`]),
  ];
}
