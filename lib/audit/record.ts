/** Writes one audit row in the caller's transaction: the change and its record stand or fall together. */
import { eq } from 'drizzle-orm';
import { type AuditPrincipal, auditEvents, auditHeads } from '../../db/schema/audit.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { PrincipalAccount } from '../authorization/rows.ts';
import { credentialIdOf, type Principal, type RuleId } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import type { AuditEvent, ResourceKind } from '../vocabulary.ts';
import { CHAIN_START, chainHash } from './chain.ts';

export interface AuditEntry {
  /** Whose trail: the owner of what was changed. */
  accountId: string;
  event: AuditEvent;
  principal: AuditPrincipal;
  because: readonly RuleId[];
  resource?: { kind: ResourceKind; id: string };
  /** From and to, never a secret. */
  detail?: Record<string, unknown>;
}

/** The one who asks, as the trail keeps it. */
export function auditPrincipal(proof: { principal: Principal; account: PrincipalAccount | null }): AuditPrincipal {
  const { principal, account } = proof;
  if (principal.kind === 'anonymous' || !account) return { kind: 'anonymous' };
  return {
    kind: principal.kind,
    accountId: account.id,
    username: account.username,
    credentialId: credentialIdOf(principal),
  };
}

/** Appends to the account's chain. Its head is locked until the transaction ends, so rows of one account have one order. */
export async function recordAudit(tx: Transaction, ctx: Omit<Ctx, 'credential'>, entry: AuditEntry): Promise<void> {
  const { accountId } = entry;
  await tx.db.insert(auditHeads).values({ accountId, sequence: 0, hash: CHAIN_START }).onConflictDoNothing();
  const [head] = await tx.db.select().from(auditHeads).where(eq(auditHeads.accountId, accountId)).for('update');
  if (!head) throw new Error('The audit trail has no head');
  const content = {
    accountId,
    sequence: head.sequence + 1,
    at: new Date(),
    event: entry.event,
    principal: entry.principal,
    resourceKind: entry.resource?.kind ?? null,
    resourceId: entry.resource?.id ?? null,
    detail: entry.detail ?? {},
    because: [...entry.because],
    via: ctx.via,
    requestId: ctx.requestId,
    ipAddress: ctx.ipAddress,
    userAgent: ctx.userAgent,
  };
  const hash = chainHash(head.hash, content);
  await tx.db.insert(auditEvents).values({ ...content, hash });
  await tx.db.update(auditHeads).set({ sequence: content.sequence, hash }).where(eq(auditHeads.accountId, accountId));
}
