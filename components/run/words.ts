/** How runs are spoken of. Pure, for server and browser. */
import type { AccountPermission, Permission } from '@/lib/authorization/types.ts';
import { consolePath } from '@/lib/paths.ts';
import { FINAL_STATUSES, JOB_STATUSES, type JobOrigin, type ResourceKind } from '@/lib/vocabulary.ts';

export const ORIGIN_WORDS: Record<JobOrigin, string> = {
  DEVELOPMENT: 'Development',
  WEB: 'Console',
  API: 'API',
  SCHEDULER: 'Schedule',
  TEST: 'Test',
  WEBHOOK: 'Webhook',
  ACTOR: 'Another Actor',
  CLI: 'Command line',
  STANDBY: 'Standby',
  CI: 'CI',
  MCP: 'MCP',
  APIFY_AI: 'AI assistant',
};

/** What a run is called: by its Actor, where the reader may know it. */
export function runTitle({
  actor,
  deletedActorName,
}: {
  actor: { name: string; title: string | null } | null;
  deletedActorName: string | null;
}): string {
  const name = actor?.title ?? actor?.name ?? deletedActorName;
  return name ? `Run of ${name.split('~').at(-1)}` : 'Run';
}

const UNFINISHED = JOB_STATUSES.filter((status) => !FINAL_STATUSES.some((final) => final === status));

/** What a list can be narrowed to; several statuses are one choice where they are one to people. */
export const STATUS_CHOICES: readonly { value: string; label: string }[] = [
  { value: UNFINISHED.join(','), label: 'Not finished' },
  { value: 'READY', label: 'Ready' },
  { value: 'RUNNING', label: 'Running' },
  { value: 'SUCCEEDED', label: 'Succeeded' },
  { value: 'FAILED', label: 'Failed' },
  { value: 'TIMED-OUT', label: 'Timed out' },
  { value: 'ABORTED', label: 'Aborted' },
];

/** What a program asked for, as a right: "Write". */
export const ASKED_WORDS: Record<Permission | AccountPermission, string> = {
  read: 'Read',
  write: 'Write',
  share: 'Share',
  grant: 'Give others rights',
  'update-status': 'Set the status',
  abort: 'Abort',
  metamorph: 'Become it',
  run: 'Run',
  build: 'Build',
  'view-owner-runs': 'View owner’s runs',
  'read-settings': 'Read the settings',
  'change-profile': 'Change the profile',
  'change-security': 'Change security settings',
  'manage-tokens': 'Manage API tokens',
  'read-audit': 'Read the audit trail',
  'review-access': 'Review links and access',
  'end-access': 'End links and access',
  'create-storage': 'Create storages',
  'find-storage': 'Find storages',
  'create-actor': 'Create Actors',
  'create-task': 'Create tasks',
  'create-schedule': 'Create schedules',
  'create-webhook': 'Create webhooks',
  approve: 'Approve Actors',
  'read-notifications': 'Read notifications',
  list: 'List',
  operate: 'Operate the instance',
};

/** What was asked of: one of them, or the account. */
export const SUBJECT_WORDS: Record<ResourceKind | 'account', string> = {
  dataset: 'Dataset',
  'key-value-store': 'Key-value store',
  'request-queue': 'Request queue',
  run: 'Run',
  build: 'Build',
  actor: 'Actor',
  task: 'Task',
  schedule: 'Schedule',
  webhook: 'Webhook',
  account: 'Account',
};

/** The form that starts another run with the input of this one; null where its Actor has gone or is not for the reader. */
export const runAgainHref = (run: { id: string }, actor: { id: string } | null): string | null =>
  actor && consolePath.actor(actor.id, { inputOf: run.id });
