/**
 * The table of rules about resources: one row for each row of the documented access rules, under the same id, with its source.
 *
 * Default deny; any forbid beats every permit; the order of rows means nothing. A row looks at facts only. The rules about accounts and about
 * starting runs are in files beside this one.
 * Sources: G = General resource access, P = Actor permissions, A = Full-permission Actors now require approval, + = our own.
 */
import { RESOURCE_KINDS, type ResourceKind, STORAGE_KINDS } from '../vocabulary.ts';
import {
  ASKERS,
  effectiveGeneralAccess,
  PERMISSIONS,
  type Permission,
  type ResourceFacts,
  type ResourceRule,
  type RunPrincipal,
  type Scope,
} from './types.ts';

/** A person, or an unscoped token. */
const ACCOUNT = ['account'] as const;
const PROGRAMS = ['scoped-token', 'limited-run', 'full-run'] as const;

const RUN_AND_PARTS = ['run', ...STORAGE_KINDS] as const;

/** Whether holding some permissions on a resource of a kind means having `asked`. */
function includes(kind: ResourceKind, held: readonly Permission[], asked: Permission): boolean {
  if (held.includes(asked)) return true;
  switch (asked) {
    case 'read':
    case 'update-status':
    case 'abort':
      return held.includes('write');
    case 'grant':
      return held.includes('share');
    case 'metamorph':
      // Of a run it is changing it; of an Actor it is running it, and writing an Actor is not running it.
      return held.includes(kind === 'actor' ? 'run' : 'write');
    default:
      return false;
  }
}

/** The account of the one who asks; nobody's is that of anonymous. */
const accountOf = ({ principal }: ResourceFacts): string => (principal.kind === 'anonymous' ? '' : principal.accountId);

/** The rights of an account, each under the id that it has when the account itself asks. */
const ACCOUNT_RIGHTS = {
  owner: (facts) => accountOf(facts) === facts.resource.ownerId,
  grant: ({ resource, grants }, asked) => {
    for (const { permissions } of grants) if (includes(resource.kind, permissions, asked)) return true;
    return false;
  },
  'grant-run-parts': ({ run }) => run !== null && includes('run', run.permissions, 'read'),
  'grant-actor-builds': ({ resource, actor }, asked) =>
    resource.kind === 'build' &&
    (asked === 'read' || asked === 'write') &&
    actor !== null &&
    includes('actor', actor.permissions, asked),
  'collaborator-owner-runs': ({ resource, run, actor }) =>
    run !== null &&
    [actor, run.task].some((of) => of?.ownerId === resource.ownerId && of.permissions.includes('view-owner-runs')),
  'creator-shared-runs': (facts) =>
    facts.run !== null &&
    facts.actor?.isPublic === true &&
    facts.actor.ownerId === accountOf(facts) &&
    facts.resource.ownerSharesRuns,
  'public-actor': ({ actor }) => actor?.isPublic === true,
} satisfies Record<string, (facts: ResourceFacts, asked: Permission) => boolean>;

/** Whether the account of the one who asks may, whatever it asks with. */
function accountMay(facts: ResourceFacts, asked: Permission): boolean {
  if (ACCOUNT_RIGHTS.owner(facts) || ACCOUNT_RIGHTS.grant(facts, asked)) return true;
  if (ACCOUNT_RIGHTS['grant-actor-builds'](facts, asked)) return true;
  if (asked === 'run' || asked === 'metamorph') {
    return facts.resource.kind === 'actor' && ACCOUNT_RIGHTS['public-actor'](facts);
  }
  if (asked !== 'read' || facts.run === null) return false;
  return (
    ACCOUNT_RIGHTS['grant-run-parts'](facts) ||
    ACCOUNT_RIGHTS['collaborator-owner-runs'](facts) ||
    ACCOUNT_RIGHTS['creator-shared-runs'](facts)
  );
}

