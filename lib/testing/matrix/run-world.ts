/** Rita's runs of Adam's Actors and of her own, all that hangs on them, and everybody who asks about them. */
import { pool } from '../../../db/client.ts';
import type { Scope } from '../../authorization/types.ts';
import { createId } from '../../ids.ts';
import { STORAGE_COLLECTIONS, STORAGE_KINDS, type StorageKind } from '../../vocabulary.ts';
import { makeGrant, makeStorage, makeToken, setAccountAccess } from '../arrange.ts';
import type { Thing } from '../oracle.ts';
import { finish, type Held as HeldRun, hold, type MadeActor, makeActor, started } from '../starts.ts';
import { call, type Person, person } from '../world.ts';
import { A_REQUEST, type Asker, CLIENT_KEY, RECORD_KEY, type Target } from './cell.ts';

/** A thing of the matrix, with whose it is and the grant that cells take away. */
export type Job = Thing & { person: Person; gretasGrant: string; name: string | null };
/** A run, with what its storages are. `isRunning`: else it has finished. */
export type RunJob = Job & { isRunning: boolean; level: 'limited' | 'full'; storages: Record<StorageKind, Target> };

/** A task, whose Actor is there. */
export type TaskJob = Job & { ofActor: Thing };
/** A schedule, which is off, with the Actor that it is to start. */
export type ScheduleJob = Job & { starts: Job };
/** A webhook, with one dispatch that has ended. */
export type WebhookThing = Thing & { dispatchId: string; isAdHoc: boolean; ofActor: Thing | null };

const NAMES = ['rita', 'adam', 'vera', 'rob', 'will', 'bob', 'gina', 'greg', 'shirley', 'stan', 'greta'] as const;
type People = Record<(typeof NAMES)[number], Person>;

export interface RunWorld {
  people: People;
  actors: Job[];
  builds: Job[];
  tasks: TaskJob[];
  schedules: ScheduleJob[];
  /** In the order of their starts. */
  runs: RunJob[];
  storages: Target[];
  webhooks: WebhookThing[];
  /** Rita's. */
  task: Thing;
  askers: Asker[];
}

const field = (permissions: string[]) => ({
  ...{ title: 'A dataset', type: 'string', description: '', resourceType: 'dataset', editor: 'resourcePicker' },
  resourcePermissions: permissions,
});
const SCHEMA = {
  ...{ title: 'Input', type: 'object', schemaVersion: 1 },
  properties: {
    ...{ from: field(['READ']), into: field(['READ', 'WRITE']) },
    ...{ foreign: field(['READ', 'WRITE']), lent: field(['READ', 'WRITE']) },
  },
};

