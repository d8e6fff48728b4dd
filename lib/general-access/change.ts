import type { Transaction } from '../../db/transaction.ts';
import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { GENERAL_ACCESS_OF, type GeneralAccess, RESOURCE_WORDS } from '../vocabulary.ts';
import { setGeneralAccess as setRow } from './queries.ts';

/**
 * Sets the general access of a resource of any kind that has one; what it is already changes nothing.
 * Errors: `invalid-input` for a level that the kind has not, `record-not-found`, `insufficient-permissions`.
 */
export async function setGeneralAccess(ctx: Ctx, reference: Reference, input: unknown): Promise<void> {
  const levels = GENERAL_ACCESS_OF[reference.kind];
  const generalAccess = levels.find((level) => level === input);
  if (!generalAccess) {
    const what = RESOURCE_WORDS[reference.kind];
    throw new ApiError(
      'invalid-input',
      levels.length === 0
        ? `General access is nothing that a resource of the kind ${what} has`
        : `Field "generalAccess" must be one of ${levels.join(', ')}`,
    );
  }
  await transaction((tx) => changeGeneralAccess(ctx, reference, generalAccess, tx));
}

/** The same within a transaction. `generalAccess`: one that the kind has. */
export async function changeGeneralAccess(
  ctx: Ctx,
  reference: Reference,
  generalAccess: GeneralAccess,
  tx: Transaction,
): Promise<void> {
  const sharer = await authorize(ctx, 'share', reference, tx);
  const { row } = sharer;
  if (generalAccess === row.generalAccess) return;
  await setRow(tx, sharer, generalAccess);
  await recordAudit(tx, ctx, {
    accountId: row.ownerId,
    event: 'resource.general-access-changed',
    principal: auditPrincipal(sharer),
    because: sharer.because,
    resource: row,
    detail: { from: row.generalAccess, to: generalAccess },
  });
}
