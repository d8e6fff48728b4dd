import { type Transaction, transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import type { Address } from '../ids.ts';
import type { AuditEvent } from '../vocabulary.ts';
import { changeLevel } from './change-level.ts';
import { getActor } from './get.ts';
import { actorUpdate } from './input.ts';
import { mergeRunOptions } from './options.ts';
import { removeTag, renameActor, saveActor, selectActor, setPublic, setTag } from './queries.ts';
import { replaceVersions } from './replace-versions.ts';
import type { ActorView } from './view.ts';

/**
 * Changes an Actor; only fields that were sent change. Who may see it is changed by those who may share it; an `isPublic` that stays what it
 * is needs no such right, so that a collaborator may send back the object that it read.
 * Errors: `invalid-input`, `record-not-found`, `insufficient-permissions`, `actor-name-not-unique`.
 */
export async function updateActor(ctx: Ctx, address: Address, input: unknown): Promise<ActorView> {
  const parsed = actorUpdate.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const { isPublic, ...settings } = parsed.data;
  const reference = { kind: 'actor', address } as const;
  const seen = await authorize(ctx, 'read', reference);
  const id = await transaction(async (tx) => {
    const changesSettings = Object.values(settings).some((value) => value !== undefined);
    const changesAccess = isPublic !== undefined && isPublic !== seen.row.isPublic;
    const { row } = await authorize(
      ctx,
      changesSettings || !changesAccess ? 'write' : 'share',
      reference,
      tx,
      'UPDATE',
    );
    const byId = { kind: 'actor', address: { by: 'id', id: row.id } } as const;
    if (changesSettings) await changeSettings(ctx, tx, await authorize(ctx, 'write', byId, tx, 'UPDATE'), settings);
    if (isPublic !== undefined && isPublic !== row.isPublic) {
      const sharer = await authorize(ctx, 'share', byId, tx);
      await setPublic(tx, sharer, isPublic);
      await record(ctx, tx, sharer, isPublic ? 'actor.published' : 'actor.unpublished', { name: sharer.row.name });
    }
    return row.id;
  });
  return getActor(ctx, { by: 'id', id });
}

type Settings = Omit<ReturnType<typeof actorUpdate.parse>, 'isPublic'>;

async function changeSettings(
  ctx: Ctx,
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  settings: Settings,
): Promise<void> {
  const {
    name,
    versions,
    taggedBuilds,
    actorPermissionLevel,
    actorPermissionLevelReason,
    defaultRunOptions,
    ...plain
  } = settings;
  const before = await selectActor(proof, tx);
  const after = {
    permissionLevel: actorPermissionLevel === undefined ? before.permissionLevel : actorPermissionLevel,
    defaultRunOptions: mergeRunOptions(before.defaultRunOptions, defaultRunOptions),
  };
  const { categories, isDeprecated, ...texts } = plain;
  await saveActor(tx, proof, {
    ...texts,
    ...(categories !== undefined && { categories: categories ?? [] }),
    ...(isDeprecated !== undefined && { isDeprecated: isDeprecated ?? false }),
    ...after,
  });
  await changeLevel(ctx, tx, proof, { before, after, reason: actorPermissionLevelReason || null });
  if (name !== undefined && name !== proof.row.name) {
    await renameActor(tx, proof, name);
    await record(ctx, tx, proof, 'actor.renamed', { from: proof.row.name, to: name });
  }
  if (versions) await replaceVersions(ctx, tx, proof, versions);
  for (const [tag, build] of Object.entries(taggedBuilds ?? {})) {
    if (build === null) await removeTag(tx, proof, tag);
    else if (!(await setTag(tx, proof, tag, build.buildId))) {
      throw new ApiError('invalid-input', `Field "taggedBuilds.${tag}": the Actor has no such build that succeeded`);
    }
  }
}

const record = (
  ctx: Ctx,
  tx: Transaction,
  proof: Authorized<'actor', 'read'>,
  event: AuditEvent,
  detail: Record<string, unknown>,
) =>
  recordAudit(tx, ctx, {
    ...{ accountId: proof.row.ownerId, event, principal: auditPrincipal(proof) },
    ...{ because: proof.because, resource: proof.row, detail },
  });
