import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { isPermitted, mayStart } from '../testing/oracle.ts';
import { asked, facts, principal, scope, world } from '../testing/random-world.ts';
import { runCount } from '../testing/scale.ts';
import { PERMISSION_LEVELS, RESOURCE_KINDS, STORAGE_KINDS } from '../vocabulary.ts';
import { ACCOUNT_RULES } from './account-rules.ts';
import { decideAccount, decideResource, decideStart } from './decide.ts';
import { RESOURCE_RULES } from './rules.ts';
import { START_RULES } from './start-rules.ts';
import {
  type AccountFacts,
  type AccountPermission,
  ASKERS,
  type Decision,
  PERMISSIONS,
  PERMISSIONS_OF,
  type Permission,
  type Principal,
  type ResourceFacts,
  type ResourceRule,
  type StartFacts,
} from './types.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

/** Worlds over all tests of this file; the nightly run asks for a million. */
const WORLDS = runCount('PROPERTY_WORLDS', 20_000);
const worlds = (share: number) => ({ numRuns: Math.ceil(WORLDS * share) });

const ACCOUNT_PERMISSIONS = [...new Set(ACCOUNT_RULES.flatMap((rule) => rule.of))];

const accountFacts: fc.Arbitrary<AccountFacts> = fc.record({
  principal,
  account: fc.record({ id: fc.constantFrom('olga', 'colin', 'stan'), isOperator: fc.boolean() }),
  creating: fc.constantFrom(null, ...STORAGE_KINDS),
});

const startFacts: fc.Arbitrary<StartFacts> = fc.record({
  callerLevel: fc.constantFrom(null, ...PERMISSION_LEVELS),
  effectiveLevel: fc.constantFrom(...PERMISSION_LEVELS),
  isOwnActor: fc.boolean(),
  isApproved: fc.boolean(),
  hasPriorRun: fc.boolean(),
  skipsApproval: fc.boolean(),
});

const may = (right: Permission, given: ResourceFacts) => decideResource(right, given).permitted;
const rightsOn = (given: ResourceFacts) => PERMISSIONS_OF[given.resource.kind];

/** An assertion costs ten decisions: it is made where it fails. */
function expectNone(wrong: readonly Permission[]): void {
  if (wrong.length > 0) expect(wrong).toEqual([]);
}
const shown = ({ permitted, because }: Decision) => `${permitted} ${because.join(' ')}`;
function expectSame(a: Decision, b: Decision): void {
  if (shown(a) !== shown(b)) expect(a).toEqual(b);
}

/** Whatever is permitted under the first facts is permitted under the second. */
function expectNoMore(narrowed: ResourceFacts, wide: ResourceFacts): void {
  expectNone(rightsOn(wide).filter((right) => may(right, narrowed) && !may(right, wide)));
}

const withAccess = (given: ResourceFacts, access: Partial<ResourceFacts['resource']>): ResourceFacts => ({
  ...given,
  resource: { ...given.resource, ...access },
});

test('a decision is what the access rules say, put down a second time', () => {
  fc.assert(
    fc.property(world, ({ facts: given, question }) => {
      expectNone(PERMISSIONS.filter((right) => may(right, given) !== isPermitted({ ...question, right })));
    }),
    worlds(0.4),
  );
});

test('so is a decision about a start', () => {
  const level = (of: StartFacts['callerLevel']) => of && (of === 'FULL_PERMISSIONS' ? 'full' : 'limited');
  fc.assert(
    fc.property(startFacts, (given) => {
      const { isOwnActor: own, isApproved: approved, hasPriorRun: ranBefore, skipsApproval: skips } = given;
      const toBe = given.effectiveLevel === 'FULL_PERMISSIONS' ? 'full' : 'limited';
      expect(decideStart(given).permitted).toBe(
        mayStart({ caller: level(given.callerLevel), toBe, own, approved, ranBefore, skips }),
      );
    }),
    worlds(0.02),
  );
});

test('nobody may do what cannot be done with a kind', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom(...PERMISSIONS), (given, right) => {
      if (!rightsOn(given).includes(right))
        expect(decideResource(right, given)).toEqual({ permitted: false, because: [] });
    }),
    worlds(0.01),
  );
});

