import { transaction } from '../../db/transaction.ts';
import { closeAccountRequests } from '../approval/queries.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import { holdConsent } from '../authorization/load-start.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { approvalSettingInput } from './input.ts';
import { selectSettings, updateSettings } from './queries.ts';
import { assertUnchanged } from './settings.ts';

/**
 * Sets whether Actors with full permissions start in the account without anybody having approved them. It holds from the commit on, for
 * whatever starts them. What ran meanwhile counts as approved afterwards, until that is revoked.
 * Errors: `invalid-input`, `elevated-permissions-needed`, `changed-elsewhere` if the form showed an older version.
 * Source: Full-permission Actors now require approval, "Skip approval".
 */
export async function setApprovalSetting(ctx: Ctx, input: unknown): Promise<{ skipsApproval: boolean }> {
  const parsed = approvalSettingInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { skipsApproval, settingsVersion } = parsed.data;
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-security', tx);
    await holdConsent(tx, proof.account.id, 'alone');
    const before = await selectSettings(proof, tx);
    assertUnchanged(before, settingsVersion);
    if (before.skipsApproval === skipsApproval) return;
    await updateSettings(tx, proof, { skipsApproval });
    if (skipsApproval) await closeAccountRequests(tx, proof);
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'account.approval-setting-changed',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { from: wordOf(before.skipsApproval), to: wordOf(skipsApproval) },
    });
  });
  return { skipsApproval };
}

const wordOf = (skipsApproval: boolean) => (skipsApproval ? 'skip' : 'require');
