import { transaction } from '../../db/transaction.ts';
import { selectSettings } from '../account/queries.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { countAttempt, forgetAttempts } from '../authentication/attempts.ts';
import { verifyPassword } from '../authentication/password.ts';
import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { setReauthenticated } from './queries.ts';

/** Makes a session fresh again with the password. Errors: `invalid-input` for a wrong password, `rate-limit-exceeded`. */
export async function reauthenticate(ctx: Ctx, password: string): Promise<void> {
  const proof = await authorizeAccount(ctx, 'read-settings');
  if (proof.principal.kind !== 'session')
    throw new ApiError('insufficient-permissions', 'Only a person signed in to the Console can do this');
  const { principal, account } = proof;
  const attemptKey = account.username.toLowerCase();
  await countAttempt('confirmation', attemptKey);
  const { passwordHash } = await selectSettings(proof);
  if (!(await verifyPassword(password.slice(0, 1_024), passwordHash)))
    throw new ApiError('invalid-input', 'The password is wrong');
  await forgetAttempts('confirmation', attemptKey);
  await transaction(async (tx) => {
    await setReauthenticated(tx, principal.sessionId);
    await recordAudit(tx, ctx, {
      accountId: account.id,
      event: 'session.reauthenticated',
      principal: auditPrincipal(proof),
      because: proof.because,
    });
  });
}
