/**
 * Random worlds for property tests: three accounts, two Actors, two tasks, four runs in chains, a build and a storage, and somebody who asks about
 * one of them. From one draw comes the question for the oracle and the facts for the product.
 */
import fc from 'fast-check';
import {
  type LinkState,
  PERMISSIONS_OF,
  type Permission,
  type Principal,
  type ResourceFacts,
  type Scope,
} from '../authorization/types.ts';
import {
  ACCOUNT_GENERAL_ACCESS,
  GENERAL_ACCESS,
  PERMISSION_LEVELS,
  RESOURCE_KINDS,
  type ResourceKind,
  STORAGE_KINDS,
} from '../vocabulary.ts';
import type { Account, Question, Thing } from './oracle.ts';

export const LINKS: readonly LinkState[] = ['none', 'valid', 'expired', 'revoked', 'forged', 'refused-by-policy'];
const ACCOUNTS = ['olga', 'colin', 'stan'] as const;
const ACTORS = ['actor-0', 'actor-1'] as const;
const TASKS = ['task-0', 'task-1'] as const;
const RUNS = ['run-0', 'run-1', 'run-2', 'run-3'] as const;
const IDS = ['storage', 'build', ...ACTORS, ...TASKS, ...RUNS] as const;
/** What grants and scopes give. */
const GIVEN = ['read', 'write', 'share', 'run', 'build', 'view-owner-runs'] as const satisfies readonly Permission[];

/**
 * Whatever is drawn comes from one number, by a generator of our own: a world has a hundred parts, and drawing each as a value that can be
 * shrunk would cost fifty times as much. The number of a failing world makes it again.
 */
class Dice {
  #state: number;
  constructor(seed: number) {
    this.#state = seed;
  }

  /** A whole number below `count`. Source: mulberry32, in the public domain. */
  below(count: number): number {
    this.#state = (this.#state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), 1 | this.#state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % count;
  }
  isHeads = () => this.below(2) === 1;
  oneOf = <T>(all: readonly T[]): T => all[this.below(all.length)] as T;
  someOf<T>(all: readonly T[]): T[] {
    const bits = this.below(1 << all.length);
    return all.filter((_, at) => bits & (1 << at));
  }
  upTo = <T>(most: number, make: () => T): T[] => Array.from({ length: this.below(most + 1) }, make);
}

const seed = fc.noBias(fc.integer({ min: 0, max: 2 ** 32 - 1 }));
const drawn = <T>(draw: (dice: Dice) => T): fc.Arbitrary<T> => seed.map((number) => draw(new Dice(number)));

// Few ids of each sort, so that they meet often.
const drawScope = (dice: Dice): Scope => ({
  resources: dice.upTo(2, () => ({ id: dice.oneOf(IDS), permissions: dice.someOf(GIVEN) })),
  kinds: dice.upTo(2, () => ({ kind: dice.oneOf(RESOURCE_KINDS), permissions: dice.someOf(GIVEN) })),
  create: dice.someOf(STORAGE_KINDS),
});

const drawSomeones = (dice: Dice) => ({
  owner: dice.below(ACCOUNTS.length),
  access: dice.oneOf(GENERAL_ACCESS),
  // Who has nothing is the common case, and the one in which the other rules show.
  given: ACCOUNTS.map(() => (dice.isHeads() ? dice.someOf(GIVEN) : [])),
});

const drawAsker = (dice: Dice) => ({
  kind: dice.oneOf<Principal['kind']>(['anonymous', 'session', 'token', 'token', 'run', 'run', 'run']),
  account: dice.below(ACCOUNTS.length),
  scope: dice.isHeads() ? drawScope(dice) : null,
  isFresh: dice.isHeads(),
  tokenId: dice.oneOf(['token-1', 'token-2']),
  run: dice.below(RUNS.length),
  actor: dice.below(ACTORS.length),
  level: dice.oneOf(PERMISSION_LEVELS),
  inputStorages: dice.upTo(2, () => ({
    id: dice.oneOf(['storage', 'another']),
    permissions: dice.someOf(['read', 'write'] as const),
  })),
});

