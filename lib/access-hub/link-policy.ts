import { transaction } from '../../db/transaction.ts';
import { selectSettings, updateSettings } from '../account/queries.ts';
import { assertUnchanged } from '../account/settings.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { linkPolicyInput } from './input.ts';
import { countLinksBeyond } from './queries.ts';

const DAY_SECS = 24 * 60 * 60;
/** What the Console offers; any other is possible through a use-case. */
const OFFERED_SECS = [1, 7, 14, 30, 90, 365].map((days) => days * DAY_SECS);

export interface LinkPolicyView {
  maxLinkLifetimeSecs: number | null;
  settingsVersion: number;
  /** `refusedLinkCount`: of the links in force, how many would open nothing under this choice. */
  choices: { maxLinkLifetimeSecs: number | null; refusedLinkCount: number }[];
}

/** Gives the longest lifetime of the account's signed links, in seconds (null for no limit), and what others would mean. */
export async function getLinkPolicy(ctx: Ctx): Promise<LinkPolicyView> {
  const proof = await authorizeAccount(ctx, 'review-access');
  const { maxLinkLifetimeSecs, settingsVersion } = await selectSettings(proof);
  const offered = [...new Set([...OFFERED_SECS, ...(maxLinkLifetimeSecs === null ? [] : [maxLinkLifetimeSecs])])];
  offered.sort((a, b) => a - b);
  const counts = await countLinksBeyond(proof, offered);
  const choices = offered.map((secs, at) => ({ maxLinkLifetimeSecs: secs, refusedLinkCount: counts[at] ?? 0 }));
  return {
    ...{ maxLinkLifetimeSecs, settingsVersion },
    choices: [{ maxLinkLifetimeSecs: null, refusedLinkCount: 0 }, ...choices.reverse()],
  };
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
    assertUnchanged(before, settingsVersion);
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
