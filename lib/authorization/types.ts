/**
 * The words of a decision.
 *
 * A *principal* asks for a *permission* on a resource; *facts* are all that a decision may depend on, already loaded; a *decision* says
 * yes or no and which rules made it so. Nothing here knows of a database, a clock or a request.
 */
import type {
  EffectiveGeneralAccess,
  GeneralAccess,
  PermissionLevel,
  ResourceKind,
  StorageKind,
} from '../vocabulary.ts';

/** Who asks. Source: access-rules 1. */
export type Principal =
  | { kind: 'anonymous' }
  /** A person in the Console. `isFresh`: signed in or re-authenticated recently enough for the settings that ask for it. */
  | { kind: 'session'; accountId: string; sessionId: string; isFresh: boolean }
  /**
   * An API token of an account; `scope` null means unscoped. A schedule, or a webhook that calls our own API, asks as a token that nobody
   * holds: `of` says which, and `tokenId` is its id.
   */
  | { kind: 'token'; accountId: string; tokenId: string; scope: Scope | null; of?: 'schedule' | 'webhook' }
  | RunPrincipal;

/** The id of what a principal showed: of the session, the token or the run. */
export function credentialIdOf(principal: Exclude<Principal, { kind: 'anonymous' }>): string {
  switch (principal.kind) {
    case 'session':
      return principal.sessionId;
    case 'token':
      return principal.tokenId;
    case 'run':
      return principal.runId;
  }
}

/**
 * A run, by its token: it acts for the account that it belongs to, at the level that was decided when it started. `scope`: of the scoped
 * token that started it, which it cannot exceed. `inputStorages`: those that its input named, with what the field permits.
 */
export interface RunPrincipal {
  kind: 'run';
  accountId: string;
  runId: string;
  actorId: string;
  level: PermissionLevel;
  scope: Scope | null;
  inputStorages: readonly { id: string; permissions: readonly ('read' | 'write')[] }[];
}

/** What a scoped token lists: permissions on single resources, and whole kinds with `*`. Never more than its account has. */
export interface Scope {
  resources: readonly { id: string; permissions: readonly Permission[] }[];
  kinds: readonly { kind: ResourceKind; permissions: readonly Permission[] }[];
  create: readonly ResourceKind[];
}

/**
 * What may be asked of a resource. `write` implies `read`, and deleting is `write`; `share` is changing general access and links, `grant`
 * is giving rights to accounts and taking them. `update-status`, `abort` and `metamorph` are a run's own parts of `write`; `metamorph` of an
 * Actor is becoming it.
 */
export const PERMISSIONS = [
  'read',
  'write',
  'share',
  'grant',
  'update-status',
  'abort',
  'metamorph',
  'run',
  'build',
  'view-owner-runs',
] as const;
export type Permission = (typeof PERMISSIONS)[number];

const OF_ALL = ['read', 'write', 'share', 'grant'] as const;

/** What each kind can be asked for. */
export const PERMISSIONS_OF: Record<ResourceKind, readonly Permission[]> = {
  dataset: OF_ALL,
  'key-value-store': OF_ALL,
  'request-queue': OF_ALL,
  run: [...OF_ALL, 'update-status', 'abort', 'metamorph'],
  build: OF_ALL,
  actor: [...OF_ALL, 'run', 'metamorph', 'build', 'view-owner-runs'],
  task: [...OF_ALL, 'view-owner-runs'],
  schedule: OF_ALL,
  webhook: ['read', 'write'],
};

/** What may be asked of an account: its settings, its tokens, and creating something in it. */
export type AccountPermission =
  | 'read-settings'
  | 'change-profile'
  | 'change-security'
  | 'manage-tokens'
  | 'read-audit'
  /** Links and grants of the whole account: seeing them, and ending them all at once. */
  | 'review-access'
  | 'end-access'
  | 'create-storage'
  /** Whether there is a storage of a name, before it is opened or created. */
  | 'find-storage'
  | 'create-actor'
  /** Of what starts runs. */
  | 'create-task'
  | 'create-schedule'
  | 'create-webhook'
  /** Consent to Actors with full permissions: giving it, taking it back, and seeing it. */
  | 'approve'
  | 'list'
  | 'operate';