const draw = (dice: Dice) => ({
  accounts: ACCOUNTS.map(() => ({ access: dice.oneOf(ACCOUNT_GENERAL_ACCESS), sharesRuns: dice.isHeads() })),
  actors: ACTORS.map(() => ({
    ...drawSomeones(dice),
    isPublic: dice.isHeads(),
    level: dice.oneOf(PERMISSION_LEVELS),
    effectiveLevel: dice.oneOf(PERMISSION_LEVELS),
  })),
  tasks: TASKS.map(() => drawSomeones(dice)),
  runs: RUNS.map((_, n) => ({
    ...{ ...drawSomeones(dice), actor: dice.below(3), task: dice.below(4), parent: dice.below(n + 1) },
  })),
  build: { ...drawSomeones(dice), actor: dice.below(3) },
  storage: {
    ...drawSomeones(dice),
    kind: dice.oneOf(STORAGE_KINDS),
    ofRun: dice.below(RUNS.length + 2),
    madeBy: dice.isHeads()
      ? { run: dice.below(RUNS.length), actor: dice.below(ACTORS.length), level: dice.oneOf(PERMISSION_LEVELS) }
      : null,
    madeByToken: dice.oneOf([null, 'token-1', 'token-2']),
  },
  asker: drawAsker(dice),
  about: dice.oneOf([...IDS, 'storage', 'storage', 'storage', 'storage']),
  by: dice.oneOf(['id', 'name'] as const),
  link: dice.oneOf(LINKS),
  asksForContent: dice.isHeads(),
});
type Draw = ReturnType<typeof draw>;

export const scope: fc.Arbitrary<Scope> = drawn(drawScope);
export const principal: fc.Arbitrary<Principal> = drawn(drawAsker).map((asker) =>
  principalOf(asker, ACCOUNTS[asker.account] ?? ''),
);

export interface World {
  facts: ResourceFacts;
  question: Omit<Question, 'right'>;
}

export const world: fc.Arbitrary<World> = drawn(draw).map(made);
/** The facts alone: the half that the product sees. */
export const facts: fc.Arbitrary<ResourceFacts> = world.map((each) => each.facts);

/** One of what may be asked of the resource. */
export const asked = ({ resource }: ResourceFacts, n: number): Permission => {
  const all = PERMISSIONS_OF[resource.kind];
  return all[n % all.length] ?? 'read';
};

function made({ accounts, actors, tasks, runs, build, storage, asker, about, ...asks }: Draw): World {
  const { by, link, asksForContent } = asks;
  const people = accounts.map(
    ({ access, sharesRuns }, n): Account => ({ id: ACCOUNTS[n] ?? '', setting: access, sharesRuns }),
  );
  const ownerOf = ({ owner }: { owner: number }) => people[owner] as Account;
  const thing = (kind: ResourceKind, id: string, of: { owner: number; access: string; given: string[][] }): Thing => ({
    ...{ kind, id, owner: ownerOf(of), setting: of.access },
    given: new Map(ACCOUNTS.map((name, n) => [name, of.given[n] ?? []])),
  });
  const actorThings = actors.map((each, n) => ({
    ...thing('actor', ACTORS[n] ?? '', each),
    isPublic: each.isPublic,
    declaresLimited: each.level === 'LIMITED_PERMISSIONS',
    startsLimited: each.effectiveLevel === 'LIMITED_PERMISSIONS',
  }));
  const taskThings = tasks.map((each, n) => thing('task', TASKS[n] ?? '', each));
  const runThings: Thing[] = [];
  for (const [n, each] of runs.entries()) {
    const above = runThings[each.parent];
    const run = { ...thing('run', RUNS[n] ?? '', each), ofActor: actorThings[each.actor] ?? null };
    const ofTask = taskThings[each.task] ?? null;
    // A run starts others in its own account only.
    runThings.push({ ...run, ofTask, startedBy: above?.owner === run.owner ? above : null });
  }
  const ofRun = runThings[storage.ofRun] ?? null;
  const { madeBy } = storage;
  const things: Thing[] = [
    ...actorThings,
    ...taskThings,
    ...runThings,
    { ...thing('build', 'build', build), ofActor: actorThings[build.actor] ?? null },
    {
      ...{ ...thing(storage.kind, 'storage', storage), ofRun, madeByToken: storage.madeByToken },
      ...(ofRun && { owner: ofRun.owner }),
      madeBy: madeBy && {
        ...{ run: RUNS[madeBy.run] ?? '', actor: ACTORS[madeBy.actor] ?? '' },
        limited: madeBy.level === 'LIMITED_PERMISSIONS',
      },
    },
  ];
  const it = things.find(({ id }) => id === about) as Thing;
  const me = runThings[asker.run] as Thing;
  // A run acts for the account that it belongs to.
  const principal = principalOf(asker, asker.kind === 'run' ? me.owner.id : (ACCOUNTS[asker.account] ?? ''));
  return {
    question: { ...{ by, link, asksForContent, thing: it, runs: runThings }, asker: askerOf(principal) },
    facts: {
      ...factsOf(it, principal, runThings, actors),
      ...{ addressedBy: by, link, asksForSignedContent: asksForContent },
    },
  };
}

