/** The cells about Actors, builds and runs: every path that names one, and their lists. */
import { STORAGE_KINDS } from '../../vocabulary.ts';
import { isPermitted, mayStart, type Thing } from '../oracle.ts';
import { type Asker, type Cell, STATUS } from './cell.ts';
import { askerOf } from './expectation.ts';
import type { Job, RunJob, RunWorld } from './run-world.ts';
import { cellsAt, HEADS_ONE_IN, routesOf } from './storage-cells.ts';

/** What must hold before the next is asked; the first that does not is what is answered. */
export type Step = (asker: Asker) => string | null;
export interface Ask {
  body?: unknown;
  isJson?: boolean;
  query?: string;
  steps: Step[];
  success: string;
}
export type Verbs = Record<string, Ask[]>;
type Routes<T> = Record<string, (target: T, world: RunWorld) => Verbs>;

export const may = (asker: Asker, right: string, thing: Thing, runs: readonly Thing[] = []): boolean =>
  isPermitted({ asker: askerOf(asker), right, thing, runs, by: 'id', link: 'none', asksForContent: false });

const HIDDEN = ['actor', 'task', 'schedule', 'webhook'];

/** What of these may not be seen is not there; all else is refused. */
export const needs =
  (right: string, thing: Thing, runs: readonly Thing[] = []): Step =>
  (asker) => {
    if (may(asker, right, thing, runs)) return null;
    return HIDDEN.includes(thing.kind) && !may(asker, 'read', thing, runs) ? STATUS.missing : STATUS.refused;
  };
export const needsAccount: Step = ({ account }) => (account ? null : STATUS.noCredential);
/** Lists are for those who may have one: a limited run is told none. */
export const needsList: Step = (asker) => needsAccount(asker) ?? (asker.run?.limited ? STATUS.refused : null);

/** What one has by a right of one's own: as if nothing were public. */
const holds = (asker: Asker, thing: Thing): boolean => may(asker, 'read', { ...thing, isPublic: false });
const needsToHold =
  (thing: Thing): Step =>
  (asker) =>
    holds(asker, thing) ? null : STATUS.refused;

export const needsStart =
  (actor: Thing, toBe: 'limited' | 'full'): Step =>
  ({ account, run }) => {
    const caller = run ? (run.limited ? 'limited' : 'full') : null;
    const own = actor.owner.id === account?.id;
    if (mayStart({ caller, toBe, own, approved: false, ranBefore: false, skips: false })) return null;
    return caller === 'limited' ? STATUS.refused : '403 full-permission-actor-not-approved';
  };

export const get = (steps: Step[], success = '200'): Verbs => ({
  GET: [{ steps, success }],
  HEAD: [{ steps, success }],
});

export const grants = (target: Job, { people: { greta }, runs }: RunWorld): Record<string, Verbs> => {
  const [share, grant] = [needs('share', target, runs), needs('grant', target, runs)];
  return {
    '/grants': {
      ...get([share]),
      POST: [
        { body: { userId: greta.id, permissions: ['READ'] }, steps: [grant], success: '201' },
        {
          body: { userId: greta.id, permissions: ['WRITE'] },
          steps: [grant, (asker) => (may(asker, 'write', target) ? null : STATUS.refused)],
          success: '201',
        },
      ],
    },
    [`/grants/${target.gretasGrant}`]: { DELETE: [{ steps: [grant], success: '204' }] },
  };
};

export const levelOf = ({ declaresLimited }: Thing) => (declaresLimited ? 'limited' : 'full');
const ENV_VARS = '/versions/:versionNumber/env-vars';

