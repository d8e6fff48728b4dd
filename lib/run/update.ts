import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { invalidInput } from '../errors.ts';
import { changeGeneralAccess } from '../general-access/change.ts';
import type { Address } from '../ids.ts';
import { getRun } from './get.ts';
import { runUpdate } from './input.ts';
import { setStatusMessage } from './queries.ts';
import type { RunView } from './view.ts';

/**
 * Changes a run's status message and its general access; only fields that were sent change. A general access that stays what it is needs no
 * right to share.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`.
 */
export async function updateRun(ctx: Ctx, address: Address, input: unknown): Promise<RunView> {
  const parsed = runUpdate.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { statusMessage, isStatusMessageTerminal: isTerminal, generalAccess } = parsed.data;
  const reference = { kind: 'run', address } as const;
  // What must be asked for depends on what is there now; it is asked for again when the row is locked.
  const seen = await authorize(ctx, 'read', reference);
  const changesAccess = generalAccess !== undefined && generalAccess !== seen.row.generalAccess;
  await transaction(async (tx) => {
    if (changesAccess) {
      await changeGeneralAccess(ctx, reference, generalAccess, tx);
    }
    if (!changesAccess || statusMessage !== undefined || isTerminal !== undefined) {
      const proof = await authorize(ctx, 'update-status', reference, tx);
      await setStatusMessage(tx, proof, { statusMessage, isTerminal });
    }
  });
  return getRun(ctx, { by: 'id', id: seen.row.id });
}
