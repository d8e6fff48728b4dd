import fc from 'fast-check';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { type Asked, type Held, isPermitted } from '../testing/oracle.ts';
import { runCount } from '../testing/scale.ts';
import { ACCOUNT_GENERAL_ACCESS, GENERAL_ACCESS, STORAGE_KINDS } from '../vocabulary.ts';
import { ACCOUNT_RULES } from './account-rules.ts';
import { decideAccount, decideResource } from './decide.ts';
import { RESOURCE_RULES } from './rules.ts';
import type {
  AccountFacts,
  AccountPermission,
  LinkState,
  Permission,
  Principal,
  ResourceFacts,
  ResourceRule,
  Scope,
} from './types.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

/** Worlds over all tests of this file; the nightly run asks for a million. */
const WORLDS = runCount('PROPERTY_WORLDS', 20_000);
const worlds = (share: number) => ({ numRuns: Math.ceil(WORLDS * share) });

const PERMISSIONS = ['read', 'write', 'share'] as const satisfies readonly Permission[];
const ACCOUNT_PERMISSIONS = [...new Set(ACCOUNT_RULES.flatMap((rule) => rule.of))];
const LINKS: readonly LinkState[] = ['none', 'valid', 'expired', 'revoked', 'forged', 'refused-by-policy'];

// Few ids of each sort, so that they meet often.
const accountId = fc.constantFrom('olga', 'colin', 'stan');
const resourceId = fc.constantFrom('dataset-1', 'dataset-2');
const tokenId = fc.constantFrom('token-1', 'token-2');
const resourceKind = fc.constantFrom(...STORAGE_KINDS);
const permission = fc.constantFrom(...PERMISSIONS);
const permissions = fc.uniqueArray(permission, { maxLength: 3 });

const scope: fc.Arbitrary<Scope> = fc.record({
  resources: fc.array(fc.record({ id: resourceId, permissions }), { maxLength: 2 }),
  kinds: fc.array(fc.record({ kind: resourceKind, permissions }), { maxLength: 2 }),
  create: fc.uniqueArray(resourceKind),
});

const principal: fc.Arbitrary<Principal> = fc.oneof(
  fc.constant({ kind: 'anonymous' as const }),
  fc.record({
    kind: fc.constant('session' as const),
    accountId,
    sessionId: fc.constant('session'),
    isFresh: fc.boolean(),
  }),
  fc.record({ kind: fc.constant('token' as const), accountId, tokenId, scope: fc.option(scope) }),
);

const facts: fc.Arbitrary<ResourceFacts> = fc
  .record({
    principal,
    resource: fc.record({
      kind: resourceKind,
      id: resourceId,
      ownerId: accountId,
      hasName: fc.boolean(),
      generalAccess: fc.constantFrom(...GENERAL_ACCESS),
      ownerGeneralAccess: fc.constantFrom(...ACCOUNT_GENERAL_ACCESS),
      ownerSharesRuns: fc.boolean(),
      createdByTokenId: fc.option(tokenId),
      createdByRun: fc.constant(null),
    }),
    run: fc.constant(null),
    actor: fc.constant(null),
    addressedBy: fc.constantFrom('id' as const, 'name' as const),
    grants: fc.array(fc.record({ id: fc.constant('grant'), permissions }), { maxLength: 2 }),
    link: fc.constantFrom(...LINKS),
    asksForSignedContent: fc.boolean(),
  })
  // Nobody holds a grant who has no account.
  .map((made) => (made.principal.kind === 'anonymous' ? { ...made, grants: [] } : made));

const accountFacts: fc.Arbitrary<AccountFacts> = fc.record({
  principal,
  account: fc.record({ id: accountId, isOperator: fc.boolean() }),
  creating: fc.constantFrom(null, ...STORAGE_KINDS),
});

const may = (asked: Permission, given: ResourceFacts) => decideResource(asked, given).permitted;

/** Whatever is permitted under the second facts is permitted under the first. */
function expectNoMore(narrowed: ResourceFacts, wide: ResourceFacts): void {
  for (const asked of PERMISSIONS) if (may(asked, narrowed)) expect(may(asked, wide)).toBe(true);
}

const withAccess = (given: ResourceFacts, access: Partial<ResourceFacts['resource']>): ResourceFacts => ({
  ...given,
  resource: { ...given.resource, ...access },
});