const ACTOR_ROUTES: Routes<Job> = {
  '': (actor, { runs }) => {
    const read = needs('read', actor, runs);
    return {
      ...get([read]),
      PUT: [
        { body: { title: 'A title' }, steps: [read, needs('write', actor, runs)], success: '200' },
        { body: { isPublic: !actor.isPublic }, steps: [read, needs('share', actor, runs)], success: '200' },
      ],
      DELETE: [{ steps: [needs('write', actor, runs)], success: '204' }],
    };
  },
  '/versions': (actor, { runs }) => ({
    ...get([needs('read', actor, runs)]),
    POST: [
      {
        body: { versionNumber: '0.2', sourceType: 'SOURCE_FILES', sourceFiles: [] },
        ...{ steps: [needs('write', actor, runs)], success: '201' },
      },
    ],
  }),
  '/versions/:versionNumber': (actor, { runs }) => {
    const write = { steps: [needs('write', actor, runs)] };
    return {
      ...get([needs('read', actor, runs)]),
      PUT: [{ body: { buildTag: 'beta' }, ...write, success: '200' }],
      POST: [{ body: { buildTag: 'beta' }, ...write, success: '200' }],
      DELETE: [{ ...write, success: '204' }],
    };
  },
  [ENV_VARS]: (actor, { runs }) => ({
    ...get([needs('read', actor, runs), needsToHold(actor)]),
    POST: [{ body: { name: 'SIZE', value: '1' }, steps: [needs('write', actor, runs)], success: '201' }],
  }),
  [`${ENV_VARS}/:envVarName`]: (actor, { runs }) => {
    const write = { steps: [needs('write', actor, runs)] };
    return {
      ...get([needs('read', actor, runs), needsToHold(actor)]),
      PUT: [{ body: { value: '1' }, ...write, success: '200' }],
      POST: [{ body: { value: '1' }, ...write, success: '200' }],
      DELETE: [{ ...write, success: '204' }],
    };
  },
  '/builds': (actor, { runs }) => ({
    ...get([needs('read', actor, runs)]),
    POST: [{ query: 'version=0.1', steps: [needs('build', actor, runs)], success: '201' }],
  }),
  '/builds/default': (actor, { runs }) => get([needs('read', actor, runs)]),
  '/builds/:buildId': (actor, { runs }) => get([needs('read', actor, runs)]),
  '/runs': (actor, { runs }) => {
    const run = needs('run', actor, runs);
    const forced = (toBe: 'limited' | 'full') => ({
      query: `forcePermissionLevel=${toBe.toUpperCase()}_PERMISSIONS`,
      ...{ steps: [run, needsStart(actor, toBe)], success: '201' },
    });
    return {
      ...get([needsList, needs('read', actor, runs)]),
      POST: [{ steps: [run, needsStart(actor, levelOf(actor))], success: '201' }, forced('limited'), forced('full')],
    };
  },
  // A build that is not there: what runs for long is not waited for.
  '/run-sync': (actor, { runs }) => sync(actor, runs),
  '/run-sync-get-dataset-items': (actor, { runs }) => sync(actor, runs),
  '/validate-input': (actor, { runs }) => ({
    POST: [{ body: {}, isJson: true, steps: [needs('run', actor, runs)], success: '200' }],
  }),
};

export function sync(actor: Thing, runs: readonly Thing[]): Verbs {
  const ask = { query: 'build=9.9.9', steps: [needs('run', actor, runs)], success: '403 unknown-build-tag' };
  return { GET: [ask], POST: [ask] };
}

const BUILD_ROUTES: Routes<Job> = {
  '': (build) => ({
    ...get([needs('read', build)]),
    DELETE: [{ steps: [needs('write', build)], success: '204' }],
  }),
  '/abort': (build) => ({ POST: [{ steps: [needs('write', build)], success: '200' }] }),
  '/log': (build) => get([needs('read', build)]),
};

/** What can be asked of a run wherever it is named. */
export const runAnywhere = (run: RunJob, { actors, runs }: RunWorld): Record<string, Verbs> => {
  const isRunning: Step = () => (run.isRunning ? null : '400 invalid-request');
  const isOwn: Step = ({ account }) => (account?.id === run.owner.id ? null : STATUS.refused);
  const metamorphs = actors.map((actor) => ({
    query: `targetActorId=${actor.id}`,
    steps: [
      ...[needs('metamorph', run), isOwn, needs('metamorph', actor, runs), needsStart(actor, levelOf(actor))],
      isRunning,
    ],
    success: '200',
  }));
  return {
    '': get([needs('read', run)]),
    '/abort': { POST: [{ steps: [needs('abort', run)], success: '200' }] },
    '/reboot': { POST: [{ steps: [needs('write', run), isRunning], success: '200' }] },
    '/metamorph': { POST: metamorphs },
    '/log': get([needs('read', run)]),
  };
};

