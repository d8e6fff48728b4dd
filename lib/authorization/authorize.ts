/**
 * The gate. Every use-case goes through here; it loads the facts, decides, and hands out the proof that queries demand, or throws.
 *
 * A proof can be made in this file only, so a statement on data without a decision does not compile.
 */
import type { Transaction } from '../../db/transaction.ts';
import type { Ctx } from '../context.ts';
import { ApiError, recordNotFound } from '../errors.ts';
import { addressText } from '../ids.ts';
import { approvalUrl } from '../urls.ts';
import { countLinkUse, countRead, noteSessionUse, noteTokenUse } from '../usage/record.ts';
import { noteRefusedStart } from '../usage/refused-starts.ts';
import { countRefusal, countRunUse } from '../usage/run-uses.ts';
import { type PermissionLevel, RESOURCE_WORDS, type ResourceKind, type StorageKind } from '../vocabulary.ts';
import { decideAccount, decideResource, decideStart } from './decide.ts';
import { declaredLevel, loadPrincipal, loadResource } from './load.ts';
import { type LoadedStart, loadStart } from './load-start.ts';
import { type CredentialLock, lockCredential, lockCredentialAndResource, type ResourceLock } from './lock.ts';
import type { LoadedLink, LoadedResource, PrincipalAccount, RecordRow, Reference, ResourceRow } from './rows.ts';
import {
  type AccountPermission,
  effectiveLevel,
  PERMISSIONS,
  PERMISSIONS_OF,
  type Permission,
  type Principal,
  type ResourceFacts,
  type RuleId,
} from './types.ts';

declare const proof: unique symbol;

/** Permissions that come with one. */
type Implied<P extends Permission> = P extends 'write'
  ? 'read' | 'write' | 'update-status' | 'abort'
  : P extends 'share' | 'grant'
    ? 'read' | 'share' | P
    : 'read' | P;

/** Proof that the principal has `P` on this resource, with its row. */
export interface Authorized<K extends ResourceKind, P extends Permission> {
  readonly [proof]: { [Held in Implied<P>]: true };
  readonly principal: Principal;
  readonly account: PrincipalAccount | null;
  readonly row: ResourceRow<K>;
  /** What was decided on. */
  readonly facts: ResourceFacts;
  readonly because: readonly RuleId[];
  /** What else the principal may do, for views that show more to those who may do more. */
  readonly may: May;
  /** The signed link that opened the door, where one did. */
  readonly link: LoadedLink | null;
  /** The record that the reference asks for, if it is there. */
  readonly record: RecordRow | null;
}

type May = { readonly [Asked in Permission]: boolean };
const NOTHING = Object.fromEntries(PERMISSIONS.map((asked) => [asked, false])) as May;

/** Proof that the principal has `P` on its own account. */
export interface AuthorizedAccount<P extends AccountPermission> {
  readonly [proof]: P;
  readonly principal: Exclude<Principal, { kind: 'anonymous' }>;
  readonly account: PrincipalAccount;
  readonly because: readonly RuleId[];
}

/** Proof that the principal may list resources of a kind, and which: those of its account and those granted to it, within its scope. */
export interface Listing<K extends ResourceKind> {
  readonly [proof]: K;
  readonly kind: K;
  readonly accountId: string;
  /** null: all; else only what the scope names, and what the token or the run created. */
  readonly scope: { ids: readonly string[]; tokenId: string | null; runId: string | null } | null;
}

/**
 * Authorizes `asked` on a resource.
 * With a transaction, the resource's row stays locked to its end, so that no access change can come between the decision and the write:
 * exclusive for `share` and `grant`, shared for all else.
 * Errors: `user-or-token-not-found`, `record-not-found`, `insufficient-permissions`.
 */
