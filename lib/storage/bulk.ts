import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, type ErrorType, invalidInput, refusalOf } from '../errors.ts';
import { addGrant } from '../grant/add.ts';
import { grantCreation } from '../grant/input.ts';
import { log } from '../log.ts';
import type { StorageKind } from '../vocabulary.ts';
import { deleteStorage } from './delete.ts';
import { storageUpdate } from './input.ts';
import { updateStorage } from './update.ts';

export const MAX_BULK = 100;

/** `grant`: as `addGrant` takes it. `generalAccess`: as `updateStorage` takes it. */
export type BulkChange =
  | { what: 'share'; grant: unknown }
  | { what: 'general-access'; generalAccess: unknown }
  | { what: 'delete' };

/** What became of one of them. `name` is null where it has none, and where it may not be read. */
export interface BulkResult {
  id: string;
  name: string | null;
  error: { type: ErrorType; message: string } | null;
}

/**
 * Does the same to several storages of a kind, each by itself: what is refused for one leaves the others as they were decided.
 * Errors: `invalid-input` for none or more than 100 of them, and for a change that could be made to none.
 */
export async function changeStorages(
  ctx: Ctx,
  kind: StorageKind,
  ids: readonly string[],
  change: BulkChange,
): Promise<BulkResult[]> {
  const distinct = [...new Set(ids)];
  if (distinct.length === 0) throw new ApiError('invalid-input', 'Choose at least one');
  if (distinct.length > MAX_BULK) throw new ApiError('invalid-input', `Choose ${MAX_BULK} at most`);
  assertSound(change);
  const results: BulkResult[] = [];
  // One after another: side by side they would hold as many connections, and take those of everybody else.
  for (const id of distinct) results.push(await changeOne(ctx, kind, id, change));
  return results;
}

function assertSound(change: BulkChange): void {
  if (change.what === 'delete') return;
  const parsed =
    change.what === 'share'
      ? grantCreation.safeParse(change.grant)
      : storageUpdate.required({ generalAccess: true }).safeParse({ generalAccess: change.generalAccess });
  if (!parsed.success) throw invalidInput(parsed.error.issues);
}

async function changeOne(ctx: Ctx, kind: StorageKind, id: string, change: BulkChange): Promise<BulkResult> {
  const reference = { kind, address: { by: 'id', id } } as const;
  let name: string | null = null;
  try {
    ({ name } = (await authorize(ctx, 'read', reference)).row);
    if (change.what === 'share') await addGrant(ctx, reference, change.grant);
    if (change.what === 'delete') await deleteStorage(ctx, kind, reference.address);
    if (change.what === 'general-access') {
      await updateStorage(ctx, kind, reference.address, { generalAccess: change.generalAccess });
    }
    return { id, name, error: null };
  } catch (error) {
    return { id, name, error: errorOf(ctx, error) };
  }
}

/** An unknown failure is one of this storage too: what was done to those before it stands, and must be told. */
function errorOf(ctx: Ctx, error: unknown): BulkResult['error'] {
  const refusal = refusalOf(error);
  if (refusal) return { type: refusal.type, message: refusal.message };
  log().error({ requestId: ctx.requestId, err: error }, 'bulk change failed');
  return { type: 'internal-error', message: 'Something went wrong on our side; this one was not changed' };
}