const RUN_ROUTES: Routes<RunJob> = {
  '': (run) => ({
    ...get([needs('read', run)]),
    PUT: [
      { body: { statusMessage: 'Well' }, steps: [needs('read', run), needs('update-status', run)], success: '200' },
      {
        body: {
          generalAccess: run.setting === 'ANYONE_WITH_ID_CAN_READ' ? 'RESTRICTED' : 'ANYONE_WITH_ID_CAN_READ',
        },
        ...{ steps: [needs('read', run), needs('share', run)], success: '200' },
      },
    ],
    DELETE: [{ steps: [needs('write', run)], success: run.isRunning ? '400 invalid-request' : '204' }],
  }),
  '/resurrect': (run, { runs }) => {
    const actor = run.ofActor as Thing;
    const isOwnOrLimited: Step = ({ account }) =>
      run.level === 'limited' || account?.id === run.owner.id ? null : STATUS.refused;
    return {
      POST: [
        {
          steps: [
            ...[needs('write', run), needs('run', actor, runs), needsStart(actor, run.level)],
            () => (run.isRunning ? '400 invalid-request' : null),
            isOwnOrLimited,
          ],
          success: '200',
        },
      ],
    };
  },
  '/charge': (run) => ({
    POST: [{ body: { eventName: 'row', count: 1 }, steps: [needs('update-status', run)], success: '201' }],
  }),
};

const PARAMETERS: Record<string, string> = { versionNumber: '0.1', envVarName: 'COLOUR' };

export function* cellsOf(world: RunWorld, base: string, target: Thing | null, verbs: Verbs): Generator<Cell> {
  for (const [method, asks] of Object.entries(verbs)) {
    for (const { body, isJson, query, steps, success } of asks) {
      for (const [n, asker] of world.askers.entries()) {
        if (method === 'HEAD' && (n + base.length) % HEADS_ONE_IN > 0) continue;
        const path = query ? `${base}?${query}` : base;
        yield {
          ...{ label: `${asker.name}: ${method} ${path} ${JSON.stringify(body) ?? ''}`, method, path, asker, target },
          expected: expectedOf(asker, steps, success),
          ...(body !== undefined && { body }),
          ...(isJson && { isJson }),
          check: ({ text }) => (text.includes('"because"') ? 'says which rule decided' : null),
        };
      }
    }
  }
}

export function expectedOf(asker: Asker, steps: readonly Step[], success: string): string {
  if (asker.isWrong) return STATUS.wrongCredential;
  for (const step of steps) {
    const refusal = step(asker);
    if (refusal) return refusal;
  }
  return success;
}

export const isGone: Step = () => STATUS.missing;
export const gone = (verbs: Verbs, kind: string): Verbs =>
  Object.fromEntries(
    Object.entries(verbs).map(([method, [ask]]) => [
      method,
      ask ? [{ ...ask, steps: [...(kind === 'list' ? [needsList] : []), isGone] }] : [],
    ]),
  );

const fill = (route: string, world: RunWorld, actor: Thing) =>
  route.replace(/:(\w+)/g, (_, name) =>
    name === 'buildId' ? (world.builds.find(({ ofActor }) => ofActor === actor)?.id ?? '') : (PARAMETERS[name] ?? ''),
  );

export function* jobCells(world: RunWorld): Generator<Cell> {
  const { actors, builds, runs } = world;
  for (const [n, actor] of actors.entries()) {
    const routes = { ...entriesOf(ACTOR_ROUTES, actor, world), ...grants(actor, world) };
    for (const [route, verbs] of Object.entries(routes)) {
      const path = fill(route, world, actor);
      yield* cellsOf(world, `/v2/actors/${actor.id}${path}`, actor, verbs);
      if (route === '' || route === '/runs') {
        yield* cellsOf(world, `/v2/acts/${actor.person.username}~${actor.name}${path}`, actor, verbs);
      }
      if (n === 0) {
        const isList = route === '/runs' ? 'list' : '';
        const reading = { GET: verbs.GET ?? [], ...(route !== '/runs' && { POST: verbs.POST ?? [] }) };
        yield* cellsOf(world, `/v2/actors/NoSuchActor000001${path}`, actor, gone(reading, isList));
      }
    }
  }
  for (const build of builds) {
    for (const [route, verbs] of Object.entries(entriesOf(BUILD_ROUTES, build, world))) {
      yield* cellsOf(world, `/v2/actor-builds/${build.id}${route}`, build, verbs);
    }
    yield* cellsOf(world, `/v2/logs/${build.id}`, build, get([needs('read', build)]));
  }
  for (const run of runs) {
    const routes = { ...entriesOf(RUN_ROUTES, run, world), ...grants(run, world) };
    for (const [route, verbs] of [...Object.entries(routes), ...Object.entries(runAnywhere(run, world))]) {
      if (route === '' && verbs.PUT === undefined) continue;
      yield* cellsOf(world, `/v2/actor-runs/${run.id}${route}`, run, verbs);
    }
    yield* cellsOf(world, `/v2/logs/${run.id}`, run, get([needs('read', run)]));
    yield* storagesOf(world, run, `/v2/actor-runs/${run.id}`, needs('read', run));
  }
  yield* missingJobs(world);
  for (const actor of actors) {
    yield* lastRuns(world, actor, `/v2/actors/${actor.id}/runs/last`, (run) => run.ofActor === actor);
  }
  yield* lists(world);
}

