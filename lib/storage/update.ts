import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { changeGeneralAccess } from '../general-access/change.ts';
import type { Address } from '../ids.ts';
import { STORAGE_WORDS, type StorageKind } from '../vocabulary.ts';
import { storageUpdate } from './input.ts';
import { isNameTaken, setNameAndTitle } from './queries.ts';
import { type StorageView, storageView } from './view.ts';

/**
 * Changes a storage's name, title and general access; only fields that were sent change. A general access that stays what it is needs no
 * right to share, so that a collaborator may send back the object that it read.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`, `name-not-unique`.
 */
export async function updateStorage<K extends StorageKind>(
  ctx: Ctx,
  kind: K,
  address: Address,
  input: unknown,
): Promise<StorageView<K>> {
  const parsed = storageUpdate.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { name, title, generalAccess } = parsed.data;

  const reference = { kind, address };
  // What must be asked for depends on what is there now; it is asked for again when the row is locked.
  const seen = await authorize(ctx, 'read', reference);
  const id = await transaction(async (tx) => {
    const changesContent = name !== undefined || title !== undefined;
    const changesAccess = generalAccess !== undefined && generalAccess !== seen.row.generalAccess;
    const asked = changesContent || !changesAccess ? 'write' : 'share';
    const current = await authorize(ctx, asked, reference, tx, 'UPDATE');
    const byId = { kind, address: { by: 'id', id: current.row.id } } as const;

    if (changesContent) {
      const writer = await authorize(ctx, 'write', byId, tx, 'UPDATE');
      if (name && (await isNameTaken(tx, writer, name))) {
        throw new ApiError('name-not-unique', `Another ${STORAGE_WORDS[kind]} of this account has this name`);
      }
      await setNameAndTitle(tx, writer, {
        ...(name !== undefined && { name }),
        ...(title !== undefined && { title }),
      });
      if (name !== undefined && name !== current.row.name) {
        await recordAudit(tx, ctx, {
          accountId: current.row.ownerId,
          event: `${kind}.renamed`,
          principal: auditPrincipal(writer),
          because: writer.because,
          resource: current.row,
          detail: { from: current.row.name, to: name },
        });
      }
    }
    if (generalAccess !== undefined && generalAccess !== current.row.generalAccess) {
      await changeGeneralAccess(ctx, byId, generalAccess, tx);
    }
    return current.row.id;
  });
  return storageView(kind, await authorize(ctx, 'read', { kind, address: { by: 'id', id } }));
}