describe('invariant 1: who may read is changed by nobody', () => {
  test('but its owner, a full run of the owner, or who was given a right to share; by no limited run, and within no scope', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom<Permission>('share', 'grant'), (given, right) => {
        const { principal: who, resource, grants } = given;
        if (!may(right, given)) return;
        expect(who.kind).not.toBe('anonymous');
        if (who.kind === 'token' || who.kind === 'run') expect(who.scope).toBeNull();
        if (who.kind === 'run') expect([who.level, right]).toEqual(['FULL_PERMISSIONS', 'share']);
        const isOwner = who.kind !== 'anonymous' && who.accountId === resource.ownerId;
        expect(isOwner || grants.some((grant) => grant.permissions.includes('share'))).toBe(true);
      }),
      worlds(0.05),
    );
  });

  test('but a freshly signed-in owner, for the account as a whole', () => {
    fc.assert(
      fc.property(
        accountFacts,
        fc.constantFrom<AccountPermission>('change-security', 'manage-tokens', 'end-access'),
        (given, right) => {
          if (!decideAccount(right, given).permitted) return;
          expect(given.principal).toMatchObject({ kind: 'session', accountId: given.account.id, isFresh: true });
        },
      ),
      worlds(0.03),
    );
  });
});

describe('invariant 2: less is never more', () => {
  afterEach(() => {
    vi.doUnmock('./rules.ts');
    vi.resetModules();
  });

  test('a grant that is removed, or gives less, on the thing, its run or its Actor, permits nothing new', () => {
    fc.assert(
      fc.property(facts, fc.constantFrom(...PERMISSIONS), (given, lost) => {
        const { run, actor, grants } = given;
        const less = <Held extends { permissions: readonly Permission[] }>(held: Held): Held => ({
          ...held,
          permissions: held.permissions.filter((right) => right !== lost),
        });
        expectNoMore({ ...given, grants: [] }, given);
        expectNoMore({ ...given, grants: grants.map(less) }, given);
        expectNoMore({ ...given, run: run && less(run) }, given);
        expectNoMore({ ...given, actor: actor && less(actor) }, given);
      }),
      worlds(0.03),
    );
  });

  test('a narrower general access, of the thing, its run or its owner, permits nothing new', () => {
    const narrowToWide = ['RESTRICTED', 'ANYONE_WITH_ID_CAN_READ', 'ANYONE_WITH_NAME_CAN_READ'] as const;
    fc.assert(
      fc.property(facts, fc.nat(2), fc.nat(2), (given, a, b) => {
        const narrow = narrowToWide[Math.min(a, b)] ?? 'RESTRICTED';
        const wide = narrowToWide[Math.max(a, b)] ?? 'RESTRICTED';
        const { run } = given;
        expectNoMore(withAccess(given, { generalAccess: narrow }), withAccess(given, { generalAccess: wide }));
        expectNoMore(
          withAccess(given, { ownerGeneralAccess: 'RESTRICTED', ownerSharesRuns: false }),
          withAccess(given, { ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ', ownerSharesRuns: true }),
        );
        expectNoMore(
          { ...given, run: run && { ...run, generalAccess: narrow } },
          { ...given, run: run && { ...run, generalAccess: wide } },
        );
      }),
      worlds(0.03),
    );
  });

  test('an Actor that is public no more permits nothing new', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { actor } = given;
        expectNoMore({ ...given, actor: actor && { ...actor, isPublic: false } }, given);
      }),
      worlds(0.02),
    );
  });

  test('a scope that lists less permits nothing new, and no scope permits what its account may not', () => {
    fc.assert(
      fc.property(facts, fc.nat(1), (given, at) => {
        const { principal: who } = given;
        if ((who.kind !== 'token' && who.kind !== 'run') || !who.scope) return;
        const scoped = { ...who.scope, resources: who.scope.resources.toSpliced(at, 1), kinds: [] };
        expectNoMore({ ...given, principal: { ...who, scope: scoped } }, given);
        expectNoMore(given, { ...given, principal: { ...who, scope: null } });
      }),
      worlds(0.03),
    );
  });

  test('no run may do more than its account', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { principal: who } = given;
        if (who.kind !== 'run') return;
        const account: Principal = { kind: 'token', accountId: who.accountId, tokenId: '', scope: null };
        expectNoMore({ ...given, principal: { ...who, level: 'FULL_PERMISSIONS' } }, { ...given, principal: account });
        // Of a thing of its own account a limited run has nothing that its account has not.
        if (given.resource.ownerId === who.accountId) expectNoMore(given, { ...given, principal: account });
      }),
      worlds(0.03),
    );
  });

  test('a forbid that is added permits nothing new, and what it forbids is refused in its name', async () => {
    const forbid: ResourceRule = {
      ...{ id: 'operator', effect: 'forbid', of: ['read', 'write', 'run'], on: RESOURCE_KINDS, by: ASKERS },
      when: ({ resource }) => resource.id === 'storage' || resource.kind === 'actor',
    };
    vi.resetModules();
    vi.doMock('./rules.ts', () => ({ RESOURCE_RULES: [...RESOURCE_RULES, forbid] }));
    const { decideResource: decideWithForbid } = await import('./decide.ts');
    fc.assert(
      fc.property(facts, fc.nat(), (given, n) => {
        const right = asked(given, n);
        const decision = decideWithForbid(right, given);
        if (decision.permitted) expect(may(right, given)).toBe(true);
        if (forbid.of.includes(right) && forbid.when(given, right)) {
          expect(decision.permitted).toBe(false);
          expect(decision.because).toContain('operator');
        } else {
          expect(decision).toEqual(decideResource(right, given));
        }
      }),
      worlds(0.03),
    );
  });
});

