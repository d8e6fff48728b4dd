import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { endAccountGrants, endAccountLinks, lockOwnResources } from './queries.ts';

/**
 * Ends every signed link of the account at once, also those that nobody has used yet. Returns how many of the known ones were live.
 * Errors: `insufficient-permissions`, `elevated-permissions-needed`.
 */
export async function endAllAccountLinks(ctx: Ctx): Promise<number> {
  return transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'end-access', tx, 'UPDATE');
    await lockOwnResources(tx, proof);
    const count = await endAccountLinks(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'account.links-ended',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { count },
    });
    return count;
  });
}

/**
 * Takes back everything that the account has given to other accounts. Returns how many grants that were.
 * Errors: `insufficient-permissions`, `elevated-permissions-needed`.
 */
export async function endAllAccountGrants(ctx: Ctx): Promise<number> {
  return transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'end-access', tx, 'UPDATE');
    await lockOwnResources(tx, proof);
    const usernames = await endAccountGrants(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'account.grants-ended',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { count: usernames.length, usernames: [...new Set(usernames)].slice(0, MAX_NAMED) },
    });
    return usernames.length;
  });
}

/** Accounts that an audit row names. */
const MAX_NAMED = 100;
