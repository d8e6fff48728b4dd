import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import {
  ACTOR,
  CHILD,
  EARLIER_RUN,
  FULL,
  factsAbout,
  LIMITED,
  OTHER_ACTOR,
  OTHER_RUN,
  PARENT,
  PROGRAMS,
  program,
  RUN,
  runOf,
  STORAGE,
  type Thing,
} from '../testing/cast.ts';
import { anonymous, scope, scopeOn, session, token } from '../testing/facts.ts';
import { expectGolden, shown, table } from '../testing/golden.ts';
import { PERMISSION_LEVELS, type PermissionLevel, type ResourceKind } from '../vocabulary.ts';
import { ACCOUNT_RULES } from './account-rules.ts';
import { decideResource, decideStart } from './decide.ts';
import { RESOURCE_RULES } from './rules.ts';
import { START_RULES } from './start-rules.ts';
import {
  effectiveLevel,
  PERMISSIONS_OF,
  type Permission,
  type Principal,
  type ResourceFacts,
  type RuleId,
} from './types.ts';

const CREATED_BY_A_TOKEN = { createdByTokenId: 'token of rita' };

const tokens = (kind: ResourceKind): Record<string, Principal> => ({
  'rita, token scoped to nothing': token('rita', scope()),
  'rita, another token scoped to nothing': { ...token('rita', scope()), tokenId: 'another' } as Principal,
  [`rita, token scoped to read every ${kind}`]: token('rita', scope({ kinds: [{ kind, permissions: ['read'] }] })),
  [`rita, token scoped to write every ${kind}`]: token('rita', scope({ kinds: [{ kind, permissions: ['write'] }] })),
});

const people = (kind: ResourceKind): Record<string, Principal> => ({
  anonymous,
  'rita, signed in': session('rita'),
  'rita, token': token('rita'),
  ...tokens(kind),
  'adam (owns the Actor), signed in': session('adam'),
  'adam, token': token('adam'),
  [`adam, token scoped to read every ${kind}`]: token('adam', scope({ kinds: [{ kind, permissions: ['read'] }] })),
  "vera (may view the owner's runs of the Actor), signed in": session('vera'),
  'vera, token scoped to nothing': token('vera', scope()),
  'rob (may run the Actor), signed in': session('rob'),
  'will (may write the Actor), signed in': session('will'),
  'bob (may build the Actor), signed in': session('bob'),
  'gina (granted read of the run, the storage, the build), signed in': session('gina'),
  'greg (granted write of the run), signed in': session('greg'),
  'shirley (granted share of the run and the Actor), signed in': session('shirley'),
  'stan (a stranger), signed in': session('stan'),
  'stan, token': token('stan'),
});

type Sections = Record<string, Thing | Thing[]>;

/** One table of everybody for each thing; things under one heading must be alike to everybody. */
function matrix(kind: ResourceKind, title: string, who: Record<string, Principal>, sections: Sections): string {
  const parts = [
    `${title}\n✔ permitted, ✘ refused; a refusal without a rule is the default. UPDATE_GOLDEN=1 writes it anew.`,
  ];
  for (const [heading, about] of Object.entries(sections)) {
    const tables = [about].flat().map((thing) =>
      table(
        ['', ...PERMISSIONS_OF[kind]],
        Object.entries(who).map(([name, principal]) => [
          name,
          ...PERMISSIONS_OF[kind].map((asked) => shown(decideResource(asked, factsAbout(principal, thing)))),
        ]),
      ),
    );
    expect(new Set(tables).size, heading).toBe(1);
    parts.push(`== ${heading} ==\n${tables[0]}`);
  }
  return `${parts.join('\n\n')}\n`;
}

const run = (about: Partial<ResourceFacts['resource']> = {}, actor: Thing['actor'] = {}): Thing => ({
  resource: { kind: 'run', id: RUN, ownerId: 'rita', ...about },
  run: runOf(RUN, about.generalAccess && { generalAccess: about.generalAccess }),
  actor,
});
const runOfAdam: Thing = {
  resource: { kind: 'run', id: 'AdamsRun000000001', ownerId: 'adam' },
  run: runOf('AdamsRun000000001'),
  actor: {},
};
const SHARED = { ownerSharesRuns: true };