test('invariant 3: what anonymous may read, every principal may read', () => {
  fc.assert(
    fc.property(facts, (given) => {
      if (may('read', stranger(given))) expect(may('read', given)).toBe(true);
    }),
    worlds(0.05),
  );
});

/** Facts of a run as for who was given nothing, on it or on its task. */
const withoutGrants = (run: ResourceFacts['run']): ResourceFacts['run'] =>
  run && { ...run, permissions: [], task: run.task && { ...run.task, permissions: [] } };

/** The same, asked by nobody. */
const stranger = (given: ResourceFacts): ResourceFacts => ({
  ...given,
  principal: { kind: 'anonymous' },
  grants: [],
  run: withoutGrants(given.run),
  actor: given.actor && { ...given.actor, permissions: [], wasStartedByPrincipal: false },
});

test('general access and links permit nothing but reading', () => {
  fc.assert(
    fc.property(facts, fc.nat(), (given, n) => {
      const right = asked(given, n);
      if (right === 'read') return;
      const { run } = given;
      const closed = withAccess(given, { generalAccess: 'RESTRICTED', ownerGeneralAccess: 'RESTRICTED' });
      const shut = { ...closed, link: 'none' as const, run: run && { ...run, generalAccess: 'RESTRICTED' as const } };
      expectSame(decideResource(right, given), decideResource(right, shut));
    }),
    worlds(0.03),
  );
});

