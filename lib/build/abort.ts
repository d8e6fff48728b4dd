import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { getBuild } from './get.ts';
import { requestAbort } from './queries.ts';
import type { BuildView } from './view.ts';

/** Asks for the end of a build; one that has ended stays as it is. Errors: `record-not-found`, `insufficient-permissions`. */
export async function abortBuild(ctx: Ctx, id: string): Promise<BuildView> {
  await transaction(async (tx) => {
    await requestAbort(tx, await authorize(ctx, 'write', { kind: 'build', address: { by: 'id', id } }, tx));
  });
  return getBuild(ctx, id);
}
