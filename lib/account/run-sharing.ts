import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { runSharingInput } from './input.ts';
import { selectRunSharingReach, selectSettings, updateSettings } from './queries.ts';
import { assertUnchanged } from './settings.ts';

/**
 * Sets whether developers of public Actors may read the account's runs of them: log, input and default storages, past and future ones. It
 * holds for the very next request.
 * Errors: `invalid-input`, `elevated-permissions-needed`, `changed-elsewhere` if the form showed an older version.
 * Source: General resource access, "Share run data with developers".
 */
export async function setRunSharing(ctx: Ctx, input: unknown): Promise<{ sharesRuns: boolean }> {
  const parsed = runSharingInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { sharesRuns, settingsVersion } = parsed.data;
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-security', tx);
    const before = await selectSettings(proof, tx);
    assertUnchanged(before, settingsVersion);
    if (before.sharesRuns === sharesRuns) return;
    await updateSettings(tx, proof, { sharesRuns });
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'account.run-sharing-changed',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { from: before.sharesRuns, to: sharesRuns },
    });
  });
  return { sharesRuns };
}

export interface RunSharingReach {
  actorCount: number;
  developerCount: number;
}

/** Gives of how many public Actors sharing would open the runs, or opens them, to how many developers. */
export async function getRunSharingReach(ctx: Ctx): Promise<RunSharingReach> {
  return selectRunSharingReach(await authorizeAccount(ctx, 'read-settings'));
}