test('a decision is what the access rules say, put down a second time', () => {
  const asked = fc.constantFrom<Asked>('read the content', 'read the description', 'write', 'share');
  fc.assert(
    fc.property(facts, asked, (given, question) => {
      const { principal: who, resource } = given;
      const permitted = may(question.startsWith('read') ? 'read' : (question as Held), {
        ...given,
        asksForSignedContent: question === 'read the content',
      });
      expect(permitted).toBe(
        isPermitted({
          asked: question,
          account: who.kind === 'anonymous' ? null : who.accountId,
          owner: resource.ownerId,
          granted: given.grants.flatMap((grant) => grant.permissions.filter(isHeld)),
          scope: who.kind === 'token' && who.scope ? rightsInScope(who.tokenId, who.scope, resource) : null,
          setting: resource.generalAccess,
          ownersSetting: resource.ownerGeneralAccess,
          addressedBy: given.addressedBy,
          link: given.link,
        }),
      );
    }),
    worlds(0.4),
  );
});

function rightsInScope(id: string, { resources, kinds }: Scope, resource: ResourceFacts['resource']): readonly Held[] {
  if (resource.createdByTokenId === id) return PERMISSIONS;
  return [
    ...resources.filter((listed) => listed.id === resource.id),
    ...kinds.filter((listed) => listed.kind === resource.kind),
  ].flatMap((listed) => listed.permissions.filter(isHeld));
}

const isHeld = (permission: Permission): permission is Held =>
  (PERMISSIONS as readonly Permission[]).includes(permission);

describe('invariant 1: who may read is changed by nobody', () => {
  test('but the owner signed in, an unscoped token of the owner, or a grant to share', () => {
    fc.assert(
      fc.property(facts, (given) => {
        const { principal: who, resource, grants } = given;
        if (!may('share', given)) return;
        expect(who.kind).not.toBe('anonymous');
        if (who.kind === 'token') expect(who.scope).toBeNull();
        const isOwner = who.kind !== 'anonymous' && who.accountId === resource.ownerId;
        expect(isOwner || grants.some((grant) => grant.permissions.includes('share'))).toBe(true);
      }),
      worlds(0.1),
    );
  });

  test('but a freshly signed-in owner, for the account as a whole', () => {
    fc.assert(
      fc.property(
        accountFacts,
        fc.constantFrom<AccountPermission>('change-security', 'manage-tokens', 'end-access'),
        (given, asked) => {
          if (!decideAccount(asked, given).permitted) return;
          expect(given.principal).toMatchObject({ kind: 'session', accountId: given.account.id, isFresh: true });
        },
      ),
      worlds(0.05),
    );
  });
});