describe('invariant 4: a limited run has its own work, its input, and what earlier limited runs of its Actor made', () => {
  const limited = facts.filter(({ principal: who }) => who.kind === 'run' && who.level === 'LIMITED_PERMISSIONS');

  /** Whether the thing is in the chain, the input, or the work of earlier limited runs. */
  function isWithinReach({ principal: who, resource, run, actor }: ResourceFacts): boolean {
    if (who.kind !== 'run') return false;
    const { createdByRun: maker } = resource;
    return (
      run?.id === who.runId ||
      run?.ancestorIds.includes(who.runId) === true ||
      actor?.wasStartedByPrincipal === true ||
      maker?.id === who.runId ||
      (maker?.actorId === who.actorId && maker.level === 'LIMITED_PERMISSIONS') ||
      who.inputStorages.some(({ id }) => id === resource.id)
    );
  }

  test('beyond these it has what anonymous has, and limited Actors to run', () => {
    fc.assert(
      fc.property(limited, (given) => {
        if (isWithinReach(given)) return;
        const isStarting = (right: Permission) =>
          right === 'run' || (right === 'metamorph' && given.resource.kind === 'actor');
        const beyond = (right: Permission) => may(right, given) !== may(right, stranger(given));
        expectNone(rightsOn(given).filter((right) => !isStarting(right) && beyond(right)));
      }),
      worlds(0.05),
    );
  });

  test('what its account owns or was given lifts it nowhere but at its input and at limited Actors', () => {
    fc.assert(
      fc.property(limited, (given) => {
        const { principal: who, resource } = given;
        if (who.kind !== 'run' || resource.kind === 'actor') return;
        if (who.inputStorages.some(({ id }) => id === resource.id)) return;
        const poor = {
          ...given,
          grants: [],
          run: withoutGrants(given.run),
          actor: given.actor && { ...given.actor, permissions: [] },
        };
        for (const right of rightsOn(given)) expectSame(decideResource(right, given), decideResource(right, poor));
      }),
      worlds(0.03),
    );
  });

  test('its input gives no more than the account has', () => {
    fc.assert(
      fc.property(limited, (given) => {
        const { principal: who } = given;
        if (who.kind !== 'run') return;
        const account: Principal = { kind: 'token', accountId: who.accountId, tokenId: '', scope: null };
        for (const right of rightsOn(given)) {
          const { because } = decideResource(right, given);
          if (because.includes('limited-input-storages'))
            expect(may(right, { ...given, principal: account })).toBe(true);
        }
      }),
      worlds(0.03),
    );
  });
});

describe('invariant 5: a decision depends on nothing but its facts', () => {
  afterEach(() => {
    vi.doUnmock('./rules.ts');
    vi.doUnmock('./account-rules.ts');
    vi.doUnmock('./start-rules.ts');
    vi.resetModules();
  });

  const ORDERS = 10;
  const shuffled = <T>(rules: readonly T[]) => fc.shuffledSubarray([...rules], { minLength: rules.length });
  const orders = fc.sample(fc.tuple(shuffled(RESOURCE_RULES), shuffled(ACCOUNT_RULES), shuffled(START_RULES)), {
    numRuns: ORDERS,
    seed: 7,
  });

  test.each(orders.map((order, n) => [n, ...order] as const))(
    'not on the order of rules (%i)',
    async (_n, resourceRules, accountRules, startRules) => {
      vi.resetModules();
      vi.doMock('./rules.ts', () => ({ RESOURCE_RULES: resourceRules }));
      vi.doMock('./account-rules.ts', () => ({ ACCOUNT_RULES: accountRules }));
      vi.doMock('./start-rules.ts', () => ({ START_RULES: startRules }));
      const reordered = await import('./decide.ts');
      const same = (a: ReturnType<typeof decideResource>, b: ReturnType<typeof decideResource>) => {
        expectSame({ ...a, because: a.because.toSorted() }, { ...b, because: b.because.toSorted() });
      };
      const account = fc.constantFrom(...ACCOUNT_PERMISSIONS);
      fc.assert(
        fc.property(facts, fc.nat(), accountFacts, account, startFacts, (given, n, own, act, start) => {
          const right = asked(given, n);
          same(reordered.decideResource(right, given), decideResource(right, given));
          same(reordered.decideAccount(act, own), decideAccount(act, own));
          same(reordered.decideStart(start), decideStart(start));
        }),
        worlds(0.05 / ORDERS),
      );
    },
  );

  test('not on what is called how', () => {
    // Everything that is an id anywhere in the facts gets another, the same everywhere.
    const names = /^(olga|colin|stan|token-\d|actor-\d|task-\d|run-\d|storage|build|another)$/;
    const renamed = (given: unknown, key = ''): unknown => {
      if (typeof given === 'string') return names.test(given) && !IS_WORD.has(key) ? `${given}, renamed` : given;
      if (Array.isArray(given)) return given.map((each) => renamed(each, key));
      if (typeof given !== 'object' || given === null) return given;
      return Object.fromEntries(Object.entries(given).map(([name, value]) => [name, renamed(value, name)]));
    };
    fc.assert(
      fc.property(facts, fc.nat(), (given, n) => {
        const right = asked(given, n);
        expectSame(decideResource(right, renamed(given) as ResourceFacts), decideResource(right, given));
      }),
      worlds(0.03),
    );
  });

  test('not on other resources that a scope or an input names', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (given, n) => {
        const right = asked(given, n);
        const { principal: who } = given;
        if (who.kind !== 'token' && who.kind !== 'run') return;
        const elsewhere = { id: 'elsewhere', permissions: PERMISSIONS };
        const wider: Principal = {
          ...who,
          scope: who.scope && { ...who.scope, resources: [...who.scope.resources, elsewhere] },
          ...(who.kind === 'run' && {
            inputStorages: [...who.inputStorages, { id: 'elsewhere', permissions: ['read', 'write'] }],
          }),
        };
        expectSame(decideResource(right, { ...given, principal: wider }), decideResource(right, given));
      }),
      worlds(0.02),
    );
  });

  test('and it changes none of them', () => {
    fc.assert(
      fc.property(facts, fc.nat(), (given, n) => {
        const before = structuredClone(given);
        decideResource(asked(given, n), given);
        expect(given).toEqual(before);
      }),
      worlds(0.01),
    );
  });
});
/** Where `build` is a right or a kind and not an id. */
const IS_WORD = new Set(['kind', 'permissions']);

