/**
 * Facts about runs, for tests of the pure core: Rita runs Adam's public Actor, and the run starts another one. Each of the others has one
 * right somewhere around it.
 */
import type {
  ActorFacts,
  Permission,
  Principal,
  ResourceFacts,
  RunFacts,
  RunPrincipal,
  Scope,
} from '../authorization/types.ts';
import type { PermissionLevel } from '../vocabulary.ts';

export const LIMITED = 'LIMITED_PERMISSIONS';
export const FULL = 'FULL_PERMISSIONS';

/** Of Adam, public. */
export const ACTOR = 'AdamsActor0000001';
export const OTHER_ACTOR = 'AnotherActor00001';
/** Rita's: the run in question, the one that started it, and the one that it started. */
export const RUN = 'RitasRun000000001';
export const PARENT = 'RitasParentRun001';
export const CHILD = 'RitasChildRun0001';
/** Rita's too: of the same Actor, and of another. */
export const EARLIER_RUN = 'RitasEarlierRun01';
export const OTHER_RUN = 'RitasOtherRun0001';
export const STORAGE = 'RitasStorage00001';

/** What each was given. */
const GRANTS: Record<
  string,
  { actor?: Permission[]; run?: Permission[]; storage?: Permission[]; build?: Permission[] }
> = {
  vera: { actor: ['read', 'view-owner-runs'] },
  rob: { actor: ['run'] },
  will: { actor: ['write'] },
  bob: { actor: ['read', 'build'] },
  gina: { run: ['read'], storage: ['read'], build: ['read'] },
  greg: { run: ['read', 'write'] },
  shirley: { run: ['read', 'share'], actor: ['read', 'share'] },
};

/** What is asked about, without who asks. `startedIn`: the runs in whose chains the Actor was started. */
export interface Thing {
  resource: Partial<ResourceFacts['resource']> & Pick<ResourceFacts['resource'], 'kind' | 'id' | 'ownerId'>;
  run?: Omit<RunFacts, 'permissions' | 'task'>;
  actor?: Partial<Omit<ActorFacts, 'permissions' | 'wasStartedByPrincipal'>>;
  startedIn?: readonly string[];
}

export const runOf = (id: string, about: Partial<Omit<RunFacts, 'permissions' | 'task'>> = {}): Thing['run'] => ({
  id,
  generalAccess: 'RESTRICTED',
  ancestorIds: id === RUN ? [PARENT] : id === CHILD ? [PARENT, RUN] : [],
  ...about,
});

/** Facts of a request about a restricted thing, addressed by its id; its storages and runs are those of Adam's public, limited Actor. */
export function factsAbout(principal: Principal, thing: Thing): ResourceFacts {
  const { resource, run, actor, startedIn = [] } = thing;
  const granted = principal.kind === 'anonymous' ? {} : (GRANTS[principal.accountId] ?? {});
  const own = granted[isStorage(resource.kind) ? 'storage' : (resource.kind as 'run')];
  return {
    principal,
    resource: {
      ...{ hasName: false, generalAccess: 'RESTRICTED', ownerGeneralAccess: 'RESTRICTED', ownerSharesRuns: false },
      ...{ createdByTokenId: null, createdByRun: null },
      ...resource,
    },
    run: run ? { ...run, permissions: run.id === RUN ? (granted.run ?? []) : [], task: null } : null,
    actor: actor
      ? {
          ...{ id: ACTOR, ownerId: 'adam', isPublic: true, level: LIMITED, effectiveLevel: LIMITED },
          ...actor,
          permissions: actor.id === undefined || actor.id === ACTOR ? (granted.actor ?? []) : [],
          wasStartedByPrincipal: principal.kind === 'run' && startedIn.includes(principal.runId),
        }
      : null,
    addressedBy: 'id',
    grants: own ? [{ id: 'grant', permissions: own }] : [],
    link: 'none',
    asksForSignedContent: true,
  };
}

const isStorage = (kind: string) => !['run', 'build', 'actor', 'webhook'].includes(kind);

/** The program of Rita's run, unless said otherwise. */
export const program = (level: PermissionLevel, about: Partial<RunPrincipal> = {}): RunPrincipal => ({
  ...{ kind: 'run', accountId: 'rita', runId: RUN, actorId: ACTOR, level, scope: null, inputStorages: [] },
  ...about,
});

const scopeOfRunning: Scope = { resources: [{ id: ACTOR, permissions: ['run'] }], kinds: [], create: [] };

/** The programs of all runs around, in the words of the golden files. */
export const PROGRAMS: Record<string, RunPrincipal> = {
  'the run, limited': program(LIMITED),
  'the run, limited, by a token scoped to run the Actor': program(LIMITED, { scope: scopeOfRunning }),
  'the run, full': program(FULL),
  'the run, full, by a token scoped to run the Actor': program(FULL, { scope: scopeOfRunning }),
  'the run that started it, limited': program(LIMITED, { runId: PARENT, actorId: OTHER_ACTOR }),
  'the run that started it, full': program(FULL, { runId: PARENT, actorId: OTHER_ACTOR }),
  'the run that started it, full, by a token scoped to run the Actor': program(FULL, {
    ...{ runId: PARENT, actorId: OTHER_ACTOR, scope: scopeOfRunning },
  }),
  'the run that it started, limited': program(LIMITED, { runId: CHILD, actorId: OTHER_ACTOR }),
  'the run that it started, full': program(FULL, { runId: CHILD, actorId: OTHER_ACTOR }),
  "a later run of Rita's of the same Actor, limited": program(LIMITED, { runId: 'RitasLaterRun0001' }),
  "a run of Rita's of another Actor, limited": program(LIMITED, { runId: OTHER_RUN, actorId: OTHER_ACTOR }),
  "a run of Rita's of another Actor, full": program(FULL, { runId: OTHER_RUN, actorId: OTHER_ACTOR }),
  "a run of Adam's of the same Actor, limited": program(LIMITED, { accountId: 'adam', runId: 'AdamsRun000000001' }),
  "a run of Adam's of the same Actor, full": program(FULL, { accountId: 'adam', runId: 'AdamsRun000000001' }),
  "a run of Vera's of the same Actor, limited": program(LIMITED, { accountId: 'vera', runId: 'VerasRun000000001' }),
  "a run of Vera's of the same Actor, full": program(FULL, { accountId: 'vera', runId: 'VerasRun000000001' }),
  "a run of Stan's of the same Actor, limited": program(LIMITED, { accountId: 'stan', runId: 'StansRun000000001' }),
  "a run of Stan's of the same Actor, full": program(FULL, { accountId: 'stan', runId: 'StansRun000000001' }),
};
