/** Locks that hold still what a decision depends on until the transaction ends. */
import type { Transaction } from '../../db/transaction.ts';
import type { Credential, Ctx } from '../context.ts';

/** Shared for work on what is in a resource; exclusive for whatever changes it or who may reach it. */
export type ResourceLock = 'SHARE' | 'UPDATE';

/** Exclusive for what ends credentials: two of these at once would otherwise each wait for the other. */
export type CredentialLock = 'KEY SHARE' | 'UPDATE';

async function lockResource(tx: Transaction, id: string | null, lock: ResourceLock): Promise<void> {
  await tx.client.query({
    name: `lock-resource-${lock}`,
    text: `SELECT 1 FROM resources WHERE id = $1 FOR ${lock}`,
    values: [id],
  });
}

/**
 * Locks the credential and its account: a token cannot be deleted, a session ended, a run finished or an account disabled between the
 * decision and what it permitted.
 */
export async function lockCredential(ctx: Ctx, tx: Transaction, lock: CredentialLock = 'KEY SHARE'): Promise<void> {
  const { credential } = ctx;
  if (credential.kind === 'none') return;
  await tx.client.query({
    name: `lock-${credential.kind}-${lock}`,
    text: credentialText(credential.kind, lock),
    values: [evidenceOf(credential)],
  });
}

const evidenceOf = (credential: Exclude<Credential, { kind: 'none' }>): Buffer | string =>
  credential.kind === 'schedule' ? credential.id : credential.digest;

/** Both locks in one statement, the credential's first, as everywhere. */
export async function lockCredentialAndResource(
  ctx: Ctx,
  tx: Transaction,
  id: string | null,
  lock: ResourceLock,
): Promise<void> {
  const { credential } = ctx;
  if (credential.kind === 'none') return lockResource(tx, id, lock);
  await tx.client.query({
    name: `lock-${credential.kind}-and-resource-${lock}`,
    text: `WITH held AS MATERIALIZED (${credentialText(credential.kind, 'KEY SHARE')}),
             resource AS MATERIALIZED (SELECT 1 FROM resources WHERE id = $2 AND (SELECT count(*) FROM held) >= 0 FOR ${lock})
           SELECT count(*) FROM resource`,
    values: [evidenceOf(credential), id],
  });
}

const CREDENTIALS = {
  token: { table: 'tokens', digest: 'digest' },
  session: { table: 'sessions', digest: 'digest' },
  run: { table: 'runs', digest: 'token_digest' },
  webhook: { table: 'webhook_tokens', digest: 'digest' },
  schedule: { table: 'schedules', digest: 'id' },
} as const;

function credentialText(kind: keyof typeof CREDENTIALS, lock: CredentialLock): string {
  const { table, digest } = CREDENTIALS[kind];
  return `SELECT 1 FROM ${table} c JOIN accounts a ON a.id = c.account_id WHERE c.${digest} = $1 FOR ${lock} OF c FOR KEY SHARE OF a`;
}
