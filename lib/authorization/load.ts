/**
 * Loads all facts of a decision in ONE statement: the credential's account, the resource with its owner, the grant, and the link.
 *
 * Revocation is instant because nothing here is cached: each request reads the rows that decide.
 */
import { pool, type Queryable } from '../../db/client.ts';
import type { Credential, Ctx } from '../context.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import type { GrantPermission, PermissionLevel, ResourceKind } from '../vocabulary.ts';
import { linkWorth, signedLinkOf } from './link-worth.ts';
import { permissionsOf } from './permissions-of.ts';
import type { KindRows, LoadedPrincipal, LoadedResource, RecordRow, Reference, ResourceRow } from './rows.ts';
import { PRINCIPAL_STATEMENTS, queryOf, RECORD_STATEMENTS, STATEMENTS } from './statements.ts';
import {
  type ActorFacts,
  type Principal,
  type ResourceFacts,
  type RunFacts,
  type RunPrincipal,
  resourceFactsOf,
  type Scope,
} from './types.ts';

/** All are null where there is no such record. */
interface RecordColumns {
  contentType: string | null;
  recordByteCount: number;
  digest: Buffer;
  recordModifiedAt: Date;
  data: Buffer | null;
  blobId: string | null;
}

const recordOf = (columns: Partial<RecordColumns>): RecordRow | null => {
  const { contentType, recordByteCount: byteCount, digest, recordModifiedAt: modifiedAt } = columns;
  if (!contentType || byteCount === undefined || !digest || !modifiedAt) return null;
  return { contentType, byteCount, digest, modifiedAt, data: columns.data ?? null, blobId: columns.blobId ?? null };
};

interface PrincipalColumns {
  principalKind: 'token' | 'session' | 'run' | 'webhook' | 'schedule' | null;
  principalRun: Pick<RunPrincipal, 'actorId' | 'level' | 'inputStorages'> | null;
  credentialId: string;
  scope: Scope | null;
  isFresh: boolean;
  accountId: string;
  username: string;
  email: string;
  accountName: string;
  isOperator: boolean;
}

type ResourceColumns = PrincipalColumns &
  ResourceRow & {
    id: string | null;
    grantId: string | null;
    grantPermissions: GrantPermission[];
    linkRevokedAt?: Date | null;
    runFacts: RunColumns | null;
    actorFacts: ActorColumns | null;
  };

type RunColumns = Omit<GrantedTo<RunFacts>, 'task'> & {
  task: GrantedTo<NonNullable<RunFacts['task']>> | null;
  actor: ActorColumns | null;
};

/** Facts as they come: permissions as a grant has them, null where there is no grant. */
type GrantedTo<Facts> = Omit<Facts, 'permissions'> & { permissions: GrantPermission[] | null };
type ActorColumns = GrantedTo<Omit<ActorFacts, 'level' | 'effectiveLevel'>> & {
  level: PermissionLevel | null;
  forcedLevel: PermissionLevel | null;
};

const credentialParameters = (credential: Credential) => ({
  credential: credential.kind === 'none' ? null : credential.kind === 'schedule' ? credential.id : credential.digest,
  freshSecs: env().freshSessionSecs,
});

/** Loads who asks. Errors: `user-or-token-not-found` if a credential came along that is wrong, expired or disabled. */
export async function loadPrincipal(ctx: Ctx, queryable: Queryable = pool()): Promise<LoadedPrincipal> {
  if (ctx.credential.kind === 'none') return { principal: { kind: 'anonymous' }, account: null };
  const { rows } = await queryable.query<PrincipalColumns>(
    queryOf(PRINCIPAL_STATEMENTS[ctx.credential.kind], credentialParameters(ctx.credential)),
  );
  return principalOf(ctx.credential, rows[0]);
}

