import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import { permissionsOf } from '../authorization/permissions-of.ts';
import type { Reference } from '../authorization/rows.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { GRANT_PERMISSIONS_OF, RESOURCE_WORDS } from '../vocabulary.ts';
import { grantCreation } from './input.ts';
import { countGrants, findAccount, MAX_GRANTS, selectGrant, tellShared, upsertGrant } from './queries.ts';
import { type GrantView, grantView } from './view.ts';

/**
 * Shares a resource with an account, which is told of it, or changes what that account has; a change that names no end keeps the one there is.
 * Errors: `invalid-input` (also for an account that is not here), `cannot-set-access-rights-for-owner`, `record-not-found`,
 * `insufficient-permissions`.
 */
export async function addGrant(ctx: Ctx, reference: Reference, input: unknown): Promise<GrantView> {
  const parsed = grantCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { permissions, expiresAt } = parsed.data;

  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'grant', reference, tx);
    const unfit = permissions.find((permission) => !GRANT_PERMISSIONS_OF[reference.kind].includes(permission));
    if (unfit) throw new ApiError('invalid-input', `${unfit} is no right on a ${RESOURCE_WORDS[reference.kind]}`);
    const { row, account: sharer } = proof;
    const account = await findAccount(tx, parsed.data);
    if (!account) {
      throw new ApiError('invalid-input', 'Nobody with this username, e-mail address or id has an account here');
    }
    if (account.id === row.ownerId) {
      throw new ApiError('cannot-set-access-rights-for-owner', 'This account owns it already');
    }
    if (account.id === sharer?.id) {
      throw new ApiError('insufficient-permissions', 'Nobody can change what they were given themselves');
    }
    // Who may share decides who reads; all else one must have to give it.
    if (permissionsOf(permissions).some((given) => given !== 'read' && given !== 'share' && !proof.may[given])) {
      throw new ApiError('insufficient-permissions', 'Nobody can give a permission that they do not have');
    }
    const before = await selectGrant(tx, proof, { accountId: account.id });
    if (!before && (await countGrants(tx, proof)) >= MAX_GRANTS) {
      throw new ApiError(
        'invalid-input',
        `A ${RESOURCE_WORDS[row.kind]} can be shared with ${MAX_GRANTS} accounts; remove one first`,
      );
    }
    const giverId = sharer?.id ?? row.ownerId;
    await upsertGrant(
      tx,
      proof,
      {
        accountId: account.id,
        permissions,
        expiresAt: expiresAt === undefined ? (before?.expiresAt ?? null) : expiresAt,
      },
      giverId,
    );
    const wasOver = before?.expiresAt != null && before.expiresAt <= new Date();
    if (!before || wasOver) await tellShared(tx, proof, account.id, giverId);
    const after = await selectGrant(tx, proof, { accountId: account.id });
    if (!after) throw new Error('The grant that was just written is not there');
    await recordAudit(tx, ctx, {
      accountId: row.ownerId,
      event: before ? 'grant.changed' : 'grant.created',
      principal: auditPrincipal(proof),
      because: proof.because,
      resource: row,
      detail: {
        to: { username: account.username, permissions, expiresAt: after.expiresAt?.toISOString() ?? null },
        ...(before && {
          from: { permissions: before.permissions, expiresAt: before.expiresAt?.toISOString() ?? null },
        }),
      },
    });
    return grantView(after);
  });
}