export async function makeRunWorld(): Promise<RunWorld> {
  const made = await Promise.all(NAMES.map(async (name) => [name, await person(name)] as const));
  const people = Object.fromEntries(made) as People;
  for (const each of Object.values(people)) await setAccountAccess(each, 'RESTRICTED');
  const { rita, adam, greg, shirley, gina, vera, rob, will, bob, stan, greta } = people;
  const account = ({ id }: Person) => ({ id, setting: 'RESTRICTED', sharesRuns: false });
  const accounts = new Map(Object.values(people).map((each) => [each.id, account(each)]));
  const ownerOf = ({ id }: Person) => accounts.get(id) ?? account(rita);

  async function thing(kind: string, id: string, owner: Person, grants: [Person, string[]][] = []): Promise<Job> {
    for (const [to, rights] of grants) {
      await makeGrant(id, to, rights.map((right) => right.toUpperCase().replaceAll('-', '_')) as ['READ']);
    }
    const { rows } = await pool().query('SELECT name, general_access FROM resources WHERE id = $1', [id]);
    return {
      ...{ kind, id, owner: ownerOf(owner), person: owner, name: rows[0].name, setting: rows[0].general_access },
      given: new Map(grants.map(([to, rights]) => [to.id, rights])),
      gretasGrant: await makeGrant(id, greta, ['READ']),
    };
  }

  const actors: Job[] = [];
  const builds: Job[] = [];
  async function actor(owner: Person, values: Parameters<typeof makeActor>[1], grants: [Person, string[]][] = []) {
    const { level = 'LIMITED_PERMISSIONS', isPublic = false } = values ?? {};
    const one = await makeActor(owner, { ...values, inputSchema: SCHEMA });
    await pool().query(
      `INSERT INTO actor_versions (actor_id, version_number, source_type, source_files, env_vars)
       VALUES ($1, '0.1', 'SOURCE_FILES', '[]', '[{"name":"COLOUR","value":"green"}]')`,
      [one.actorId],
    );
    const limited = level === 'LIMITED_PERMISSIONS';
    const of = { ...(await thing('actor', one.actorId, owner, grants)), isPublic };
    actors.push(Object.assign(of, { declaresLimited: limited, startsLimited: limited }));
    builds.push({ ...(await thing('build', one.buildId, owner, isPublic ? [] : [[gina, ['read']]])), ofActor: of });
    return { ...one, thing: of };
  }
  const shown = await actor(adam, { isPublic: true, name: 'shown' }, [[vera, ['read', 'view-owner-runs']]]);
  const hidden = await actor(adam, { name: 'hidden' }, [
    [rob, ['run']],
    [will, ['read', 'write']],
    [bob, ['read', 'build']],
    [shirley, ['read', 'share']],
  ]);
  const own = await actor(rita, { name: 'own' });
  const fullActor = await actor(adam, { isPublic: true, name: 'full', level: 'FULL_PERMISSIONS' });

  const tasks: TaskJob[] = [];
  async function task(owner: Person, of: MadeActor & { thing: Job }, name: string, grants: [Person, string[]][] = []) {
    const { json } = await call('/v2/actor-tasks', {
      ...{ method: 'POST', token: owner.token },
      body: JSON.stringify({ actId: of.actorId, name, input: { size: 1 } }),
    });
    tasks.push({ ...(await thing('task', json.data.id, owner, grants)), ofActor: of.thing });
    return tasks.at(-1) as TaskJob;
  }
  const daily = await task(rita, own, 'daily', [
    [vera, ['read', 'view-owner-runs']],
    [will, ['read', 'write']],
    [shirley, ['read', 'share']],
  ]);
  await task(rita, fullActor, 'far', [[gina, ['read']]]);
  const weekly = await task(adam, hidden, 'weekly', [
    [rob, ['read', 'write']],
    [bob, ['read']],
    [rita, ['read']],
  ]);

  const schedules: ScheduleJob[] = [];
  async function schedule(owner: Person, of: MadeActor & { thing: Job }, name: string, grants: [Person, string[]][]) {
    const actions = [{ type: 'RUN_ACTOR', actorId: of.actorId }];
    const { json } = await call('/v2/schedules', {
      ...{ method: 'POST', token: owner.token },
      body: JSON.stringify({ name, cronExpression: '@yearly', actions }),
    });
    schedules.push({ ...(await thing('schedule', json.data.id, owner, grants)), starts: of.thing });
  }
  await schedule(rita, own, 'nightly', [
    [gina, ['read']],
    [will, ['read', 'write']],
  ]);
  await schedule(rita, shown, 'of-all', [
    [vera, ['read', 'write']],
    [bob, ['read']],
  ]);
  await schedule(adam, hidden, 'hourly', [
    [rob, ['read', 'write']],
    [rita, ['read', 'write']],
  ]);

  const storages: Target[] = [];
  async function storage(
    id: string,
    kind: StorageKind,
    owner: Person,
    { grants, ...about }: Partial<Thing> & { grants?: [Person, string[]][] } = {},
  ): Promise<Target> {
    const target = { ...(await thing(kind, id, owner, grants)), ...about, kind };
    const path = `/v2/${STORAGE_COLLECTIONS[kind]}/${id}`;
    const { token } = owner;
    if (kind === 'key-value-store') {
      await call(`${path}/records/${RECORD_KEY}`, { method: 'PUT', token, body: '{}' });
    }
    if (kind === 'request-queue') {
      await call(`${path}/requests`, { method: 'POST', token, body: JSON.stringify(A_REQUEST) });
      await call(`${path}/head/lock?clientKey=${CLIENT_KEY}&lockSecs=3600`, { method: 'POST', token });
    }
    storages.push(target);
    return target;
  }

  const runs: RunJob[] = [];
  const held = new Map<RunJob, HeldRun>();
  interface Start {
    of: MadeActor & { thing: Job };
    by?: { token: string; tokenId?: string };
    owner?: Person;
    level?: 'limited' | 'full';
    parent?: RunJob;
    input?: Record<string, string>;
    grants?: [Person, string[]][];
    isOpen?: boolean;
    creates?: boolean;
    ends?: boolean;
    isScoped?: boolean;
    task?: TaskJob;
  }
  async function run(start: Start): Promise<RunJob> {
    const { of, owner = rita, by = owner, level = 'limited', parent = null, grants = [], isOpen = false } = start;
    const query = level === 'full' ? '?forcePermissionLevel=FULL_PERMISSIONS' : '';
    const view = start.task
      ? (await call(`/v2/actor-tasks/${start.task.id}/runs`, { method: 'POST', token: by.token })).json.data
      : await started(by, of, query, start.input ?? {});
    if (isOpen) {
      await pool().query(`UPDATE resources SET general_access = 'ANYONE_WITH_ID_CAN_READ' WHERE id = $1`, [view.id]);
    }
    const job = Object.assign(await thing('run', view.id, owner, grants), {
      ...{ ofTask: start.task ?? null },
      ...{ ofActor: of.thing, startedBy: parent, level, isRunning: !start.ends },
      ...{ madeByToken: start.isScoped ? by.tokenId : null, storages: {} as RunJob['storages'] },
    });
    const madeBy = { run: view.id, actor: of.actorId, limited: level === 'limited' };
    const { madeByToken } = job;
    const ids = [view.defaultDatasetId, view.defaultKeyValueStoreId, view.defaultRequestQueueId];
    for (const [n, kind] of STORAGE_KINDS.entries()) {
      job.storages[kind] = await storage(ids[n] ?? '', kind, owner, { ofRun: job, madeBy, madeByToken });
    }
    const taken = await hold(view.id);
    held.set(job, taken);
    if (start.creates) {
      const { json } = await call('/v2/datasets', { method: 'POST', token: taken.token });
      await storage(json.data.id, 'dataset', owner, { madeBy });
    }
    if (start.ends) await finish(taken);
    runs.push(job);
    return job;
  }

  const datasets: Target[] = [];
  for (const name of [undefined, undefined, 'hers']) {
    datasets.push(await storage(await makeStorage('dataset', rita, { ...(name && { name }) }), 'dataset', rita));
  }
  const [from, into] = datasets.map(({ id }) => id) as [string, string];
  const foreign = await storage(await makeStorage('dataset', stan), 'dataset', stan);
  await storage(await makeStorage('dataset', stan, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' }), 'dataset', stan);

  const lent = await storage(await makeStorage('dataset', stan), 'dataset', stan, { grants: [[rita, ['read']]] });
  await storage(await makeStorage('dataset', stan), 'dataset', stan, { grants: [[rita, ['read', 'write']]] });

  const scope: Scope = {
    resources: [
      { id: own.actorId, permissions: ['run'] },
      { id: from, permissions: ['read'] },
    ],
    ...{ kinds: [], create: ['dataset'] },
  };
  const scopedToken = await makeToken(rita, { scope });
  await run({ of: shown, owner: adam, ends: true });
  await run({ of: hidden, owner: adam, task: weekly, ends: true });
  await run({ of: own, task: daily, ends: true });
  const earlier = await run({ of: shown, creates: true, ends: true });
  // What it created while its Actor had full permissions.
  const ofFull = await makeStorage('dataset', rita);
  await pool().query(
    `UPDATE resources SET created_by_run_id = $2, created_by_actor_id = $3, created_by_level = 'FULL_PERMISSIONS' WHERE id = $1`,
    [ofFull, earlier.id, shown.actorId],
  );
  await storage(ofFull, 'dataset', rita, { madeBy: { run: earlier.id, actor: shown.actorId, limited: false } });
  await run({ of: shown, isOpen: true, ends: true });
  const full = await run({ of: own, level: 'full' });
  const scopedFull = await run({
    ...{ of: own, level: 'full', isScoped: true, creates: true },
    by: { token: scopedToken.token, tokenId: scopedToken.id },
  });
  const limited = await run({
    ...{ of: shown, creates: true, input: { from, into, foreign: foreign.id, lent: lent.id } },
    grants: [
      [gina, ['read']],
      [greg, ['write']],
      [shirley, ['read', 'share']],
    ],
  });
  const child = await run({ of: own, by: held.get(limited) ?? rita, parent: limited, creates: true });
  const stale = held.get(limited);
  if (!stale) throw new Error('The run is not held');
  // Another worker has taken it over: what the first one started has a token of an attempt that is over.
  await pool().query(`UPDATE runs SET status = 'READY', token_digest = NULL, worker_id = NULL WHERE id = $1`, [
    limited.id,
  ]);
  held.set(limited, await hold(limited.id));

  const webhooks: WebhookThing[] = [];
  async function webhook(owner: Person, token: string, condition: Record<string, string>, about: Partial<Thing> = {}) {
    const { json, text } = await call('/v2/webhooks', {
      ...{ method: 'POST', token },
      body: JSON.stringify({ eventTypes: ['TEST'], requestUrl: 'https://hooks.example/path', condition }),
    });
    if (!json?.data) throw new Error(text);
    const { id } = json.data;
    const dispatchId = createId();
    await pool().query(
      `INSERT INTO webhook_dispatches (id, webhook_id, account_id, event_type, payload, status, finished_at)
       VALUES ($1, $2, $3, 'TEST', '{}', 'FAILED', now())`,
      [dispatchId, id, owner.id],
    );
    webhooks.push({
      ...{ kind: 'webhook', id, owner: ownerOf(owner), setting: 'FOLLOW_USER_SETTING', given: new Map() },
      ...{ dispatchId, isAdHoc: 'actorRunId' in condition, ofActor: null },
      ...about,
    });
  }
  const tokenOf = (job: RunJob | undefined) => (job && held.get(job)?.token) ?? '';
  const byName = ({ kinds = [], resources = [] }: Partial<Scope>) => ({
    scope: ({ id, kind }: Thing): readonly string[] => [
      ...resources.flatMap((one) => (one.id === id ? one.permissions : [])),
      ...kinds.flatMap((one) => (one.kind === kind ? one.permissions : [])),
    ],
  });
  async function scoped(name: string, of: Partial<Scope>): Promise<Asker> {
    const made = await makeToken(rita, { scope: { resources: [], kinds: [], create: [], ...of } });
    return {
      name: `rita, token scoped to ${name}`,
      account: rita,
      token: made.token,
      tokenId: made.id,
      ...byName(of),
      makesTasks: of.create?.includes('task') === true,
      makesSchedules: of.create?.includes('schedule') === true,
    };
  }
  const program = (name: string, job: RunJob, named: [string, string[]][] = []): Asker => ({
    ...{ name, account: rita, token: tokenOf(job) },
    run: { id: job.id, actor: job.ofActor?.id ?? '', limited: job.level === 'limited', named: new Map(named) },
  });
  const wrong = (name: string, token: string): Asker => ({ name, account: null, token, isWrong: true });
  const webhookMaker = await makeToken(rita, {
    scope: {
      ...{
        resources: [{ id: own.actorId, permissions: ['read'] }],
        kinds: [{ kind: 'webhook', permissions: ['write'] }],
      },
      create: ['webhook'],
    },
  });
  await webhook(rita, rita.token, { actorId: shown.actorId }, { ofActor: shown.thing });
  await webhook(rita, rita.token, { actorTaskId: daily.id });
  await webhook(stan, stan.token, { actorId: shown.actorId }, { ofActor: shown.thing });
  await webhook(
    rita,
    webhookMaker.token,
    { actorId: own.actorId },
    { madeByToken: webhookMaker.id, ofActor: own.thing },
  );
  await webhook(
    rita,
    tokenOf(limited),
    { actorRunId: limited.id },
    {
      madeBy: { run: limited.id, actor: shown.actorId, limited: true },
    },
  );
  await webhook(
    rita,
    tokenOf(scopedFull),
    { actorRunId: scopedFull.id },
    {
      madeBy: { run: scopedFull.id, actor: own.actorId, limited: false },
    },
  );

  const askers: Asker[] = [
    { name: 'anonymous', account: null },
    ...[rita, adam, vera, rob, will, bob, gina, greg, shirley, stan].map((each) => ({
      ...{ name: `${each.username.split('-')[0]}, token`, account: each, token: each.token },
    })),
    await scoped('nothing', {}),
    await scoped('run her Actor', { resources: [{ id: own.actorId, permissions: ['run'] }] }),
    await scoped('read all runs', { kinds: [{ kind: 'run', permissions: ['read'] }] }),
    await scoped('tasks and to run her Actor', {
      resources: [{ id: own.actorId, permissions: ['run'] }],
      kinds: [{ kind: 'task', permissions: ['read'] }],
      create: ['task'],
    }),
    await scoped('schedules and to run her Actor', {
      resources: [{ id: own.actorId, permissions: ['run'] }],
      kinds: [{ kind: 'schedule', permissions: ['write'] }],
      create: ['schedule'],
    }),
    await scoped('write all runs and datasets', {
      kinds: [
        { kind: 'run', permissions: ['write'] },
        { kind: 'dataset', permissions: ['write'] },
      ],
    }),
    await scoped('read all webhooks', { kinds: [{ kind: 'webhook', permissions: ['read'] }] }),
    {
      ...{
        name: 'rita, token scoped to make webhooks',
        account: rita,
        token: webhookMaker.token,
        tokenId: webhookMaker.id,
      },
      ...byName({
        resources: [{ id: own.actorId, permissions: ['read'] }],
        kinds: [{ kind: 'webhook', permissions: ['write'] }],
      }),
      mayCreateWebhooks: true,
    },
    {
      ...{ name: 'rita, the token that started one', account: rita, token: scopedToken.token, tokenId: scopedToken.id },
      ...byName(scope),
    },
    program('the run, limited', limited, [
      [from, ['read']],
      [into, ['read', 'write']],
      [foreign.id, ['read', 'write']],
      [lent.id, ['read', 'write']],
    ]),
    program('the run that it started, limited', child),
    program('a full run', full),
    { ...program('a full run that a scoped token started', scopedFull), ...byName(scope) },
    wrong('a run that has finished', tokenOf(earlier)),
    wrong('an earlier attempt of the run', stale.token),
  ];
  return { people, actors, builds, tasks, schedules, runs, storages, webhooks, task: daily, askers };
}
