import { transaction } from '../../db/transaction.ts';
import { selectSettings, updateSettings } from '../account/queries.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { linkPolicyInput } from './input.ts';

/** Gives the longest lifetime of the account's signed links, in seconds; null for no limit. Errors: `token-not-provided`. */
export async function getLinkPolicy(
  ctx: Ctx,
): Promise<{ maxLinkLifetimeSecs: number | null; settingsVersion: number }> {
  const { maxLinkLifetimeSecs, settingsVersion } = await selectSettings(await authorizeAccount(ctx, 'read-settings'));
  return { maxLinkLifetimeSecs, settingsVersion };
}

/**
 * Sets the longest lifetime of signed links. It holds for the very next request, also on links that were made before: one that has longer
 * to live, or no end, opens nothing until the limit is lifted or its end is near enough.
 * Errors: `invalid-input`, `elevated-permissions-needed`, `changed-elsewhere` if the form showed an older version.
 */
export async function setLinkPolicy(ctx: Ctx, input: unknown): Promise<{ maxLinkLifetimeSecs: number | null }> {
  const parsed = linkPolicyInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { maxLinkLifetimeSecs, settingsVersion } = parsed.data;
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-security', tx);
    const before = await selectSettings(proof, tx);
    if (settingsVersion !== undefined && settingsVersion !== before.settingsVersion) {
      throw new ApiError(
        'changed-elsewhere',
        'These settings were changed elsewhere in the meantime; reload the page to see them',
      );
    }
    if (before.maxLinkLifetimeSecs === maxLinkLifetimeSecs) return;
    await updateSettings(tx, proof, { maxLinkLifetimeSecs });
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'account.link-lifetime-changed',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { from: before.maxLinkLifetimeSecs, to: maxLinkLifetimeSecs },
    });
  });
  return { maxLinkLifetimeSecs };
}