function principalOf(asker: Draw['asker'], accountId: string): Principal {
  const { kind, scope, isFresh, tokenId, run, actor, level, inputStorages } = asker;
  switch (kind) {
    case 'anonymous':
      return { kind };
    case 'session':
      return { kind, accountId, sessionId: 'session', isFresh };
    case 'token':
      return { kind, accountId, tokenId, scope };
    case 'run':
      return { kind, accountId, runId: RUNS[run] ?? '', actorId: ACTORS[actor] ?? '', level, scope, inputStorages };
  }
}

function askerOf(principal: Principal): Question['asker'] {
  if (principal.kind === 'anonymous') return { account: null };
  const account = principal.accountId;
  if (principal.kind === 'session') return { account };
  const { scope } = principal;
  const listed = scope
    ? ({ id, kind }: Thing) => [
        ...scope.resources.flatMap((one) => (one.id === id ? one.permissions : [])),
        ...scope.kinds.flatMap((one) => (one.kind === kind ? one.permissions : [])),
      ]
    : undefined;
  if (principal.kind === 'token') return { account, scope: listed, tokenId: principal.tokenId };
  const named = new Map<string, readonly string[]>();
  for (const { id, permissions } of principal.inputStorages) named.set(id, [...(named.get(id) ?? []), ...permissions]);
  const { runId, actorId, level } = principal;
  return {
    account,
    scope: listed,
    run: { id: runId, actor: actorId, limited: level === 'LIMITED_PERMISSIONS', named },
  };
}

/** What the gate would load of the thing for the principal. */
function factsOf(
  thing: Thing,
  principal: Principal,
  runs: readonly Thing[],
  actors: Draw['actors'],
): Omit<ResourceFacts, 'addressedBy' | 'link' | 'asksForSignedContent'> {
  const account = principal.kind === 'anonymous' ? '' : principal.accountId;
  const grantedOn = ({ given }: Thing) => (given.get(account) ?? []) as Permission[];
  const chainOf = ({ startedBy }: Thing): string[] => (startedBy ? [...chainOf(startedBy), startedBy.id] : []);
  const run = thing.kind === 'run' ? thing : (thing.ofRun ?? null);
  const actor = thing.kind === 'actor' ? thing : (thing.ofActor ?? run?.ofActor ?? null);
  const drawn = actors[ACTORS.indexOf(actor?.id as (typeof ACTORS)[number])];
  const started = (id: string) => runs.some((each) => each.ofActor === actor && chainOf(each).includes(id));
  const grants = grantedOn(thing);
  return {
    principal,
    resource: {
      ...{
        kind: thing.kind as ResourceKind,
        id: thing.id,
        ownerId: thing.owner.id,
        hasName: thing.kind === 'actor' || thing.kind === 'task',
      },
      generalAccess: thing.setting as ResourceFacts['resource']['generalAccess'],
      ownerGeneralAccess: thing.owner.setting as ResourceFacts['resource']['ownerGeneralAccess'],
      ...{ ownerSharesRuns: thing.owner.sharesRuns, createdByTokenId: thing.madeByToken ?? null },
      createdByRun: thing.madeBy
        ? {
            ...{ id: thing.madeBy.run, actorId: thing.madeBy.actor },
            level: thing.madeBy.limited ? 'LIMITED_PERMISSIONS' : 'FULL_PERMISSIONS',
          }
        : null,
    },
    run: run && {
      ...{ id: run.id, ancestorIds: chainOf(run), permissions: grantedOn(run) },
      task: run.ofTask ? { id: run.ofTask.id, ownerId: run.ofTask.owner.id, permissions: grantedOn(run.ofTask) } : null,
      generalAccess: run.setting as ResourceFacts['resource']['generalAccess'],
    },
    actor:
      actor && drawn
        ? {
            ...{ id: actor.id, ownerId: actor.owner.id, isPublic: drawn.isPublic, level: drawn.level },
            ...{ effectiveLevel: drawn.effectiveLevel, permissions: grantedOn(actor) },
            wasStartedByPrincipal: thing.kind === 'actor' && principal.kind === 'run' && started(principal.runId),
          }
        : null,
    grants: grants.length > 0 ? [{ id: 'grant', permissions: grants }] : [],
  };
}