const entriesOf = <T>(routes: Routes<T>, target: T, world: RunWorld): Record<string, Verbs> =>
  Object.fromEntries(Object.entries(routes).map(([route, verbsOf]) => [route, verbsOf(target, world)]));

/**
 * A run's default storages below the run, wherever that is addressed. `first`: what is asked of the run. The paths of every kind lead to the
 * same handlers in the same way: each run is asked about one kind, another than the run before.
 */
export function* storagesOf(world: RunWorld, run: RunJob, base: string, first: Step): Generator<Cell> {
  for (const kind of [STORAGE_KINDS[world.runs.indexOf(run) % STORAGE_KINDS.length] ?? 'dataset']) {
    const target = run.storages[kind];
    const address = { text: target.id, by: 'id' as const, target };
    for (const [n, asker] of world.askers.entries()) {
      const asksHead = (n + base.length) % HEADS_ONE_IN === 0;
      const refusal = asker.isWrong ? STATUS.wrongCredential : (first(asker) ?? undefined);
      yield* cellsAt(address, asker, target, world.people.greta, { path: `${base}/${kind}`, refusal, asksHead });
    }
  }
}

function* missingJobs(world: RunWorld): Generator<Cell> {
  const [run, build] = [world.runs[0] as RunJob, world.builds[0] as Job];
  const reading = get([isGone]);
  for (const path of ['actor-runs/NoSuchRun00000001', 'actor-builds/NoSuchBuild000001', 'logs/NoSuchRun00000001']) {
    yield* cellsOf(world, `/v2/${path}`, run, reading);
  }
  // An id of one kind is none of another.
  yield* cellsOf(world, `/v2/actor-runs/${build.id}`, run, reading);
  yield* cellsOf(world, `/v2/actor-builds/${run.id}`, build, reading);
  yield* cellsOf(world, `/v2/actor-runs/NoSuchRun00000001/abort`, run, { POST: reading.GET ?? [] });
}

/** Whether a run is in somebody's lists: by a right of one's own, or as the owner's run of an Actor or a task whose runs one may view. */
export function isListed(asker: Asker, run: RunJob, of?: Thing | null): boolean {
  if (asker.run?.limited) return false;
  const closed = { ...run, setting: 'RESTRICTED', ofActor: null, ofTask: null };
  if (may(asker, 'read', closed)) return true;
  return of?.owner.id === run.owner.id && may(asker, 'view-owner-runs', of) && may(asker, 'read', run);
}

/** The last run of an Actor or a task is the last that the list of its runs has. `isOf`: whether a run is of it. */
export function* lastRuns(world: RunWorld, of: Thing, base: string, isOf: (run: RunJob) => boolean): Generator<Cell> {
  for (const asker of world.askers) {
    const only = { ...world, askers: [asker] };
    const found = world.runs.findLast((run) => isOf(run) && isListed(asker, run, of));
    const first: Step = (who) =>
      needsList(who) ?? needs('read', of, world.runs)(who) ?? (found ? null : STATUS.missing);
    const run = found ?? (world.runs[0] as RunJob);
    for (const [route, verbs] of Object.entries(runAnywhere(run, world))) {
      const led = Object.entries(verbs).map(([method, asks]) => [
        method,
        asks.map((ask) => ({ ...ask, steps: [first, ...ask.steps] })),
      ]);
      yield* cellsOf(only, `${base}${route}`, run, Object.fromEntries(led));
    }
    yield* storagesOf(only, run, base, (who) => first(who) ?? needs('read', run)(who));
  }
}

/** Holds a list against the things that are expected in it; others are left alone. */
export function listed(all: readonly Thing[], isIn: (thing: Thing) => boolean): NonNullable<Cell['check']> {
  const known = new Set(all.map(({ id }) => id));
  const expected = all.filter(isIn).map(({ id }) => id);
  return ({ status, json }) => {
    if (status !== 200) return null;
    const given = (json.data.items as { id: string }[]).map(({ id }) => id).filter((id) => known.has(id));
    return given.sort().join() === expected.sort().join() ? null : `lists ${given.join()}, not ${expected.join()}`;
  };
}