export async function authorize<K extends ResourceKind, P extends Permission>(
  ctx: Ctx,
  asked: P,
  reference: Reference<K>,
  tx?: Transaction,
  lock: ResourceLock = asked === 'share' || asked === 'grant' ? 'UPDATE' : 'SHARE',
): Promise<Authorized<K, P>> {
  const loaded = tx ? await loadLocked(ctx, asked, lock, reference, tx) : await loadResource(ctx, reference);
  noteUse(ctx, loaded.principal);
  noteRunUse(asked, reference, loaded);
  const authorized = decideOn(asked, reference.kind, loaded);
  if (asked === 'read') {
    countRead(authorized.row.id, authorized.because);
    if (authorized.link) countLinkUse(authorized.row, authorized.link);
  }
  return authorized;
}

/** Whether a signed link opened the door, and was not merely held by someone who has a right of their own. */
const isLinkUse = (because: readonly RuleId[]) =>
  because.includes('signed-link') && !because.some((id) => id === 'owner' || id === 'grant' || id === 'token-scope');

/** Asks again for what was authorized before, for work that goes on; it is no new read to count. Errors: as `authorize`. */
export async function reauthorize<K extends ResourceKind, P extends Permission>(
  ctx: Ctx,
  asked: P,
  reference: Reference<K>,
): Promise<Authorized<K, P>> {
  return decideOn(asked, reference.kind, await loadResource(ctx, reference));
}

function decideOn<K extends ResourceKind, P extends Permission>(
  asked: P,
  kind: K,
  loaded: LoadedResource<K>,
): Authorized<K, P> {
  const what = RESOURCE_WORDS[kind];
  if (!loaded.found) throw recordNotFound(`The ${what}`);
  const { facts, row, record } = loaded.found;
  const decision = decideResource(asked, facts);
  if (!decision.permitted) {
    // These have names that can be guessed: whoever may not see one must not learn that it is there.
    if (HIDDEN.includes(kind) && !decideResource('read', facts).permitted) throw recordNotFound(`The ${what}`);
    throw new ApiError(
      'insufficient-permissions',
      `Insufficient permissions for the ${what}. Make sure you're passing a correct API token and that it has the required permissions.`,
    );
  }
  const may: Record<Permission, boolean> = { ...NOTHING };
  for (const other of PERMISSIONS_OF[kind]) may[other] = other === asked || decideResource(other, facts).permitted;
  const { because } = decision;
  const link = isLinkUse(because) ? loaded.found.link : null;
  const { principal, account } = loaded;
  return { principal, account, row, facts, because, may, link, record } as Authorized<K, P>;
}

/** Source: access-rules 6. */
const HIDDEN: readonly ResourceKind[] = ['actor', 'task', 'schedule', 'webhook'];

/**
 * Counts what the program of a run does with its token, and what it is refused, for the run's page and for those who approve its Actor.
 * What a run with full permissions could have done with limited ones counts as its own.
 */
function noteRunUse(
  asked: Permission,
  { kind, address }: Reference,
  { principal, found }: LoadedResource<ResourceKind>,
): void {
  if (principal.kind !== 'run') return;
  const isRefused = found !== null && !decideResource(asked, found.facts).permitted;
  const asLimited = { ...principal, level: 'LIMITED_PERMISSIONS', scope: null } as const;
  const isOwn = found !== null && decideResource(asked, { ...found.facts, principal: asLimited }).permitted;
  if (found) countRunUse(principal, { kind, asked, isOwn, isRefused });
  if (isRefused) countRefusal(principal.runId, { kind, asked, subject: addressText(address) });
}

/**
 * Locks what the decision depends on before its facts are read, so that they are those in force until the end of the transaction: the
 * resource's row, which every change of access to it locks too, and those of the credential and its account.
 */
async function loadLocked<K extends ResourceKind>(
  ctx: Ctx,
  asked: Permission,
  lock: ResourceLock,
  reference: Reference<K>,
  tx: Transaction,
): Promise<LoadedResource<K>> {
  const { address } = reference;
  let id = address.by === 'id' ? address.id : null;
  // A stranger must not hold up others: an exclusive lock is for those who pass already. A name must be resolved first in any case.
  if (lock === 'UPDATE' || id === null) {
    const before = await loadResource(ctx, reference, tx.client);
    try {
      decideOn(asked, reference.kind, before);
    } catch (error) {
      // It comes no further, and would not be counted.
      noteRunUse(asked, reference, before);
      throw error;
    }
    id = before.found?.row.id ?? null;
  }
  await lockCredentialAndResource(ctx, tx, { kind: reference.kind, id }, lock);
  const loaded = await loadResource(ctx, reference, tx.client);
  // A name that went to another resource in between: what it means now is not what is locked.
  return loaded.found && loaded.found.row.id !== id ? { ...loaded, found: null } : loaded;
}