const RUNS: Sections = {
  "Rita's run of Adam's public Actor, restricted": run(),
  'the same, that anyone with its id can read': [
    run({ generalAccess: 'ANYONE_WITH_ID_CAN_READ' }),
    run({ generalAccess: 'FOLLOW_USER_SETTING', ownerGeneralAccess: 'ANYONE_WITH_ID_CAN_READ' }),
  ],
  'the same, restricted, where Rita shares runs with developers': run(SHARED),
  'the same, where the Actor is not public': [run(SHARED, { isPublic: false }), run({}, { isPublic: false })],
  'the same, restricted, started by "token of rita"': run(CREATED_BY_A_TOKEN),
  "Adam's own run of his Actor, restricted": [
    runOfAdam,
    { ...runOfAdam, resource: { ...runOfAdam.resource, ownerSharesRuns: false } },
    { ...runOfAdam, actor: { isPublic: false } },
  ],
};

const storage = (about: Partial<ResourceFacts['resource']>, rest: Partial<Thing> = {}): Thing => ({
  resource: { kind: 'dataset', id: STORAGE, ownerId: 'rita', ...about },
  ...rest,
});
const byRun = (id: string, actorId: string, level: PermissionLevel) => ({ createdByRun: { id, actorId, level } });
const defaultOf = (
  id: string,
  about: Partial<ResourceFacts['resource']> = {},
  runsAccess = 'RESTRICTED' as const,
): Thing =>
  storage(
    { generalAccess: 'FOLLOW_USER_SETTING', ...byRun(id, id === CHILD ? OTHER_ACTOR : ACTOR, LIMITED), ...about },
    { run: runOf(id, { generalAccess: runsAccess }), actor: id === CHILD ? { id: OTHER_ACTOR, isPublic: false } : {} },
  );