/** A signed link that came with the request, as it was found. */
export type LinkState = 'none' | 'valid' | 'expired' | 'revoked' | 'forged' | 'refused-by-policy';

/** What decides about a run, and about what hangs on it: its log and its default storages. */
export interface RunFacts {
  id: string;
  generalAccess: GeneralAccess;
  /** The runs that started it, from the first one down to its parent. */
  ancestorIds: readonly string[];
  /** What unexpired grants give the principal's account on the run. */
  permissions: readonly Permission[];
  /** The task that it is of, and what grants give the principal's account on that; null without one. */
  task: { id: string; ownerId: string; permissions: readonly Permission[] } | null;
}

/** What decides about an Actor, its builds and its runs. */
export interface ActorFacts {
  id: string;
  ownerId: string;
  isPublic: boolean;
  /** As declared; the level of a start that asks for no other is `effectiveLevel`. */
  level: PermissionLevel;
  effectiveLevel: PermissionLevel;
  /** What unexpired grants give the principal's account on the Actor. */
  permissions: readonly Permission[];
  /** Whether the run that asks has started a run of it, directly or down the chain; known only where the Actor itself is asked about. */
  wasStartedByPrincipal: boolean;
}

/** All that decides about a resource. */
export interface ResourceFacts {
  principal: Principal;
  resource: {
    kind: ResourceKind;
    id: string;
    ownerId: string;
    hasName: boolean;
    generalAccess: GeneralAccess;
    ownerGeneralAccess: Exclude<GeneralAccess, 'FOLLOW_USER_SETTING' | 'ANYONE_WITH_NAME_CAN_READ'>;
    /** Whether the owner lets developers of public Actors read the runs of those Actors. */
    ownerSharesRuns: boolean;
    /** The token that created it, if one did: a scoped token keeps what it created. */
    createdByTokenId: string | null;
    /** The run that created it, if one did, its Actor and its level. */
    createdByRun: { id: string; actorId: string; level: PermissionLevel } | null;
  };
  /** The run that this is, or that this is a default storage of. */
  run: RunFacts | null;
  /** The Actor that this is, or that the build or the run is of. */
  actor: ActorFacts | null;
  addressedBy: 'id' | 'name';
  /** Unexpired grants to the principal's account on this resource. */
  grants: readonly { id: string; permissions: readonly Permission[] }[];
  /** `valid` only for the very content that was signed. */
  link: LinkState;
  /** Whether the request asks for the content that a link can sign (items, keys, requests, one record), and not for a description. */
  asksForSignedContent: boolean;
}

/** All that decides about an account. `creating`: the kind of storage that is to be created in it. */
export interface AccountFacts {
  principal: Principal;
  account: { id: string; isOperator: boolean };
  creating: StorageKind | null;
}

/** All that decides whether a run may start at a level, beside the right to run the Actor. Source: access-rules 4 and 5. */
export interface StartFacts {
  /** The level of the run that asks for the start; null where no run does. */
  callerLevel: PermissionLevel | null;
  /** Of the run to be. */
  effectiveLevel: PermissionLevel;
  /** Whether the Actor belongs to the account that runs it. */
  isOwnActor: boolean;
  /** Whether the account has approved the Actor since its level last changed. */
  isApproved: boolean;
  /** Whether the account has a run of the Actor at full level, started directly, since its level last changed. */
  hasPriorRun: boolean;
  /** Whether the account chose to skip approval. */
  skipsApproval: boolean;
}

/** Of the run to be: what was asked for, or else what a plain start has, and never more than the account's ceiling for the Actor. */
export const effectiveLevel = (asked: PermissionLevel, hasCeiling: boolean): PermissionLevel =>
  hasCeiling ? 'LIMITED_PERMISSIONS' : asked;