/**
 * Tells who asks, for what is open to everyone. A wrong credential is refused even there, so that a mistake shows.
 * Errors: `user-or-token-not-found`.
 */
export async function authenticate(ctx: Ctx): Promise<PrincipalAccount | null> {
  return (await loadPrincipal(ctx)).account;
}

/**
 * Authorizes `asked` on the account of the one who asks.
 * Errors: `token-not-provided` for anonymous, `user-or-token-not-found`, `insufficient-permissions`; `elevated-permissions-needed` when
 * the session must be renewed first.
 */
export async function authorizeAccount<P extends Exclude<AccountPermission, 'create-storage'>>(
  ctx: Ctx,
  asked: P,
  tx?: Transaction,
  lock: CredentialLock = 'KEY SHARE',
): Promise<AuthorizedAccount<P>> {
  return decideOnAccount(ctx, asked, null, tx, lock);
}

/** Authorizes creating a storage of a kind in the account of the one who asks. Errors: as `authorizeAccount`. */
export async function authorizeCreation(
  ctx: Ctx,
  creating: StorageKind,
  tx: Transaction,
): Promise<AuthorizedAccount<'create-storage'>> {
  return decideOnAccount(ctx, 'create-storage', creating, tx, 'KEY SHARE');
}

async function decideOnAccount<P extends AccountPermission>(
  ctx: Ctx,
  asked: P,
  creating: StorageKind | null,
  tx: Transaction | undefined,
  lock: CredentialLock,
): Promise<AuthorizedAccount<P>> {
  if (tx) await lockCredential(ctx, tx, lock);
  const { principal, account } = await loadPrincipal(ctx, tx?.client);
  if (!account || principal.kind === 'anonymous') {
    throw new ApiError('token-not-provided', 'An authentication token is needed and was not provided');
  }
  noteUse(ctx, principal);
  const decision = decideAccount(asked, { principal, account, creating });
  if (principal.kind === 'run') {
    const isRefused = !decision.permitted;
    const asLimited = { ...principal, level: 'LIMITED_PERMISSIONS', scope: null } as const;
    const isOwn = decideAccount(asked, { principal: asLimited, account, creating }).permitted;
    countRunUse(principal, { kind: 'account', asked, isOwn, isRefused });
    if (isRefused) countRefusal(principal.runId, { kind: 'account', asked, subject: '' });
  }
  if (!decision.permitted) throw accountRefusal(decision.because);
  return { principal, account, because: decision.because } as AuthorizedAccount<P>;
}

const noteUse = (ctx: Ctx, principal: Principal) => {
  if (principal.kind === 'token' && principal.of === undefined) noteTokenUse(principal.tokenId, ctx.userAgent);
  if (principal.kind === 'session') noteSessionUse(principal.sessionId);
};

function accountRefusal(because: readonly RuleId[]): ApiError {
  if (because.length === 1 && because[0] === 'fresh-session') {
    return new ApiError('elevated-permissions-needed', 'Confirm that it is you: sign in again to change this setting');
  }
  if (because.includes('console-only')) {
    return new ApiError('insufficient-permissions', 'Only a person signed in to the Console can do this');
  }
  return new ApiError('insufficient-permissions', 'Insufficient permissions for this action');
}

/** Proof that an Actor may be started in the account of the one who asks, at the level that was decided on. */
export interface AuthorizedStart {
  readonly [proof]: 'start';
  readonly principal: Exclude<Principal, { kind: 'anonymous' }>;
  /** The account that the run is to belong to. */
  readonly account: PrincipalAccount;
  readonly actor: ResourceRow<'actor'>;
  readonly level: PermissionLevel;
  /** Why it may start at that level. */
  readonly because: readonly RuleId[];
}

