import path from 'node:path';
import { expect, test } from 'vitest';
import { FULL, LIMITED, program } from '../testing/cast.ts';
import { anonymous, grant, scope, scopeOn, session, token } from '../testing/facts.ts';
import { expectGolden, shown, table } from '../testing/golden.ts';
import { decideAccount, decideResource } from './decide.ts';
import { PERMISSIONS_OF, type Permission, type Principal, type ResourceFacts, type Scope } from './types.ts';

const SCHEDULE = 'RitasSchedule0001';

/** What each was given on Rita's schedule. */
const GRANTS: Record<string, Permission[]> = { gina: ['read'], will: ['read', 'write'] };
const given = (who: Principal): Permission[] => (who.kind === 'anonymous' ? [] : (GRANTS[who.accountId] ?? []));

const RESOURCE: Omit<ResourceFacts['resource'], 'kind' | 'id' | 'ownerId'> = {
  ...{ hasName: true, generalAccess: 'RESTRICTED', ownerGeneralAccess: 'RESTRICTED', ownerSharesRuns: false },
  ...{ createdByTokenId: null, createdByRun: null },
};
const REST = {
  ...{ run: null, actor: null, asksForSignedContent: false },
  addressedBy: 'id',
  link: 'none',
} as const;

const aboutSchedule = (principal: Principal, about: Partial<ResourceFacts['resource']> = {}): ResourceFacts => ({
  ...{ principal, resource: { ...RESOURCE, kind: 'schedule', id: SCHEDULE, ownerId: 'rita', ...about }, ...REST },
  grants: given(principal).length > 0 ? grant(...given(principal)) : [],
});

/** Something else of Rita's. */
const aboutOwn = (principal: Principal, kind: 'actor' | 'task' | 'dataset'): ResourceFacts => ({
  ...{ principal, resource: { ...RESOURCE, kind, id: `Ritas ${kind}`, ownerId: 'rita' }, ...REST, grants: [] },
});

/** The schedule itself, when it fires. */
const firing = (of: Scope | null = null): Principal => ({
  ...{ kind: 'token', accountId: 'rita', tokenId: SCHEDULE, scope: of, of: 'schedule' },
});

const readsSchedules = scope({ kinds: [{ kind: 'schedule', permissions: ['read'] }] });
const EVERYBODY: Record<string, Principal> = {
  anonymous,
  'rita (owns the schedule), signed in': session('rita'),
  'rita, token': token('rita'),
  'rita, token scoped to nothing': token('rita', scope()),
  'rita, token scoped to read the schedule': token('rita', scopeOn(SCHEDULE, 'read')),
  'rita, token scoped to write the schedule': token('rita', scopeOn(SCHEDULE, 'write')),
  'rita, token scoped to read every schedule': token('rita', readsSchedules),
  'rita, token scoped to run every Actor': token('rita', scope({ kinds: [{ kind: 'actor', permissions: ['run'] }] })),
  'gina (granted read), signed in': session('gina'),
  'gina, token scoped to read every schedule': token('gina', readsSchedules),
  'will (granted write), signed in': session('will'),
  'stan (a stranger), signed in': session('stan'),
  'a run of Rita’s, limited': program(LIMITED),
  'a run of Rita’s, full': program(FULL),
  'a run of Rita’s, full, by a token scoped to read every schedule': program(FULL, { scope: readsSchedules }),
  'a run of Will’s, full': program(FULL, { accountId: 'will' }),
  'a run of Stan’s, full': program(FULL, { accountId: 'stan' }),
};

const FIRING: Record<string, Principal> = {
  'the schedule, made by Rita': firing(),
  'the schedule, made by a token scoped to nothing': firing(scope()),
  'the schedule, made by a token scoped to run her Actor': firing(scopeOn('Ritas actor', 'run')),
  'the schedule, made by a token scoped to read her task': firing(scopeOn('Ritas task', 'read')),
};

type Section = [factsOf: (who: Principal) => ResourceFacts, whos: Record<string, Principal>];
const SECTIONS: Record<string, Section> = {
  "Rita's schedule": [aboutSchedule, EVERYBODY],
  'the same, created by "token of rita"': [
    (who) => aboutSchedule(who, { createdByTokenId: 'token of rita' }),
    EVERYBODY,
  ],
  // A schedule is never open, whatever its account says of runs and storages.
  'the same, in an account where anyone with its id can read': [
    (who) =>
      aboutSchedule(who, { generalAccess: 'FOLLOW_USER_SETTING', ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ' }),
    EVERYBODY,
  ],
  "Rita's Actor, when the schedule fires": [(who) => aboutOwn(who, 'actor'), FIRING],
  "Rita's task, when the schedule fires": [(who) => aboutOwn(who, 'task'), FIRING],
  "Rita's dataset, when the schedule fires": [(who) => aboutOwn(who, 'dataset'), FIRING],
};

function tableOf([factsOf, whos]: Section): string {
  const asked = PERMISSIONS_OF[factsOf(anonymous).resource.kind];
  const rows = Object.entries(whos).map(([name, who]) => [
    name,
    ...asked.map((permission) => shown(decideResource(permission, factsOf(who)))),
  ]);
  return table(['', ...asked], rows);
}

test('the golden matrix of schedules is the one that was reviewed', () => {
  const parts = Object.entries(SECTIONS).map(([heading, section]) => `== ${heading} ==\n${tableOf(section)}`);
  const title = `Who may do what with a schedule, and what a schedule may do.\n✔ permitted, ✘ refused; a refusal without a rule is the default. UPDATE_GOLDEN=1 writes it anew.`;
  expectGolden(path.join(import.meta.dirname, 'decisions.schedules.golden.txt'), `${[title, ...parts].join('\n\n')}\n`);
});

test('a schedule approves nothing, and changes no setting', () => {
  const account = { id: 'rita', isOperator: true };
  for (const asked of ['approve', 'change-security', 'manage-tokens', 'end-access', 'operate'] as const) {
    const { permitted, because } = decideAccount(asked, { principal: firing(), account, creating: null });
    expect([asked, permitted, because]).toEqual([asked, false, ['console-only']]);
  }
});