/** Ids of the rows of access-rules.md, sections 3 to 5, as far as their kinds exist. */
export type RuleId =
  | 'owner'
  | 'grant'
  | 'grant-run-parts'
  | 'grant-actor-builds'
  | 'anyone-with-id'
  | 'anyone-with-name'
  | 'open-run-parts'
  | 'signed-link'
  | 'public-actor'
  | 'public-actor-build'
  | 'collaborator-owner-runs'
  | 'creator-shared-runs'
  | 'token-scope'
  | 'full-run'
  | 'limited-own-storages'
  | 'limited-created-storages'
  | 'limited-create'
  | 'limited-input-storages'
  | 'limited-own-run'
  | 'limited-metamorph'
  | 'limited-run-actor'
  | 'limited-child-results'
  | 'operator'
  | 'full-not-approved'
  | 'limited-cannot-elevate'
  | 'console-only'
  | 'scoped-no-actor-write'
  | 'fresh-session'
  | 'limited'
  | 'own-actor'
  | 'approved'
  | 'prior-run'
  | 'called-by-full'
  | 'skip-setting';

/** `because`: the forbids if any, else the permits; empty when nothing permitted. */
export interface Decision {
  permitted: boolean;
  because: readonly RuleId[];
}

export interface Rule<Facts, Asked extends string> {
  id: RuleId;
  effect: 'permit' | 'forbid';
  /** The permissions that the rule speaks of. */
  of: readonly Asked[];
  when: (facts: Facts, asked: Asked) => boolean;
}

/**
 * What a principal comes with: nothing; all rights of an account, as a person or by an unscoped token; a scoped token; a run, at its level.
 */
export const ASKERS = ['anonymous', 'account', 'scoped-token', 'limited-run', 'full-run'] as const;
export type Asker = (typeof ASKERS)[number];

export function askerOf(principal: Principal): Asker {
  switch (principal.kind) {
    case 'anonymous':
      return 'anonymous';
    case 'session':
      return 'account';
    case 'token':
      return principal.scope === null ? 'account' : 'scoped-token';
    case 'run':
      return principal.level === 'FULL_PERMISSIONS' ? 'full-run' : 'limited-run';
  }
}

/** A rule about resources. `on`: the kinds that it speaks of; `by`: those that ask, who else is not meant. `onlyOfRuns`: of runs and their parts. */
export interface ResourceRule extends Rule<ResourceFacts, Permission> {
  on: readonly ResourceKind[];
  by: readonly Asker[];
  onlyOfRuns?: true;
}

/** General access after following: the resource's own, else that of its run, else the account's. Source: access-rules 1. */
export function effectiveGeneralAccess({
  resource,
  run,
}: {
  resource: Pick<ResourceFacts['resource'], 'generalAccess' | 'ownerGeneralAccess'>;
  run: Pick<RunFacts, 'generalAccess'> | null;
}): EffectiveGeneralAccess {
  if (resource.generalAccess !== 'FOLLOW_USER_SETTING') return resource.generalAccess;
  if (run && run.generalAccess !== 'FOLLOW_USER_SETTING') return run.generalAccess;
  return resource.ownerGeneralAccess;
}

/** What decides about a resource, of its row. */
export function resourceFactsOf(
  row: Omit<ResourceFacts['resource'], 'hasName' | 'createdByRun'> & {
    name: string | null;
    createdByRunId: string | null;
    createdByActorId: string | null;
    createdByLevel: PermissionLevel | null;
  },
): ResourceFacts['resource'] {
  const { kind, id, ownerId, generalAccess, ownerGeneralAccess, ownerSharesRuns, createdByTokenId } = row;
  const createdByRun =
    row.createdByRunId !== null && row.createdByActorId !== null && row.createdByLevel !== null
      ? { id: row.createdByRunId, actorId: row.createdByActorId, level: row.createdByLevel }
      : null;
  const hasName = row.name !== null;
  return {
    kind,
    id,
    ownerId,
    hasName,
    generalAccess,
    ownerGeneralAccess,
    ownerSharesRuns,
    createdByTokenId,
    createdByRun,
  };
}
