import { transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import type { Address } from '../ids.ts';
import { datasetUpdate } from './input.ts';
import { isNameTaken, setGeneralAccess, setNameAndTitle } from './queries.ts';
import { type DatasetView, datasetView } from './view.ts';

/**
 * Changes a dataset's name, title and general access; only fields that were sent change. A general access that stays what it is needs no
 * right to share, so that a collaborator may send back the object that it read.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`, `dataset-name-not-unique`.
 */
export async function updateDataset(ctx: Ctx, address: Address, input: unknown): Promise<DatasetView> {
  const parsed = datasetUpdate.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { name, title, generalAccess } = parsed.data;

  const reference = { kind: 'dataset', address } as const;
  // What must be asked for depends on what is there now; it is asked for again when the row is locked.
  const seen = await authorize(ctx, 'read', reference);
  const id = await transaction(async (tx) => {
    const changesContent = name !== undefined || title !== undefined;
    const changesAccess = generalAccess !== undefined && generalAccess !== seen.row.generalAccess;
    const asked = changesContent || !changesAccess ? 'write' : 'share';
    const current = await authorize(ctx, asked, reference, tx, 'UPDATE');
    const byId = { kind: 'dataset', address: { by: 'id', id: current.row.id } } as const;

    if (changesContent) {
      const writer = await authorize(ctx, 'write', byId, tx, 'UPDATE');
      if (name && (await isNameTaken(tx, writer, name))) {
        throw new ApiError('dataset-name-not-unique', 'Another dataset of this account has this name');
      }
      if (changesContent) {
        await setNameAndTitle(tx, writer, {
          ...(name !== undefined && { name }),
          ...(title !== undefined && { title }),
        });
      }
      if (name !== undefined && name !== current.row.name) {
        await recordAudit(tx, ctx, {
          accountId: current.row.ownerId,
          event: 'dataset.renamed',
          principal: auditPrincipal(writer),
          because: writer.because,
          resource: current.row,
          detail: { from: current.row.name, to: name },
        });
      }
    }
    if (generalAccess !== undefined && generalAccess !== current.row.generalAccess) {
      const sharer = await authorize(ctx, 'share', byId, tx);
      await setGeneralAccess(tx, sharer, generalAccess);
      await recordAudit(tx, ctx, {
        accountId: current.row.ownerId,
        event: 'resource.general-access-changed',
        principal: auditPrincipal(sharer),
        because: sharer.because,
        resource: current.row,
        detail: { from: current.row.generalAccess, to: generalAccess },
      });
    }
    return current.row.id;
  });
  return datasetView(await authorize(ctx, 'read', { kind: 'dataset', address: { by: 'id', id } }));
}
