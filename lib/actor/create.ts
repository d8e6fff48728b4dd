import { type Transaction, transaction } from '../../db/transaction.ts';
import { mergeVersion } from '../actor-version/merge.ts';
import { saveVersion } from '../actor-version/queries.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { type AuthorizedAccount, authorize, authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { env } from '../env.ts';
import { invalidInput } from '../errors.ts';
import { createId } from '../ids.ts';
import { getActor } from './get.ts';
import { actorCreation, DEFAULT_RUN_OPTIONS } from './input.ts';
import { mergeRunOptions } from './options.ts';
import { insertActor, nameNotUnique } from './queries.ts';
import type { ActorView } from './view.ts';

/**
 * Creates an Actor, with versions where some were sent; without a name it gets one.
 * Errors: `token-not-provided`, `invalid-input`, `actor-name-not-unique`, `insufficient-permissions`.
 */
export async function createActor(ctx: Ctx, input: unknown): Promise<ActorView> {
  const parsed = actorCreation.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { name, versions, defaultRunOptions, actorPermissionLevel, isPublic, ...sent } = parsed.data;
  const values = {
    ...sent,
    categories: sent.categories ?? [],
    isDeprecated: sent.isDeprecated ?? false,
    isPublic: isPublic ?? false,
    // null declares none, whatever new Actors get here.
    permissionLevel: actorPermissionLevel === undefined ? env().defaultActorPermissionLevel : actorPermissionLevel,
    defaultRunOptions: mergeRunOptions(DEFAULT_RUN_OPTIONS, defaultRunOptions),
  };
  const id = await transaction(async (tx) => {
    const creator = await authorizeAccount(ctx, 'create-actor', tx);
    const actorId = await insert(tx, creator, name ?? null, values);
    const byId = { kind: 'actor', address: { by: 'id', id: actorId } } as const;
    const proof = await authorize(ctx, 'write', byId, tx, 'UPDATE');
    for (const version of versions ?? []) {
      await saveVersion(tx, proof, mergeVersion(actorId, null, version.versionNumber, version));
    }
    await recordAudit(tx, ctx, {
      accountId: creator.account.id,
      event: 'actor.created',
      principal: auditPrincipal(creator),
      because: creator.because,
      resource: proof.row,
      detail: { name: proof.row.name, versions: (versions ?? []).map(({ versionNumber }) => versionNumber) },
    });
    if (isPublic) {
      const sharer = await authorize(ctx, 'share', byId, tx);
      await recordAudit(tx, ctx, {
        accountId: creator.account.id,
        event: 'actor.published',
        principal: auditPrincipal(sharer),
        because: sharer.because,
        resource: sharer.row,
        detail: { name: sharer.row.name },
      });
    }
    return actorId;
  });
  return getActor(ctx, { by: 'id', id });
}

/** Errors: `actor-name-not-unique`. */
async function insert(
  tx: Transaction,
  creator: AuthorizedAccount<'create-actor'>,
  name: string | null,
  values: Parameters<typeof insertActor>[3],
): Promise<string> {
  if (name !== null) {
    const id = await insertActor(tx, creator, name, values);
    if (id === null) throw nameNotUnique();
    return id;
  }
  const id =
    (await insertActor(tx, creator, 'my-actor', values)) ??
    (await insertActor(tx, creator, `my-actor-${createId().toLowerCase()}`, values));
  if (id === null) throw nameNotUnique();
  return id;
}