function* lists(world: RunWorld): Generator<Cell> {
  const { actors, builds, runs, askers } = world;
  for (const asker of askers) {
    const one = (method: string, path: string, step: Step, success: string, check?: Cell['check']): Cell => ({
      ...{ label: `${asker.name}: ${method} ${path}`, method, path, asker, target: null },
      expected: expectedOf(asker, [step], success),
      ...(check && { check }),
    });
    const isOwn = (thing: Thing) => may(asker, 'read', { ...thing, isPublic: false, ofActor: null }, runs);
    yield one(
      'GET',
      '/v2/actor-runs?limit=1000',
      needsList,
      '200',
      listed(runs, (run) => isListed(asker, run as RunJob)),
    );
    yield one('GET', '/v2/actor-builds?limit=1000', needsList, '200', listed(builds, isOwn));
    yield one('GET', '/v2/actors?limit=1000', needsList, '200', listed(actors, isOwn));
    for (const path of ['actor-runs', 'actor-builds', 'actors']) yield one('HEAD', `/v2/${path}`, needsList, '200');
    const create: Step = (who) => needsAccount(who) ?? (who.scope || who.run?.limited ? STATUS.refused : null);
    const made = one('POST', '/v2/actors', create, '201');
    yield { ...made, body: { name: `made-${asker.name.replace(/\W+/g, '')}`.slice(0, 60) } };
    for (const method of ['GET', 'HEAD']) {
      yield one(
        method,
        '/v2/store?limit=1000&includeUnrunnableActors=true',
        () => null,
        '200',
        ({ status, json }) => {
          const given = new Set<string>(
            status === 200 && json ? json.data.items.map(({ id }: { id: string }) => id) : [],
          );
          const isWrong =
            method === 'GET' && status === 200 && actors.some(({ id, isPublic }) => isPublic !== given.has(id));
          return isWrong ? 'lists what is not public' : null;
        },
      );
    }
    for (const actor of actors) {
      const ofActor = runs.filter((run) => run.ofActor === actor);
      yield one(
        ...(['GET', `/v2/actors/${actor.id}/runs?limit=1000`] as const),
        (who) => needsList(who) ?? needs('read', actor, runs)(who),
        '200',
        listed(runs, (run) => ofActor.includes(run as RunJob) && isListed(asker, run as RunJob, actor)),
      );
    }
  }
}

export const verbsOf = (prefix: string, routes: Record<string, Verbs>) =>
  Object.entries(routes).map(
    ([route, verbs]) => [`${prefix}${route.replace(/grants\/\w+/, 'grants/:grantId')}`, Object.keys(verbs)] as const,
  );

/** Every path of these with its verbs, for the test that holds them against the API. */
export function jobRoutes(world: RunWorld): (readonly [path: string, verbs: string[]])[] {
  const [actor, build, run] = [world.actors[0] as Job, world.builds[0] as Job, world.runs[0] as RunJob];
  const places = ['/v2/actor-runs/:runId', '/v2/actors/:actorId/runs/last', '/v2/actor-tasks/:taskId/runs/last'];
  const storages = places.flatMap((place) =>
    STORAGE_KINDS.flatMap((kind) =>
      Object.entries(routesOf(kind))
        .filter(([route]) => !route.includes('/grants'))
        .map(([route, verbs]) => [`${place}/${kind}${route.replace('/:id', '')}`, Object.keys(verbs)] as const),
    ),
  );
  return [
    ...verbsOf('/v2/actors/:id', { ...entriesOf(ACTOR_ROUTES, actor, world), ...grants(actor, world) }),
    ...verbsOf('/v2/actor-builds/:id', entriesOf(BUILD_ROUTES, build, world)),
    ...verbsOf('/v2/actor-runs/:id', {
      ...entriesOf(RUN_ROUTES, run, world),
      ...grants(run, world),
      ...Object.fromEntries(Object.entries(runAnywhere(run, world)).filter(([route]) => route !== '')),
    }),
    ...verbsOf('/v2/actors/:id/runs/last', runAnywhere(run, world)),
    ...verbsOf('/v2/actor-tasks/:id/runs/last', runAnywhere(run, world)),
    ...storages,
    ['/v2/actors', ['GET', 'HEAD', 'POST']],
    ['/v2/actor-runs', ['GET', 'HEAD']],
    ['/v2/actor-builds', ['GET', 'HEAD']],
    ['/v2/logs/:id', ['GET', 'HEAD']],
    ['/v2/store', ['GET', 'HEAD']],
  ];
}