const STORAGES: Sections = {
  'a default dataset of the run': [defaultOf(RUN), defaultOf(RUN, { generalAccess: 'RESTRICTED' })],
  'a default dataset of the run, where anyone with its id can read the run': storage(
    { generalAccess: 'FOLLOW_USER_SETTING', ...byRun(RUN, ACTOR, LIMITED) },
    { run: runOf(RUN, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' }), actor: {} },
  ),
  'a default dataset of the run, where Rita shares runs with developers': defaultOf(RUN, SHARED),
  'a default dataset of a run that the run started': defaultOf(CHILD),
  'a default dataset of an earlier run of the Actor, which was limited': defaultOf(EARLIER_RUN),
  'a default dataset of an earlier run of the Actor, which was full': defaultOf(
    EARLIER_RUN,
    byRun(EARLIER_RUN, ACTOR, FULL),
  ),
  "a default dataset of Adam's own run of his Actor": storage(
    { id: 'AdamsStorage00001', ownerId: 'adam', ...byRun('AdamsRun000000001', ACTOR, LIMITED) },
    { run: runOf('AdamsRun000000001'), actor: {} },
  ),
  'a dataset that the run created': storage(byRun(RUN, ACTOR, LIMITED)),
  'a dataset that the run created before it became the Actor': storage(byRun(RUN, 'TheFirstActor0001', FULL)),
  'a dataset that a run that the run started created': storage(byRun(CHILD, OTHER_ACTOR, LIMITED)),
  'a dataset that an earlier, limited run of the Actor created': storage(byRun(EARLIER_RUN, ACTOR, LIMITED)),
  'a dataset that an earlier, full run of the Actor created': storage(byRun(EARLIER_RUN, ACTOR, FULL)),
  'a dataset that a limited run of another Actor created': storage(byRun(OTHER_RUN, OTHER_ACTOR, LIMITED)),
  "Rita's dataset, restricted": storage({}),
  'Rita\'s dataset, created by "token of rita"': storage(CREATED_BY_A_TOKEN),
  "Rita's dataset, that anyone with its id can read": storage({ generalAccess: 'ANYONE_WITH_ID_CAN_READ' }),
  "Gwen's dataset, restricted": storage({ ownerId: 'gwen' }),
};

const input = (permissions: readonly ('read' | 'write')[], about: Partial<Parameters<typeof program>[1]> = {}) => ({
  inputStorages: [{ id: STORAGE, permissions }],
  ...about,
});
const scoped = { scope: scopeOn(STORAGE, 'read') };
const NAMING: Record<string, Principal> = {
  'limited, its input names it to read': program(LIMITED, input(['read'])),
  'limited, its input names it to read and write': program(LIMITED, input(['read', 'write'])),
  'limited, its input names another': program(LIMITED, {
    inputStorages: [{ id: 'x', permissions: ['read', 'write'] }],
  }),
  'limited, by a token scoped to nothing, its input names it to read and write': program(
    LIMITED,
    input(['read', 'write'], { scope: scope() }),
  ),
  'limited, by a token scoped to read it, its input names it to read and write': program(
    LIMITED,
    input(['read', 'write'], scoped),
  ),
  'full, by a token scoped to read it': program(FULL, scoped),
  "limited, of Gina's, who may read it, its input names it to read and write": program(
    LIMITED,
    input(['read', 'write'], { accountId: 'gina' }),
  ),
  "limited, of Stan's, its input names it to read and write": program(
    LIMITED,
    input(['read', 'write'], { accountId: 'stan' }),
  ),
  "full, of Gina's, who may read it": program(FULL, { accountId: 'gina' }),
};

const PRIVATE_BUILD: Thing = {
  resource: { kind: 'build', id: 'AdamsBuild0000001', ownerId: 'adam' },
  actor: { isPublic: false },
};
const BUILDS: Sections = {
  "a build of Adam's public Actor, restricted": {
    resource: { kind: 'build', id: 'AdamsBuild0000001', ownerId: 'adam' },
    actor: {},
  },
  "a build of Adam's Actor that is not public, restricted": {
    resource: { kind: 'build', id: 'AdamsBuild0000001', ownerId: 'adam' },
    actor: { isPublic: false },
  },
  "a build of Adam's Actor that is not public, that anyone with its id can read": {
    resource: { kind: 'build', id: 'AdamsBuild0000001', ownerId: 'adam', generalAccess: 'ANYONE_WITH_ID_CAN_READ' },
    actor: { isPublic: false },
  },
  "a build of Rita's own Actor, restricted": {
    resource: { kind: 'build', id: 'RitasBuild0000001', ownerId: 'rita' },
    actor: { id: OTHER_ACTOR, ownerId: 'rita', isPublic: false },
  },
};

const actor = (about: Thing['actor'] & { ownerId?: string }, startedIn: readonly string[] = []): Thing => ({
  resource: { kind: 'actor', id: about.id ?? ACTOR, ownerId: about.ownerId ?? 'adam', hasName: true },
  actor: about,
  startedIn,
});
const RITAS = { id: OTHER_ACTOR, ownerId: 'rita', isPublic: false };
const AS_FULL = { level: FULL, effectiveLevel: FULL } as const;

const ACTORS: Sections = {
  "Adam's public Actor, limited": actor({}),
  "Adam's public Actor, full": actor(AS_FULL),
  "Adam's public Actor, full, whose default run options make it limited": actor({
    ...AS_FULL,
    effectiveLevel: LIMITED,
  }),
  "Adam's Actor that is not public, limited": actor({ isPublic: false }),
  "Rita's Actor that is not public, limited": actor(RITAS),
  "Rita's Actor that is not public, full": actor({ ...RITAS, ...AS_FULL }),
  "Rita's Actor that is not public, limited, which the run and the run above it have started": actor(RITAS, [
    RUN,
    PARENT,
  ]),
};

const actorTokens: Record<string, Principal> = {
  'rita, token scoped to run the Actors': token(
    'rita',
    scope({ resources: [ACTOR, OTHER_ACTOR].map((id) => ({ id, permissions: ['run'] })) }),
  ),
  'adam, token scoped to everything of Actors': token(
    'adam',
    scope({ kinds: [{ kind: 'actor', permissions: PERMISSIONS_OF.actor }] }),
  ),
  "a run of Adam's of another Actor, full, by such a token": program(FULL, {
    ...{ accountId: 'adam', runId: 'AdamsRun000000002', actorId: OTHER_ACTOR },
    scope: scope({ kinds: [{ kind: 'actor', permissions: PERMISSIONS_OF.actor }] }),
  }),
};

function starts(): string {
  const CALLERS = { 'no run': null, 'a limited run': LIMITED, 'a full run': FULL } as const;
  const row = (asked: PermissionLevel, hasCeiling: boolean, caller: keyof typeof CALLERS, bits: number) => {
    const is = (bit: number) => (bits & bit) !== 0;
    const level = effectiveLevel(asked, hasCeiling);
    const decision = decideStart({
      ...{ callerLevel: CALLERS[caller], effectiveLevel: level },
      ...{ isOwnActor: is(8), isApproved: is(4), hasPriorRun: is(2), skipsApproval: is(1) },
    });
    return [
      ...[asked, hasCeiling ? 'always limited' : '', caller, is(8) ? 'own' : '', is(4) ? 'approved' : ''],
      ...[is(2) ? 'run before' : '', is(1) ? 'skips approval' : '', shown(decision), decision.permitted ? level : ''],
    ];
  };
  const rows = PERMISSION_LEVELS.flatMap((asked) =>
    [false, true].flatMap((hasCeiling) =>
      Object.keys(CALLERS).flatMap((caller) =>
        Array.from({ length: 16 }, (_, bits) => row(asked, hasCeiling, caller as keyof typeof CALLERS, bits)),
      ),
    ),
  );
  const columns = ['asked', 'ceiling', 'started by', 'Actor', 'approval', 'prior run', 'setting', 'may start', 'at'];
  return `Whether a run may start at a level, for one who may run the Actor, and the level that it gets. UPDATE_GOLDEN=1 writes it anew.\n\n${table(columns, rows)}\n`;
}

const everybody = (kind: ResourceKind) => ({ ...people(kind), ...PROGRAMS });
const GOLDEN: Record<string, () => string> = {
  'decisions.runs': () => matrix('run', 'Who may do what with a run, and which rules say so.', everybody('run'), RUNS),
  'decisions.storages': () =>
    matrix('dataset', 'Who may do what with the storages of runs.', { ...everybody('dataset'), ...NAMING }, STORAGES),
  'decisions.builds': () => matrix('build', 'Who may do what with a build.', everybody('build'), BUILDS),
  'decisions.actors': () =>
    matrix('actor', 'Who may do what with an Actor.', { ...everybody('actor'), ...actorTokens }, ACTORS),
  'decisions.starts': starts,
};

const fileOf = (name: string) => path.join(import.meta.dirname, `${name}.golden.txt`);

test.each(Object.entries(GOLDEN))('%s: the golden matrix is the one that was reviewed', (name, textOf) => {
  expectGolden(fileOf(name), textOf());
});

test('every rule speaks somewhere in the golden matrix', () => {
  const files = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.golden.txt'));
  const text = files.map((name) => readFileSync(path.join(import.meta.dirname, name), 'utf8')).join('\n');
  const spoken = new Set(text.match(/(?<=[✔✘] .*)[a-z]+(-[a-z]+)*/g));
  const ids = new Set<RuleId>([...RESOURCE_RULES, ...ACCOUNT_RULES, ...START_RULES].map((rule) => rule.id));
  expect([...ids].filter((id) => !spoken.has(id))).toEqual([]);
});

const OPEN_RUN = run({ generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
type Claims = Partial<
  Record<RuleId, Record<'permits' | 'refuses', [what: string, asked: Permission, who: Principal, thing: Thing][]>>
>;
const limited = program(LIMITED);
const full = program(FULL);
const tokenOfRita = program(FULL, { scope: scopeOn(OTHER_ACTOR, 'run') });

/** What each rule permits alone, and beside it the nearest thing that nothing permits. */
const CLAIMS: Claims = {
  'grant-run-parts': {
    permits: [['a default storage to who may read the run', 'read', session('greg'), defaultOf(RUN)]],
    refuses: [
      ['writing to it, though the run may be written', 'write', session('greg'), defaultOf(RUN)],
      ['to who has no grant', 'read', session('stan'), defaultOf(RUN)],
      ['of another run', 'read', session('greg'), defaultOf(EARLIER_RUN)],
      ['a storage that the run created beside', 'read', session('greg'), storage(byRun(RUN, ACTOR, LIMITED))],
      ['by a token scoped to nothing', 'read', token('greg', scope()), defaultOf(RUN)],
    ],
  },
  'collaborator-owner-runs': {
    permits: [["the owner's run", 'read', session('vera'), runOfAdam]],
    refuses: [
      ["another's run", 'read', session('vera'), run()],
      ['writing', 'write', session('vera'), runOfAdam],
      ['who may run the Actor only', 'read', session('rob'), runOfAdam],
    ],
  },
  'creator-shared-runs': {
    permits: [['a run whose account shares them', 'read', session('adam'), run(SHARED)]],
    refuses: [
      ['where it does not', 'read', session('adam'), run()],
      ['where the Actor is not public', 'read', session('adam'), run(SHARED, { isPublic: false })],
      ['anyone else', 'read', session('stan'), run(SHARED)],
      ['writing', 'write', session('adam'), run(SHARED)],
    ],
  },
  'public-actor': {
    permits: [
      ['reading to nobody', 'read', anonymous, actor({})],
      ['running to a stranger', 'run', session('stan'), actor({})],
    ],
    refuses: [
      ['running to nobody', 'run', anonymous, actor({})],
      ['building', 'build', session('stan'), actor({})],
      ['one that is not public', 'read', session('stan'), actor({ isPublic: false })],
    ],
  },
  'grant-actor-builds': {
    permits: [
      ['reading to those who may write the Actor', 'read', session('will'), PRIVATE_BUILD],
      ['writing to those who may write it', 'write', session('will'), PRIVATE_BUILD],
    ],
    refuses: [
      ['those who may run the Actor and not read it', 'read', session('rob'), PRIVATE_BUILD],
      ['sharing', 'share', session('will'), PRIVATE_BUILD],
    ],
  },
  'public-actor-build': {
    permits: [['to nobody', 'read', anonymous, BUILDS["a build of Adam's public Actor, restricted"] as Thing]],
    refuses: [
      ['of others', 'read', anonymous, BUILDS["a build of Adam's Actor that is not public, restricted"] as Thing],
      ['writing', 'write', session('stan'), BUILDS["a build of Adam's public Actor, restricted"] as Thing],
    ],
  },
  grant: {
    permits: [['running an Actor that may be run', 'run', session('rob'), actor({ isPublic: false })]],
    refuses: [
      ['running one that may be written', 'run', session('will'), actor({ isPublic: false })],
      ['becoming one that may be written', 'metamorph', session('will'), actor({ isPublic: false })],
      ['reading one that may be run', 'read', session('rob'), actor({ isPublic: false })],
    ],
  },
  'full-run': {
    permits: [
      ['what its account has', 'write', full, storage({})],
      ['sharing it too', 'share', full, storage({})],
      ['what it started, whatever the scope', 'write', program(FULL, { runId: PARENT, scope: scope() }), run()],
    ],
    refuses: [
      ['of another account', 'read', full, storage({ ownerId: 'gwen' })],
      ['beyond the scope', 'read', tokenOfRita, storage({})],
      ['building an Actor that it called', 'build', tokenOfRita, actor(RITAS, [RUN])],
      ['what is open to writing to nobody', 'write', program(FULL, { accountId: 'stan' }), OPEN_RUN],
    ],
  },
  'limited-own-storages': {
    permits: [['its default storages', 'write', limited, defaultOf(RUN, byRun('x', 'x', FULL))]],
    refuses: [
      ['sharing them', 'share', limited, defaultOf(RUN)],
      ['those of the run above', 'read', limited, defaultOf(PARENT, byRun(PARENT, OTHER_ACTOR, LIMITED))],
      ['writing to those of a run that it started', 'write', limited, defaultOf(CHILD)],
    ],
  },
  'limited-created-storages': {
    permits: [
      ['what it created', 'write', limited, storage(byRun(RUN, ACTOR, LIMITED))],
      ['what it created before it became this Actor', 'write', limited, storage(byRun(RUN, 'x', FULL))],
      ['what an earlier limited run created', 'write', limited, storage(byRun(EARLIER_RUN, ACTOR, LIMITED))],
    ],
    refuses: [
      ['what an earlier full run created', 'read', limited, storage(byRun(EARLIER_RUN, ACTOR, FULL))],
      ['what a run of another Actor created', 'read', limited, storage(byRun(OTHER_RUN, OTHER_ACTOR, LIMITED))],
      [
        "what another account's run of the Actor created",
        'read',
        limited,
        storage({ ownerId: 'gwen', ...byRun(EARLIER_RUN, ACTOR, LIMITED) }),
      ],
      [
        'what an earlier run created, beyond the scope',
        'read',
        program(LIMITED, { scope: scope() }),
        storage(byRun(EARLIER_RUN, ACTOR, LIMITED)),
      ],
      ['sharing what it created', 'share', limited, storage(byRun(RUN, ACTOR, LIMITED))],
    ],
  },
  'limited-input-storages': {
    permits: [
      ['what its input names', 'read', program(LIMITED, input(['read'])), storage({})],
      [
        'what was granted to its account',
        'read',
        program(LIMITED, input(['read'], { accountId: 'gina' })),
        storage({}),
      ],
    ],
    refuses: [
      ['writing where the field says read', 'write', program(LIMITED, input(['read'])), storage({})],
      [
        'more than its account has',
        'write',
        program(LIMITED, input(['read', 'write'], { accountId: 'gina' })),
        storage({}),
      ],
      ["a stranger's", 'read', program(LIMITED, input(['read', 'write'])), storage({ ownerId: 'gwen' })],
      ['beyond the scope', 'read', program(LIMITED, input(['read'], { scope: scope() })), storage({})],
      ['sharing it', 'share', program(LIMITED, input(['read', 'write'])), storage({})],
    ],
  },
  'limited-own-run': {
    permits: [
      ['its status', 'update-status', limited, run()],
      ['aborting itself', 'abort', limited, run()],
    ],
    refuses: [
      ['deleting or resurrecting itself', 'write', limited, run()],
      ['aborting what it started', 'abort', program(LIMITED, { runId: PARENT }), run()],
      ['a run of the same Actor', 'read', program(LIMITED, { runId: OTHER_RUN }), run()],
    ],
  },
  'limited-metamorph': {
    permits: [
      ['itself', 'metamorph', limited, run()],
      ['into a limited Actor', 'metamorph', limited, actor({})],
      ['into one that its options make limited', 'metamorph', limited, actor({ ...AS_FULL, effectiveLevel: LIMITED })],
    ],
    refuses: [
      ['another run', 'metamorph', program(LIMITED, { runId: PARENT }), run()],
      ['into a full Actor', 'metamorph', limited, actor(AS_FULL)],
      ['into one that its options make full', 'metamorph', limited, actor({ effectiveLevel: FULL })],
      ['into one that its account may not run', 'metamorph', limited, actor({ isPublic: false })],
      ['into one beyond the scope', 'metamorph', program(LIMITED, { scope: scope() }), actor({})],
    ],
  },
  'limited-run-actor': {
    permits: [
      ['a public one', 'run', limited, actor({})],
      ['its own one', 'run', limited, actor(RITAS)],
    ],
    refuses: [
      ['a full one', 'run', limited, actor(AS_FULL)],
      ['reading its own one', 'read', limited, actor(RITAS)],
      ['building it', 'build', limited, actor(RITAS)],
      ['one that its account may not run', 'run', limited, actor({ isPublic: false })],
      ['one beyond the scope', 'run', program(LIMITED, { scope: scope() }), actor({})],
    ],
  },
  'limited-child-results': {
    permits: [
      ['the run', 'read', program(LIMITED, { runId: PARENT }), run()],
      ['its storages', 'read', limited, defaultOf(CHILD)],
      ['its Actor', 'read', limited, actor(RITAS, [RUN])],
    ],
    refuses: [
      ['upwards', 'read', program(LIMITED, { runId: CHILD }), run()],
      ['writing', 'write', limited, defaultOf(CHILD)],
      ['what it created beside', 'read', limited, storage(byRun(CHILD, OTHER_ACTOR, LIMITED))],
    ],
  },
};

describe.each(Object.entries(CLAIMS))('%s', (rule, { permits, refuses }) => {
  test.each(permits)('permits: %s', (_what, asked, who, thing) => {
    expect(decideResource(asked, factsAbout(who, thing))).toEqual({ permitted: true, because: [rule] });
  });

  test.each(refuses)('refuses: %s', (_what, asked, who, thing) => {
    expect(decideResource(asked, factsAbout(who, thing))).toEqual({ permitted: false, because: [] });
  });
});

test('open-run-parts permits the storages of an open run that have no setting of their own, by their id', () => {
  const open = STORAGES['a default dataset of the run, where anyone with its id can read the run'] as Thing;
  const facts = factsAbout(anonymous, open);
  expect(decideResource('read', facts)).toEqual({ permitted: true, because: ['anyone-with-id', 'open-run-parts'] });
  expect(decideResource('read', { ...facts, addressedBy: 'name' }).permitted).toBe(false);
  const closed = { ...facts, resource: { ...facts.resource, generalAccess: 'RESTRICTED' as const } };
  expect(decideResource('read', closed)).toEqual({ permitted: false, because: [] });
  const opened = { ...facts, resource: { ...facts.resource, generalAccess: 'ANYONE_WITH_ID_CAN_READ' as const } };
  expect(decideResource('read', opened)).toEqual({ permitted: true, because: ['anyone-with-id'] });
});

test.each(['write', 'share', 'grant'] as const)(
  'no scoped token changes an Actor, nor a run that one started: %s',
  (asked) => {
    const everything = scope({ kinds: [{ kind: 'actor', permissions: PERMISSIONS_OF.actor }] });
    const forbidden = asked === 'write' ? 'scoped-no-actor-write' : 'console-only';
    for (const who of [token('adam', everything), program(FULL, { accountId: 'adam', scope: everything })]) {
      expect(decideResource(asked, factsAbout(who, actor({})))).toEqual({ permitted: false, because: [forbidden] });
    }
  },
);
