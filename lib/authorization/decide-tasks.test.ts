import path from 'node:path';
import { expect, test } from 'vitest';
import { FULL, LIMITED, program } from '../testing/cast.ts';
import { anonymous, grant, scope, scopeOn, session, token } from '../testing/facts.ts';
import { expectGolden, shown, table } from '../testing/golden.ts';
import { decideResource } from './decide.ts';
import { PERMISSIONS_OF, type Permission, type Principal, type ResourceFacts } from './types.ts';

const TASK = 'RitasTask00000001';
const RUN = 'RitasTaskRun00001';

/** What each was given on Rita's task. */
const GRANTS: Record<string, Permission[]> = {
  gina: ['read'],
  will: ['read', 'write'],
  vera: ['read', 'view-owner-runs'],
  shirley: ['read', 'share'],
};

const RESOURCE: Omit<ResourceFacts['resource'], 'kind' | 'id' | 'ownerId'> = {
  ...{ hasName: true, generalAccess: 'RESTRICTED', ownerGeneralAccess: 'RESTRICTED', ownerSharesRuns: false },
  ...{ createdByTokenId: null, createdByRun: null },
};
const given = (who: Principal): Permission[] => (who.kind === 'anonymous' ? [] : (GRANTS[who.accountId] ?? []));

const aboutTask = (principal: Principal, about: Partial<ResourceFacts['resource']> = {}): ResourceFacts => ({
  ...{ principal, resource: { ...RESOURCE, kind: 'task', id: TASK, ownerId: 'rita', ...about } },
  ...{ run: null, actor: null, addressedBy: 'id', link: 'none', asksForSignedContent: false },
  grants: given(principal).length > 0 ? grant(...given(principal)) : [],
});

/** A run of Rita's task, or a default dataset of it, in the account of `ownerId`. */
const aboutRun = (principal: Principal, kind: 'run' | 'dataset', ownerId: string): ResourceFacts => ({
  ...{ principal, resource: { ...RESOURCE, kind, id: kind === 'run' ? RUN : 'RitasTaskData0001', ownerId } },
  run: {
    ...{ id: RUN, generalAccess: 'RESTRICTED', ancestorIds: [], permissions: [] },
    task: { id: TASK, ownerId: 'rita', permissions: given(principal) },
  },
  ...{ actor: null, addressedBy: 'id', link: 'none', asksForSignedContent: true, grants: [] },
});

const readsTasks = scope({ kinds: [{ kind: 'task', permissions: ['read'] }] });
const EVERYBODY: Record<string, Principal> = {
  anonymous,
  'rita (owns the task), signed in': session('rita'),
  'rita, token': token('rita'),
  'rita, token scoped to nothing': token('rita', scope()),
  'rita, token scoped to read the task': token('rita', scopeOn(TASK, 'read')),
  'rita, token scoped to write the task': token('rita', scopeOn(TASK, 'write')),
  'rita, token scoped to read every task': token('rita', readsTasks),
  'rita, token scoped to run every Actor': token('rita', scope({ kinds: [{ kind: 'actor', permissions: ['run'] }] })),
  'gina (granted read), signed in': session('gina'),
  'gina, token scoped to read every task': token('gina', readsTasks),
  'will (granted write), signed in': session('will'),
  "vera (may view the owner's runs), signed in": session('vera'),
  'vera, token scoped to read every task': token('vera', readsTasks),
  'vera, token scoped to read every run': token('vera', scope({ kinds: [{ kind: 'run', permissions: ['read'] }] })),
  'shirley (granted share), signed in': session('shirley'),
  'stan (a stranger), signed in': session('stan'),
  'a run of Rita’s, limited': program(LIMITED),
  'a run of Rita’s, full': program(FULL),
  'a run of Rita’s, full, by a token scoped to read every task': program(FULL, { scope: readsTasks }),
  'a run of Vera’s, limited': program(LIMITED, { accountId: 'vera' }),
  'a run of Vera’s, full': program(FULL, { accountId: 'vera' }),
  'a run of Stan’s, full': program(FULL, { accountId: 'stan' }),
};

type Section = (who: Principal) => ResourceFacts;
const SECTIONS: Record<string, Section> = {
  "Rita's task": (who) => aboutTask(who),
  'the same, created by "token of rita"': (who) => aboutTask(who, { createdByTokenId: 'token of rita' }),
  // A task is never open, whatever its account says of runs and storages.
  'the same, in an account where anyone with its id can read': (who) =>
    aboutTask(who, { generalAccess: 'FOLLOW_USER_SETTING', ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ' }),
  "Rita's run of her task": (who) => aboutRun(who, 'run', 'rita'),
  "the default dataset of Rita's run of her task": (who) => aboutRun(who, 'dataset', 'rita'),
  "Gina's run of Rita's task": (who) => aboutRun(who, 'run', 'gina'),
};

function tableOf(factsOf: Section): string {
  const asked = PERMISSIONS_OF[factsOf(anonymous).resource.kind];
  const rows = Object.entries(EVERYBODY).map(([name, who]) => [
    name,
    ...asked.map((permission) => shown(decideResource(permission, factsOf(who)))),
  ]);
  return table(['', ...asked], rows);
}

test('the golden matrix of tasks is the one that was reviewed', () => {
  const parts = Object.entries(SECTIONS).map(([heading, factsOf]) => `== ${heading} ==\n${tableOf(factsOf)}`);
  const title = `Who may do what with a task, and with its runs.\n✔ permitted, ✘ refused; a refusal without a rule is the default. UPDATE_GOLDEN=1 writes it anew.`;
  expectGolden(path.join(import.meta.dirname, 'decisions.tasks.golden.txt'), `${[title, ...parts].join('\n\n')}\n`);
});

test('a task that opens its owner’s runs opens no run of anybody else', () => {
  const vera = session('vera');
  expect(decideResource('read', aboutRun(vera, 'run', 'rita'))).toEqual({
    ...{ permitted: true, because: ['collaborator-owner-runs'] },
  });
  expect(decideResource('read', aboutRun(vera, 'run', 'gina'))).toEqual({ permitted: false, because: [] });
  expect(decideResource('read', aboutRun(session('gina'), 'run', 'rita')).permitted).toBe(false);
});