/**
 * Authorizes starting an Actor, or becoming it (`metamorph`), at `forcedLevel` if that is given, else as its default run options or its
 * declaration say. The Actor's row stays locked to the end of the transaction, so that its level cannot change in between: whoever inserts
 * the run does it in the same one.
 * Errors: as `authorize`; `full-permission-actor-not-approved`; `insufficient-permissions` where a limited run reaches for full permissions.
 */
export async function authorizeStart(
  ctx: Ctx,
  asked: 'run' | 'metamorph',
  reference: Reference<'actor'>,
  forcedLevel: PermissionLevel | undefined,
  tx: Transaction,
): Promise<AuthorizedStart> {
  const { principal, account, row: actor } = await authorize(ctx, asked, reference, tx);
  if (!account || principal.kind === 'anonymous') {
    throw new ApiError('token-not-provided', 'An authentication token is needed and was not provided');
  }
  const askedLevel = forcedLevel ?? actor.forcePermissionLevel ?? declaredLevel(actor.permissionLevel);
  // With limited permissions nothing else is to be known.
  const { hasCeiling, ...lifts } =
    askedLevel === 'LIMITED_PERMISSIONS'
      ? NOTHING_LIFTED
      : await loadStart(tx, { accountId: account.id, actorId: actor.id, levelEpoch: actor.levelEpoch });
  const level = effectiveLevel(askedLevel, hasCeiling);
  const decision = decideStart({
    callerLevel: principal.kind === 'run' ? principal.level : null,
    effectiveLevel: level,
    isOwnActor: actor.ownerId === account.id,
    ...lifts,
  });
  if (!decision.permitted) {
    if (principal.kind === 'run') {
      countRefusal(principal.runId, { kind: 'actor', asked, subject: addressText(reference.address) });
    }
    // Where no approval would help, nobody is asked for one: a limited run must not have people asked whether another Actor may have everything.
    if (!decision.because.includes('limited-cannot-elevate')) noteRefusedStart(account.id, actor.id, principal);
    throw startRefusal(decision.because, actor.id);
  }
  return { principal, account, actor, level, because: decision.because } as AuthorizedStart;
}

const NOTHING_LIFTED: LoadedStart = {
  ...{ isApproved: false, hasPriorRun: false, skipsApproval: false, hasCeiling: false },
};

/** Source: Full-permission Actors now require approval; contract 4.1. */
function startRefusal(because: readonly RuleId[], actorId: string): ApiError {
  if (because.includes('limited-cannot-elevate')) {
    return new ApiError(
      'insufficient-permissions',
      'Insufficient permissions: a run with limited permissions cannot start an Actor with full permissions',
    );
  }
  return new ApiError(
    'full-permission-actor-not-approved',
    'This Actor requires full access to your account. You must approve its permissions before running it.',
    { approvalUrl: approvalUrl(actorId) },
  );
}

/** Authorizes listing resources of a kind. Errors: as `authorizeAccount`. */
export async function authorizeListing<K extends ResourceKind>(ctx: Ctx, kind: K): Promise<Listing<K>> {
  const { principal, account } = await authorizeAccount(ctx, 'list');
  const scope = principal.kind === 'session' ? null : listingScope(principal, kind);
  return { kind, accountId: account.id, scope } as Listing<K>;
}

function listingScope(
  principal: Exclude<Principal, { kind: 'anonymous' | 'session' }>,
  kind: ResourceKind,
): Listing<ResourceKind>['scope'] {
  const { scope } = principal;
  if (scope === null || scope.kinds.some((listed) => listed.kind === kind && isReading(listed))) return null;
  const ids = scope.resources.filter(isReading).map((listed) => listed.id);
  return principal.kind === 'token'
    ? { ids, tokenId: principal.tokenId, runId: null }
    : { ids, tokenId: null, runId: principal.runId };
}

const isReading = ({ permissions }: { permissions: readonly Permission[] }) =>
  permissions.includes('read') || permissions.includes('write');