test('invariant 7: a link that is not valid any more permits nothing that no link would', () => {
  fc.assert(
    fc.property(facts, fc.nat(), (given, n) => {
      if (given.link === 'valid') return;
      const right = asked(given, n);
      expectSame(decideResource(right, given), decideResource(right, { ...given, link: 'none' }));
    }),
    worlds(0.02),
  );
});

test('invariant 7: without its grants an account that owns nothing has what a stranger has', () => {
  fc.assert(
    fc.property(facts, (given) => {
      const { principal: who, resource, run, actor } = given;
      if (who.kind === 'anonymous' || who.kind === 'run') return;
      if (who.accountId === resource.ownerId || who.accountId === actor?.ownerId) return;
      const poor = {
        ...given,
        grants: [],
        run: withoutGrants(run),
        actor: actor && { ...actor, permissions: [] },
      };
      for (const right of rightsOn(given)) {
        // A public Actor is there to be run by everyone who has an account.
        if (right !== 'run' && right !== 'metamorph') expect(may(right, poor)).toBe(may(right, stranger(given)));
      }
    }),
    worlds(0.03),
  );
});

test('whoever may write may read', () => {
  fc.assert(
    fc.property(facts, (given) => {
      if (may('write', given)) expect(may('read', given)).toBe(true);
    }),
    worlds(0.02),
  );
});

test('invariant 8: no chain of starts from a limited run reaches full permissions', () => {
  const asking = fc.record({
    effectiveLevel: fc.constantFrom(...PERMISSION_LEVELS),
    ...{ isOwnActor: fc.boolean(), isApproved: fc.boolean(), hasPriorRun: fc.boolean(), skipsApproval: fc.boolean() },
  });
  fc.assert(
    fc.property(fc.array(asking, { minLength: 1, maxLength: 8 }), (chain) => {
      let callerLevel: StartFacts['callerLevel'] = 'LIMITED_PERMISSIONS';
      for (const link of chain) {
        // Whether it starts another run or becomes another Actor: the next in the chain has the level that was decided.
        if (decideStart({ ...link, callerLevel }).permitted) callerLevel = link.effectiveLevel;
      }
      expect(callerLevel).toBe('LIMITED_PERMISSIONS');
    }),
    worlds(0.04),
  );
});

test('a run of a scoped token, whatever its level, has nothing of others but what the scope lists', () => {
  fc.assert(
    fc.property(facts, scope, (given, narrow) => {
      const { principal: who, resource, run, actor } = given;
      if (who.kind !== 'run') return;
      const isOwnWork =
        resource.createdByRun?.id === who.runId ||
        run?.id === who.runId ||
        run?.ancestorIds.includes(who.runId) ||
        actor?.wasStartedByPrincipal;
      if (isOwnWork) return;
      const asRun = { ...given, principal: { ...who, scope: narrow } };
      const asToken: ResourceFacts = {
        ...given,
        principal: { kind: 'token', accountId: who.accountId, tokenId: 'none of these', scope: narrow },
      };
      expectNoMore(asRun, asToken);
    }),
    worlds(0.03),
  );
});