describe('invariant 2: less is never more', () => {
  afterEach(() => {
    vi.doUnmock('./rules.ts');
    vi.resetModules();
  });

  test('a grant that is removed, or gives less, permits nothing new', () => {
    fc.assert(
      fc.property(facts, fc.nat(1), permission, (given, at, lost) => {
        expectNoMore({ ...given, grants: given.grants.toSpliced(at, 1) }, given);
        const grants = given.grants.map((grant) => ({
          ...grant,
          permissions: grant.permissions.filter((held) => held !== lost),
        }));
        expectNoMore({ ...given, grants }, given);
      }),
      worlds(0.05),
    );
  });

  test('a narrower general access permits nothing new', () => {
    const narrowToWide = ['RESTRICTED', 'ANYONE_WITH_ID_CAN_READ', 'ANYONE_WITH_NAME_CAN_READ'] as const;
    fc.assert(
      fc.property(facts, fc.nat(2), fc.nat(2), (given, a, b) => {
        const narrow = narrowToWide[Math.min(a, b)] ?? 'RESTRICTED';
        const wide = narrowToWide[Math.max(a, b)] ?? 'RESTRICTED';
        expectNoMore(withAccess(given, { generalAccess: narrow }), withAccess(given, { generalAccess: wide }));
        expectNoMore(
          withAccess(given, { ownerGeneralAccess: 'RESTRICTED' }),
          withAccess(given, { ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ' }),
        );
      }),
      worlds(0.05),
    );
  });

  test('a scope that lists less permits nothing new, and no scope permits what its account may not', () => {
    fc.assert(
      fc.property(facts, fc.nat(1), (given, at) => {
        const { principal: who } = given;
        if (who.kind !== 'token' || !who.scope) return;
        const scoped = { ...who.scope, resources: who.scope.resources.toSpliced(at, 1), kinds: [] };
        expectNoMore({ ...given, principal: { ...who, scope: scoped } }, given);
        expectNoMore(given, { ...given, principal: { ...who, scope: null } });
      }),
      worlds(0.05),
    );
  });

  test('a forbid that is added permits nothing new, and what it forbids is refused in its name', async () => {
    const forbid: ResourceRule = {
      id: 'operator',
      effect: 'forbid',
      of: ['read', 'write'],
      on: STORAGE_KINDS,
      when: ({ resource }) => resource.hasName,
    };
    vi.resetModules();
    vi.doMock('./rules.ts', () => ({ RESOURCE_RULES: [...RESOURCE_RULES, forbid] }));
    const { decideResource: decideWithForbid } = await import('./decide.ts');
    fc.assert(
      fc.property(facts, permission, (given, asked) => {
        const decision = decideWithForbid(asked, given);
        if (decision.permitted) expect(may(asked, given)).toBe(true);
        if (given.resource.hasName && asked !== 'share') {
          expect(decision.permitted).toBe(false);
          expect(decision.because).toContain('operator');
        } else {
          expect(decision).toEqual(decideResource(asked, given));
        }
      }),
      worlds(0.05),
    );
  });
});

test('invariant 3: what anonymous may read, every principal may read', () => {
  fc.assert(
    fc.property(facts, (given) => {
      if (may('read', { ...given, principal: { kind: 'anonymous' }, grants: [] }))
        expect(may('read', given)).toBe(true);
    }),
    worlds(0.05),
  );
});

test('general access and links permit nothing but reading', () => {
  fc.assert(
    fc.property(facts, fc.constantFrom<Permission>('write', 'share'), (given, asked) => {
      const closed = { ...withAccess(given, { generalAccess: 'RESTRICTED' }), link: 'none' as const };
      expect(decideResource(asked, given)).toEqual(decideResource(asked, closed));
    }),
    worlds(0.05),
  );
});

describe('invariant 5: a decision depends on nothing but its facts', () => {
  afterEach(() => {
    vi.doUnmock('./rules.ts');
    vi.doUnmock('./account-rules.ts');
    vi.resetModules();
  });

  const ORDERS = 10;
  const shuffled = <T>(rules: readonly T[]) => fc.shuffledSubarray([...rules], { minLength: rules.length });
  const orders = fc.sample(fc.tuple(shuffled(RESOURCE_RULES), shuffled(ACCOUNT_RULES)), { numRuns: ORDERS, seed: 7 });

  test.each(orders.map((order, n) => [n, ...order] as const))(
    'not on the order of rules (%i)',
    async (_n, resourceRules, accountRules) => {
      vi.resetModules();
      vi.doMock('./rules.ts', () => ({ RESOURCE_RULES: resourceRules }));
      vi.doMock('./account-rules.ts', () => ({ ACCOUNT_RULES: accountRules }));
      const reordered = await import('./decide.ts');
      const same = (a: ReturnType<typeof decideResource>, b: ReturnType<typeof decideResource>) => {
        expect(a.permitted).toBe(b.permitted);
        expect([...a.because].sort()).toEqual([...b.because].sort());
      };
      fc.assert(
        fc.property(
          facts,
          permission,
          accountFacts,
          fc.constantFrom(...ACCOUNT_PERMISSIONS),
          (given, asked, own, act) => {
            same(reordered.decideResource(asked, given), decideResource(asked, given));
            same(reordered.decideAccount(act, own), decideAccount(act, own));
          },
        ),
        worlds(0.05 / ORDERS),
      );
    },
  );

  test('not on other resources, tokens or accounts, nor on what everyone is called', () => {
    const renamed: Record<string, string> = { olga: 'A', colin: 'B', stan: 'C' };
    const named = (id: string) => renamed[id] ?? id;
    fc.assert(
      fc.property(facts, permission, (given, asked) => {
        const { principal: who, resource } = given;
        const elsewhere = { id: 'another-dataset', permissions: PERMISSIONS };
        const otherwise: ResourceFacts = {
          ...given,
          resource: { ...resource, ownerId: named(resource.ownerId) },
          principal:
            who.kind === 'anonymous'
              ? who
              : {
                  ...who,
                  accountId: named(who.accountId),
                  ...(who.kind === 'token' &&
                    who.scope && { scope: { ...who.scope, resources: [...who.scope.resources, elsewhere] } }),
                },
        };
        expect(decideResource(asked, otherwise)).toEqual(decideResource(asked, given));
      }),
      worlds(0.05),
    );
  });

  test('and it changes none of them', () => {
    fc.assert(
      fc.property(facts, permission, (given, asked) => {
        const before = structuredClone(given);
        decideResource(asked, given);
        expect(given).toEqual(before);
      }),
      worlds(0.02),
    );
  });
});

test('invariant 7: a link that is not valid any more permits nothing that no link would', () => {
  fc.assert(
    fc.property(facts, permission, (given, asked) => {
      if (given.link === 'valid') return;
      expect(decideResource(asked, given)).toEqual(decideResource(asked, { ...given, link: 'none' }));
    }),
    worlds(0.03),
  );
});

test('invariant 7: without its grants an account that owns nothing has what a stranger has', () => {
  fc.assert(
    fc.property(facts, permission, (given, asked) => {
      const { principal: who, resource } = given;
      if (who.kind === 'anonymous' || who.accountId === resource.ownerId) return;
      const stranger = { ...given, principal: { kind: 'anonymous' as const }, grants: [] };
      expect(may(asked, { ...given, grants: [] })).toBe(may(asked, stranger));
    }),
    worlds(0.05),
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