function isInScope({ resources, kinds }: Scope, { resource }: ResourceFacts, asked: Permission): boolean {
  return (
    resources.some((listed) => listed.id === resource.id && includes(resource.kind, listed.permissions, asked)) ||
    kinds.some((listed) => listed.kind === resource.kind && includes(resource.kind, listed.permissions, asked))
  );
}

/** What a scoped token could not do itself, no run does for it: its input or another Actor would else be a way around the scope. */
const isWithinScope = ({ scope }: RunPrincipal, facts: ResourceFacts, asked: Permission): boolean =>
  scope === null || isInScope(scope, facts, asked);

/** Whether both the account of a run and the token that started it may: the most that the run can be given of what is not its own work. */
const mayUse = (principal: RunPrincipal, facts: ResourceFacts, asked: Permission): boolean =>
  accountMay(facts, asked) && isWithinScope(principal, facts, asked);

const isLimitedRun = (facts: ResourceFacts): facts is ResourceFacts & { principal: RunPrincipal } =>
  facts.principal.kind === 'run' && facts.principal.level === 'LIMITED_PERMISSIONS';

export const RESOURCE_RULES: readonly ResourceRule[] = [
  {
    // G: what you own is yours, whichever way you come in: signed in, or with an unscoped token.
    ...{ id: 'owner', effect: 'permit', of: PERMISSIONS, on: RESOURCE_KINDS, by: ACCOUNT },
    when: ACCOUNT_RIGHTS.owner,
  },
  {
    // G, "Restricted": people with explicit access. Loaded grants are unexpired ones (+).
    ...{ id: 'grant', effect: 'permit', of: PERMISSIONS, on: RESOURCE_KINDS, by: ACCOUNT },
    when: ACCOUNT_RIGHTS.grant,
  },
  {
    // G: who was given a run reads what belongs to it.
    ...{ id: 'grant-run-parts', effect: 'permit', of: ['read'], on: STORAGE_KINDS, by: ACCOUNT, onlyOfRuns: true },
    when: ACCOUNT_RIGHTS['grant-run-parts'],
  },
  {
    // Contract 5.1, "Read (settings, source, builds)": builds are a part of what was given of their Actor.
    ...{ id: 'grant-actor-builds', effect: 'permit', of: ['read', 'write'], on: ['build'], by: ACCOUNT },
    when: ACCOUNT_RIGHTS['grant-actor-builds'],
  },
  {
    // G, "Anyone with ID can read". A name is no id: knowing it is not what the owner agreed to.
    ...{ id: 'anyone-with-id', effect: 'permit', of: ['read'], on: [...STORAGE_KINDS, 'run', 'build'], by: ASKERS },
    when: (facts) => facts.addressedBy === 'id' && effectiveGeneralAccess(facts) !== 'RESTRICTED',
  },
  {
    // G, "Sharing storages by name".
    ...{ id: 'anyone-with-name', effect: 'permit', of: ['read'], on: STORAGE_KINDS, by: ASKERS },
    when: (facts) => facts.addressedBy === 'name' && effectiveGeneralAccess(facts) === 'ANYONE_WITH_NAME_CAN_READ',
  },
  {
    // G, contract 1.1: an open run opens those default storages that have no setting of their own.
    ...{ id: 'open-run-parts', effect: 'permit', of: ['read'], on: STORAGE_KINDS, by: ASKERS, onlyOfRuns: true },
    when: (facts) =>
      facts.run !== null &&
      facts.addressedBy === 'id' &&
      facts.resource.generalAccess === 'FOLLOW_USER_SETTING' &&
      effectiveGeneralAccess(facts) !== 'RESTRICTED',
  },
  {
    // G, "Sharing restricted resources with pre-signed URLs": exactly what was signed, never the description of the storage.
    ...{ id: 'signed-link', effect: 'permit', of: ['read'], on: STORAGE_KINDS, by: ASKERS },
    when: ({ link, asksForSignedContent }) => link === 'valid' && asksForSignedContent,
  },
  {
    // G: a public Actor can be looked at by everyone, and run by everyone who has an account to run it in.
    ...{ id: 'public-actor', effect: 'permit', of: ['read'], on: ['actor'], by: ASKERS },
    when: ACCOUNT_RIGHTS['public-actor'],
  },
  {
    ...{ id: 'public-actor', effect: 'permit', of: ['run', 'metamorph'], on: ['actor'], by: ACCOUNT },
    when: ACCOUNT_RIGHTS['public-actor'],
  },
  {
    // G, exceptions under "Restricted": builds of public Actors, with their log and source.
    ...{ id: 'public-actor-build', effect: 'permit', of: ['read'], on: ['build'], by: ASKERS },
    when: ({ actor }) => actor?.isPublic === true,
  },
  {
    // G, exceptions under "Restricted": "View owner runs". It opens the owner's runs only, never other collaborators'.
    ...{
      id: 'collaborator-owner-runs',
      effect: 'permit',
      of: ['read'],
      on: RUN_AND_PARTS,
      by: ACCOUNT,
      onlyOfRuns: true,
    },
    when: ACCOUNT_RIGHTS['collaborator-owner-runs'],
  },
  {
    // G, exceptions under "Restricted": "Share run data with developers", which the account of the run has to choose.
    ...{ id: 'creator-shared-runs', effect: 'permit', of: ['read'], on: RUN_AND_PARTS, by: ACCOUNT, onlyOfRuns: true },
    when: ACCOUNT_RIGHTS['creator-shared-runs'],
  },
  {
    // G, contract 3.5: what the scope lists, never more than the account has; what the token created is in its scope.
    ...{ id: 'token-scope', effect: 'permit', of: PERMISSIONS, on: RESOURCE_KINDS, by: ['scoped-token'] },
    when: (facts, asked) => {
      const { principal, resource } = facts;
      if (principal.kind !== 'token' || principal.scope === null) return false;
      const isListed = resource.createdByTokenId === principal.tokenId || isInScope(principal.scope, facts, asked);
      return isListed && accountMay(facts, asked);
    },
  },
  {
    // P, "Full permissions": everything that its account may do, within the scope of the token that started it.
    ...{ id: 'full-run', effect: 'permit', of: PERMISSIONS, on: RESOURCE_KINDS, by: ['full-run'] },
    when: (facts, asked) => {
      const { principal } = facts;
      if (principal.kind !== 'run' || principal.level !== 'FULL_PERMISSIONS') return false;
      if (!accountMay(facts, asked)) return false;
      return isOwnWork(principal, facts, asked) || isWithinScope(principal, facts, asked);
    },
  },
  {
    // P: "Read and write to its default storages."
    ...{
      id: 'limited-own-storages',
      effect: 'permit',
      of: ['read', 'write'],
      on: STORAGE_KINDS,
      by: ['limited-run'],
      onlyOfRuns: true,
    },
    when: (facts) => isLimitedRun(facts) && facts.run?.id === facts.principal.runId,
  },
  {
    // P: "Create any additional storage, and write to that storage. Read and write to storages created in previous runs."
    ...{
      id: 'limited-created-storages',
      effect: 'permit',
      of: ['read', 'write'],
      on: STORAGE_KINDS,
      by: ['limited-run'],
    },
    when: (facts, asked) => {
      if (!isLimitedRun(facts)) return false;
      const { principal, resource } = facts;
      const { createdByRun: creator } = resource;
      if (creator === null || resource.ownerId !== principal.accountId) return false;
      if (creator.id === principal.runId) return true;
      const isOfAnEarlierRun = creator.actorId === principal.actorId && creator.level === 'LIMITED_PERMISSIONS';
      return isOfAnEarlierRun && isWithinScope(principal, facts, asked);
    },
  },
  {
    // P: "Read and write to storages provided via Actor input." The input can name anything, so it gives nothing that the account has not.
    ...{
      id: 'limited-input-storages',
      effect: 'permit',
      of: ['read', 'write'],
      on: STORAGE_KINDS,
      by: ['limited-run'],
    },
    when: (facts, asked) => {
      if (!isLimitedRun(facts)) return false;
      const { principal, resource } = facts;
      const isNamed = principal.inputStorages.some(
        ({ id, permissions }) => id === resource.id && includes(resource.kind, permissions, asked),
      );
      return isNamed && mayUse(principal, facts, asked);
    },
  },
  {
    // P: "Update the current run's status or abort the run."
    ...{
      id: 'limited-own-run',
      effect: 'permit',
      of: ['read', 'update-status', 'abort'],
      on: ['run'],
      by: ['limited-run'],
    },
    when: (facts) => isLimitedRun(facts) && facts.resource.id === facts.principal.runId,
  },
  {
    // P: "Metamorph to another Actor with limited permissions": of the run its own, of Actors those that its account may run.
    ...{ id: 'limited-metamorph', effect: 'permit', of: ['metamorph'], on: ['run', 'actor'], by: ['limited-run'] },
    when: (facts) => {
      if (!isLimitedRun(facts)) return false;
      const { principal, resource, actor } = facts;
      if (resource.kind === 'run') return resource.id === principal.runId;
      return actor?.effectiveLevel === 'LIMITED_PERMISSIONS' && mayUse(principal, facts, 'metamorph');
    },
  },
  {
    // P: "Run any other Actor with limited permissions."
    ...{ id: 'limited-run-actor', effect: 'permit', of: ['run'], on: ['actor'], by: ['limited-run'] },
    when: (facts) =>
      isLimitedRun(facts) && facts.actor?.level === 'LIMITED_PERMISSIONS' && mayUse(facts.principal, facts, 'run'),
  },
  {
    // P, contract 3.2: who calls another Actor reads what came of it.
    ...{
      id: 'limited-child-results',
      effect: 'permit',
      of: ['read'],
      on: [...RUN_AND_PARTS, 'actor'],
      by: ['limited-run'],
    },
    when: (facts) => {
      if (!isLimitedRun(facts)) return false;
      if (facts.resource.kind === 'actor') return facts.actor?.wasStartedByPrincipal === true;
      return facts.run?.ancestorIds.includes(facts.principal.runId) === true;
    },
  },
  {
    // A, access-rules 4: giving rights to accounts is not for programs (+: unscoped tokens may).
    ...{ id: 'console-only', effect: 'forbid', of: ['grant'], on: RESOURCE_KINDS, by: PROGRAMS },
    when: ({ principal }) => principal.kind === 'run' || (principal.kind === 'token' && principal.scope !== null),
  },
  {
    // A, access-rules 4: nor is general access for scoped tokens, or for runs that one started.
    ...{ id: 'console-only', effect: 'forbid', of: ['share'], on: RESOURCE_KINDS, by: PROGRAMS },
    when: ({ principal }) => (principal.kind === 'token' || principal.kind === 'run') && principal.scope !== null,
  },
  {
    // Contract 3.5: "No scoped token may create or modify Actors."
    ...{ id: 'scoped-no-actor-write', effect: 'forbid', of: ['write'], on: ['actor'], by: PROGRAMS },
    when: ({ principal }) => (principal.kind === 'token' || principal.kind === 'run') && principal.scope !== null,
  },
];

/** What a run that a scoped token started may use beyond that scope: itself, its storages, what it created and what it started. */
function isOwnWork(principal: RunPrincipal, { resource, run, actor }: ResourceFacts, asked: Permission): boolean {
  if (resource.createdByRun?.id === principal.runId) return true;
  // Of an Actor that it called it may see what it called, no more: the Actor is not its work.
  if (resource.kind === 'actor') return asked === 'read' && actor?.wasStartedByPrincipal === true;
  return run !== null && (run.id === principal.runId || run.ancestorIds.includes(principal.runId));
}
