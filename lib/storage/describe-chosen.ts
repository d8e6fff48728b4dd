import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { refusalOf } from '../errors.ts';
import type { GeneralAccess, StorageKind } from '../vocabulary.ts';
import { MAX_BULK } from './bulk.ts';
import { entryCountOf } from './entry-count.ts';

/** A chosen storage as it is now, with what the one who asks may do to it. */
export interface ChosenStorage {
  id: string;
  name: string | null;
  title: string | null;
  entryCount: number;
  generalAccess: GeneralAccess;
  isOwn: boolean;
  may: { write: boolean; share: boolean };
}

/** Describes chosen storages before anything is done to them. Those that are gone, or may not be read, are left out. */
export async function describeChosen(ctx: Ctx, kind: StorageKind, ids: readonly string[]): Promise<ChosenStorage[]> {
  const distinct = [...new Set(ids)].slice(0, MAX_BULK);
  const described = await Promise.all(
    distinct.map(async (id) => {
      try {
        return chosen(await authorize(ctx, 'read', { kind, address: { by: 'id', id } }));
      } catch (error) {
        if (refusalOf(error)) return null;
        throw error;
      }
    }),
  );
  return described.filter((storage) => storage !== null);
}

function chosen({ row, account, may }: Authorized<StorageKind, 'read'>): ChosenStorage {
  const { id, name, title, generalAccess } = row;
  const isOwn = account?.id === row.ownerId;
  return {
    ...{ id, name, title, generalAccess, isOwn },
    entryCount: entryCountOf(row),
    may: { write: may.write, share: may.share },
  };
}
