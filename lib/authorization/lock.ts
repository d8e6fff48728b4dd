/**
 * Locks that hold still what a decision depends on until the transaction ends. Each is two: a turn, which is given in the order of asking, so
 * that requests without end hold up no change; and the row itself, which is safe from those that take no turn.
 */
import type { Transaction } from '../../db/transaction.ts';
import { turn } from '../../db/turn.ts';
import type { Credential, Ctx } from '../context.ts';
import type { ResourceKind } from '../vocabulary.ts';

/** Shared for work on what is in a resource; exclusive for whatever changes it or who may reach it. */
export type ResourceLock = 'SHARE' | 'UPDATE';

/** Exclusive for what ends credentials: of the account then nothing else goes on, whatever it was let in by. */
export type CredentialLock = 'KEY SHARE' | 'UPDATE';

/**
 * Locks the credential and its account: a token cannot be deleted, a session ended, a run finished or an account disabled between the
 * decision and what it permitted.
 */
export async function lockCredential(ctx: Ctx, tx: Transaction, lock: CredentialLock = 'KEY SHARE'): Promise<void> {
  const { credential } = ctx;
  if (credential.kind === 'none') return;
  const { kind } = credential;
  await tx.client.query({
    name: `lock-${kind}-${lock}`,
    text: `WITH turns AS MATERIALIZED (SELECT ${credentialTurns(kind, lock).join(', ')} FROM ${rowOf(kind)})
           ${credentialText(kind, lock)}`,
    values: [evidenceOf(credential)],
  });
}

const evidenceOf = (credential: Exclude<Credential, { kind: 'none' }>): Buffer | string =>
  credential.kind === 'schedule' ? credential.id : credential.digest;

/** Both locks in one statement, the credential's first, as everywhere. Whoever has none that is known locks nothing. */
export async function lockCredentialAndResource(
  ctx: Ctx,
  tx: Transaction,
  { kind, id }: { kind: ResourceKind; id: string | null },
  lock: ResourceLock,
): Promise<void> {
  const { credential } = ctx;
  const [credentialPart, resourceId, values] =
    credential.kind === 'none' ? [null, '$1::text', [id]] : [credential.kind, '$2::text', [evidenceOf(credential), id]];
  const resource = `resources r WHERE r.id = ${resourceId}`;
  await tx.client.query({
    name: `lock-${credential.kind}-and-${kind}-${lock}`,
    text: credentialPart
      ? `WITH turns AS MATERIALIZED (
           SELECT ${[...turnsBefore(credentialPart, kind, lock, resourceId), ...resourceTurns(kind, lock)].join(', ')}
           FROM (SELECT * FROM ${rowOf(credentialPart)}) c LEFT JOIN (SELECT * FROM ${resource}) r ON true),
         held AS MATERIALIZED (${credentialText(credentialPart, 'KEY SHARE')}),
         resource AS MATERIALIZED (SELECT 1 FROM ${resource} AND (SELECT count(*) FROM held) > 0 FOR ${lock})
         SELECT count(*) FROM resource`
      : `WITH turns AS MATERIALIZED (SELECT ${resourceTurns(kind, lock).join(', ')} FROM ${resource})
         SELECT 1 FROM ${resource} AND (SELECT count(*) FROM turns) >= 0 FOR ${lock}`,
    values,
  });
}

const CREDENTIALS = {
  token: { table: 'tokens', digest: 'digest', id: null },
  session: { table: 'sessions', digest: 'digest', id: null },
  run: { table: 'runs', digest: 'token_digest', id: 'c.id' },
  webhook: { table: 'webhook_tokens', digest: 'digest', id: 'c.webhook_id' },
  schedule: { table: 'schedules', digest: 'id', id: 'c.id' },
} as const;
type Kind = keyof typeof CREDENTIALS;

const rowOf = (kind: Kind) => `${CREDENTIALS[kind].table} c WHERE c.${CREDENTIALS[kind].digest} = $1`;

const credentialText = (kind: Kind, lock: CredentialLock) =>
  `SELECT 1 FROM ${CREDENTIALS[kind].table} c JOIN accounts a ON a.id = c.account_id
   WHERE c.${CREDENTIALS[kind].digest} = $1 AND (SELECT count(*) FROM turns) >= 0 FOR ${lock} OF c FOR KEY SHARE OF a`;

/** The columns of one row are evaluated from left to right, so this is the order of taking, too. */
function credentialTurns(kind: Kind, lock: CredentialLock): string[] {
  const { id } = CREDENTIALS[kind];
  const how = lock === 'UPDATE' ? 'alone' : 'shared';
  return [turn('account', how, 'c.account_id'), ...(id ? [turn('credential', how, id)] : [])];
}

/** Kinds that act by themselves: whoever changes one of them may end that. */
const ACTING: readonly ResourceKind[] = ['run', 'webhook', 'schedule'];

/** Where a run changes itself or another, both turns are taken alone: of two that change each other one then comes first. */
function turnsBefore(kind: Kind, target: ResourceKind, lock: ResourceLock, targetId: string): string[] {
  if (lock === 'SHARE' || !ACTING.includes(target)) return credentialTurns(kind, 'KEY SHARE');
  const account = turn('account', 'shared', 'c.account_id');
  const { id } = CREDENTIALS[kind];
  if (id === null) return [account, turn('credential', 'alone', targetId)];
  const both = [`least(${id}, ${targetId})`, `greatest(${id}, ${targetId})`];
  return [account, ...both.map((first) => turn('credential', 'alone', first))];
}

/** What goes with another resource takes the turn of that one, which takes it along when it is deleted. */
const TURN_IDS: Partial<Record<ResourceKind, string>> = {
  dataset: 'coalesce(r.run_id, r.id)',
  'key-value-store': 'coalesce(r.run_id, r.id)',
  'request-queue': 'coalesce(r.run_id, r.id)',
  build: '(SELECT b.actor_id FROM builds b WHERE b.id = r.id)',
  webhook: 'coalesce((SELECT w.run_id FROM webhooks w WHERE w.id = r.id), r.id)',
};

const resourceTurns = (kind: ResourceKind, lock: ResourceLock): string[] => [
  turn('owner', 'shared', 'r.owner_id'),
  turn('resource', lock === 'UPDATE' ? 'alone' : 'shared', TURN_IDS[kind] ?? 'r.id'),
];
