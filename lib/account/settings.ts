/** Reading and changing one's own account. */
import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { countAttempt, forgetAttempts } from '../authentication/attempts.ts';
import { hashPassword, verifyPassword } from '../authentication/password.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { deleteOtherSessions } from '../session/queries.ts';
import type { AccountGeneralAccess } from '../vocabulary.ts';
import { generalAccessInput, password as passwordInput, profileInput } from './input.ts';
import { isEmailTaken, selectSettings, updateSettings } from './queries.ts';

export interface SettingsView {
  id: string;
  username: string;
  name: string;
  email: string;
  isOperator: boolean;
  generalAccess: AccountGeneralAccess;
  /** Whether developers of public Actors may read the account's runs of them. */
  sharesRuns: boolean;
  /** Whether Actors with full permissions start without being approved. */
  skipsApproval: boolean;
  /** Whether notifications come by mail too, where mail is set up. */
  notifiesByEmail: boolean;
  settingsVersion: number;
  hasPassword: boolean;
  /** Whether settings that ask for a recent sign-in may be changed now. */
  isFresh: boolean;
  createdAt: Date;
}

/** Gives the settings of one's own account. */
export async function getSettings(ctx: Ctx): Promise<SettingsView> {
  const proof = await authorizeAccount(ctx, 'read-settings');
  const { passwordHash, maxLinkLifetimeSecs: _, ...settings } = await selectSettings(proof);
  return {
    ...settings,
    isOperator: proof.account.isOperator,
    hasPassword: passwordHash !== null,
    isFresh: proof.principal.kind === 'session' && proof.principal.isFresh,
  };
}

/** Changes name and e-mail address. Errors: `invalid-input` with `data.field`. */
export async function changeProfile(ctx: Ctx, input: unknown): Promise<void> {
  const parsed = profileInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  await transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-profile', tx, 'UPDATE');
    const before = await selectSettings(proof, tx);
    // People share with an e-mail address, so another one can bring other rights.
    if (before.email !== parsed.data.email) await authorizeAccount(ctx, 'change-security', tx);
    if (await isEmailTaken(tx, parsed.data.email, proof.account.id)) {
      throw new ApiError('invalid-input', 'An account with this e-mail address exists already', { field: 'email' });
    }
    await updateSettings(tx, proof, parsed.data);
    await recordAudit(tx, ctx, {
      accountId: proof.account.id,
      event: 'account.profile-changed',
      principal: auditPrincipal(proof),
      because: proof.because,
      detail: { from: { name: before.name, email: before.email }, to: parsed.data },
    });
  });
}

/** Changes the password and ends all other sessions. Errors: `invalid-input` with `data.field`, `elevated-permissions-needed`. */
export async function changePassword(ctx: Ctx, input: { currentPassword: string; newPassword: string }): Promise<void> {
  const parsed = passwordInput.safeParse(input.newPassword);
  if (!parsed.success) throw invalidInput(parsed.error.issues.map((issue) => ({ ...issue, path: ['newPassword'] })));
  const proof = await authorizeAccount(ctx, 'change-profile');
  const { passwordHash } = await selectSettings(proof);
  // Without a password there is nothing to ask for but a recent sign-in: setting one must not be the way around that.
  if (passwordHash === null) await authorizeAccount(ctx, 'change-security');
  else await demandPassword(proof.account.username, input.currentPassword, passwordHash);
  const newHash = await hashPassword(parsed.data);
  await transaction(async (tx) => {
    const changer = await authorizeAccount(ctx, 'change-profile', tx, 'UPDATE');
    await updateSettings(tx, changer, { passwordHash: newHash });
    const { principal } = changer;
    await deleteOtherSessions(tx, changer.account.id, principal.kind === 'session' ? principal.sessionId : null);
    await recordAudit(tx, ctx, {
      accountId: changer.account.id,
      event: 'account.password-changed',
      principal: auditPrincipal(changer),
      because: changer.because,
    });
  });
}

/** Errors: `invalid-input`, `rate-limit-exceeded`. */
async function demandPassword(username: string, given: string, passwordHash: string): Promise<void> {
  const key = username.toLowerCase();
  await countAttempt('confirmation', key);
  if (!(await verifyPassword(given.slice(0, 1_024), passwordHash))) {
    throw new ApiError('invalid-input', 'The current password is wrong', { field: 'currentPassword' });
  }
  await forgetAttempts('confirmation', key);
}

/** Refuses a form that shows older settings. `shownVersion`: theirs, if it said. Errors: `changed-elsewhere`. */
export function assertUnchanged(current: { settingsVersion: number }, shownVersion: number | undefined): void {
  if (shownVersion === undefined || shownVersion === current.settingsVersion) return;
  throw new ApiError(
    'changed-elsewhere',
    'These settings were changed elsewhere in the meantime; reload the page to see them',
  );
}

/**
 * Sets General resource access of the account. It holds for the very next request on everything that follows the account.
 * Errors: `invalid-input`, `elevated-permissions-needed`, `changed-elsewhere` if the form showed an older version.
 */
export async function setAccountGeneralAccess(
  ctx: Ctx,
  input: unknown,
): Promise<{ from: AccountGeneralAccess; to: AccountGeneralAccess; settingsVersion: number }> {
  const parsed = generalAccessInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { generalAccess, settingsVersion } = parsed.data;
  return transaction(async (tx) => {
    const proof = await authorizeAccount(ctx, 'change-security', tx);
    const before = await selectSettings(proof, tx);
    assertUnchanged(before, settingsVersion);
    const isChange = before.generalAccess !== generalAccess;
    if (isChange) {
      await updateSettings(tx, proof, { generalAccess });
      await recordAudit(tx, ctx, {
        accountId: proof.account.id,
        event: 'account.general-access-changed',
        principal: auditPrincipal(proof),
        because: proof.because,
        detail: { from: before.generalAccess, to: generalAccess },
      });
    }
    return {
      from: before.generalAccess,
      to: generalAccess,
      settingsVersion: before.settingsVersion + (isChange ? 1 : 0),
    };
  });
}