/** Loads who asks and what they ask about. Errors: as `loadPrincipal`; a missing resource is no error here. */
export async function loadResource<K extends ResourceKind>(
  ctx: Ctx,
  reference: Reference<K>,
  queryable: Queryable = pool(),
): Promise<LoadedResource<K>> {
  const { address } = reference;
  const addressedBy = address.by === 'id' ? 'id' : address.username === null ? 'ownName' : 'name';
  const link = signedLinkOf(reference);
  const recordKey = reference.content?.kind === 'record' ? reference.content.key : null;
  const statements =
    recordKey !== null && reference.kind === 'key-value-store'
      ? RECORD_STATEMENTS[addressedBy][ctx.credential.kind]
      : STATEMENTS[reference.kind][addressedBy][ctx.credential.kind];
  const { rows } = await queryable.query<{ loaded: ResourceColumns } & Partial<RecordColumns>>(
    queryOf(link ? statements.withLink : statements.withoutLink, {
      ...credentialParameters(ctx.credential),
      linkDigests: link?.digests,
      idOrName: address.by === 'id' ? address.id : address.name,
      username: address.by === 'name' ? address.username : null,
      recordKey,
    }),
  );
  const columns = rows[0] && withDates(rows[0].loaded);
  const loaded = principalOf(ctx.credential, columns);
  if (!columns || columns.id === null) return { ...loaded, found: null };

  // The statement selects just the columns of this kind.
  const row = columns as unknown as ResourceRow<K>;
  const worth = linkWorth(reference, link, row, columns.linkRevokedAt ?? null);
  const facts: ResourceFacts = {
    principal: loaded.principal,
    resource: resourceFactsOf(row),
    run: runFactsOf(columns),
    actor: actorFactsOf(columns.actorFacts ?? columns.runFacts?.actor ?? null),
    addressedBy: address.by,
    grants:
      columns.grantId === null ? [] : [{ id: columns.grantId, permissions: permissionsOf(columns.grantPermissions) }],
    link: worth.state,
    asksForSignedContent: reference.content !== undefined,
  };
  return { ...loaded, found: { row, facts, link: worth.loaded, record: rows[0] ? recordOf(rows[0]) : null } };
}

function runFactsOf({ runFacts }: ResourceColumns): RunFacts | null {
  if (!runFacts) return null;
  const { id, generalAccess, ancestorIds, permissions, task } = runFacts;
  return {
    ...{ id, generalAccess, ancestorIds, permissions: permissionsOf(permissions ?? []) },
    task: task && { id: task.id, ownerId: task.ownerId, permissions: permissionsOf(task.permissions ?? []) },
  };
}

/** An Actor that never declared a level counts as full. Source: Actor permissions. */
export const declaredLevel = (level: PermissionLevel | null): PermissionLevel => level ?? 'FULL_PERMISSIONS';

function actorFactsOf(columns: ActorColumns | null): ActorFacts | null {
  if (!columns) return null;
  const { forcedLevel, permissions, ...facts } = columns;
  const level = declaredLevel(facts.level);
  return { ...facts, level, effectiveLevel: forcedLevel ?? level, permissions: permissionsOf(permissions ?? []) };
}

/** A row comes as one JSON value, which costs half of what thirty columns do; only its instants have to be made of text. */
function withDates(columns: ResourceColumns): ResourceColumns {
  const loaded = columns as ResourceColumns & { [Name in (typeof INSTANTS)[number]]?: Date | null };
  for (const name of INSTANTS) {
    const text = loaded[name];
    if (text) loaded[name] = new Date(text);
  }
  return columns;
}
const INSTANTS = [
  'createdAt',
  'modifiedAt',
  'accessedAt',
  'linkRevokedAt',
  'startedAt',
  'finishedAt',
  'abortRequestedAt',
] as const satisfies readonly (keyof ResourceColumns | keyof KindRows['run'] | keyof KindRows['dataset'])[];

function principalOf(credential: Credential, columns: PrincipalColumns | undefined): LoadedPrincipal {
  if (credential.kind === 'none') return { principal: { kind: 'anonymous' }, account: null };
  if (!columns?.principalKind) {
    throw new ApiError(
      'user-or-token-not-found',
      'The account was not found, or the authentication token is not valid',
    );
  }
  return {
    principal: principalFrom(columns, columns.principalKind),
    account: {
      id: columns.accountId,
      username: columns.username,
      email: columns.email,
      name: columns.accountName,
      isOperator: columns.isOperator,
    },
  };
}

function principalFrom(columns: PrincipalColumns, kind: NonNullable<PrincipalColumns['principalKind']>): Principal {
  const { accountId, credentialId, scope, isFresh, principalRun } = columns;
  switch (kind) {
    case 'token':
      return { kind, accountId, tokenId: credentialId, scope };
    case 'webhook':
    case 'schedule':
      return { kind: 'token', accountId, tokenId: credentialId, scope, of: kind };
    case 'session':
      return { kind, accountId, sessionId: credentialId, isFresh };
    case 'run':
      if (!principalRun) throw new Error('The run that asks was not loaded');
      return { kind, accountId, runId: credentialId, scope, ...principalRun };
  }
}
