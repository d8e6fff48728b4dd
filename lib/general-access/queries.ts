/** The statement on general access. It takes a proof and decides nothing. */
import { eq } from 'drizzle-orm';
import { resources } from '../../db/schema/resource.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { GeneralAccess, ResourceKind } from '../vocabulary.ts';

export async function setGeneralAccess(
  tx: Transaction,
  proof: Authorized<ResourceKind, 'share'>,
  generalAccess: GeneralAccess,
): Promise<void> {
  await tx.db.update(resources).set({ generalAccess }).where(eq(resources.id, proof.row.id));
}
