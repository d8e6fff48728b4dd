import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { makeDataset, makeGrant, makeToken, setAccountAccess } from '../testing/arrange.ts';
import { approve, hold, makeActor, runRow, setLevel, started } from '../testing/starts.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import { startRun } from './start.ts';

serveApi();

const LIMITED = 'LIMITED_PERMISSIONS';
const FULL = 'FULL_PERMISSIONS';

let olga: Person;
let dev: Person;
beforeAll(async () => {
  olga = await person('olga');
  dev = await person('dev');
  await setAccountAccess(olga, 'RESTRICTED');
});

const start = (by: { token?: string }, actorId: string, query = '', init: RequestInit = {}) =>
  call(`/v2/actors/${actorId}/runs${query}`, { method: 'POST', ...(by.token && { token: by.token }), ...init });
const errorOf = ({ status, json }: Awaited<ReturnType<typeof call>>) => `${status} ${json?.error?.type}`;
const recordOf = async (by: { token: string }, storeId: string, key = 'INPUT') =>
  call(`/v2/key-value-stores/${storeId}/records/${key}`, { token: by.token });

describe('a start', () => {
  test('gives a run that waits, with three storages and its input, and counts for the Actor', async () => {
    const actor = await makeActor(olga);
    const run = await started(olga, actor, '?memory=512&timeout=60&maxItems=7', { a: 1 });
    expect(run).toMatchObject({
      ...{ status: 'READY', actId: actor.actorId, userId: olga.id, buildId: actor.buildId, buildNumber: '0.0.1' },
      ...{ finishedAt: null, exitCode: null, generalAccess: 'FOLLOW_USER_SETTING', actorPermissionLevel: LIMITED },
      options: { build: 'latest', memoryMbytes: 512, timeoutSecs: 60, diskMbytes: 1024, maxItems: 7 },
      meta: { origin: 'API' },
    });
    expect(run.stats).toMatchObject({
      cpuAvgUsage: 0,
      cpuMaxUsage: 0,
      memAvgBytes: 0,
      memMaxBytes: 0,
      inputBodyLen: 7,
    });
    expect((await recordOf(olga, run.defaultKeyValueStoreId)).text).toBe('{"a":1}');
    for (const [kind, id] of [
      ['datasets', run.defaultDatasetId],
      ['request-queues', run.defaultRequestQueueId],
    ]) {
      expect((await call(`/v2/${kind}/${id}`, { token: olga.token })).json.data).toMatchObject({
        actRunId: run.id,
        actId: actor.actorId,
      });
    }
    const { rows } = await pool().query('SELECT total_runs, last_run_started_at FROM actors WHERE id = $1', [
      actor.actorId,
    ]);
    expect(rows[0]).toMatchObject({ total_runs: 1, last_run_started_at: expect.any(Date) });
  });

  test('with a secret in its input is not open to whoever knows its id, however open the account is', async () => {
    const open = await person('open');
    await setAccountAccess(open, 'ANYONE_WITH_ID_CAN_READ');
    const inputSchema = {
      ...{ title: 'Input', type: 'object', schemaVersion: 1 },
      properties: { key: { title: 'Key', type: 'string', description: '', editor: 'textfield', isSecret: true } },
    };
    const actor = await makeActor(open, { inputSchema });
    const [without, secret] = [await started(open, actor, '', {}), await started(open, actor, '', { key: 'x' })];
    const asStranger = (storeId: string) => call(`/v2/key-value-stores/${storeId}/records/INPUT`);
    expect((await asStranger(without.defaultKeyValueStoreId)).status).toBe(200);
    expect(errorOf(await asStranger(secret.defaultKeyValueStoreId))).toBe('403 insufficient-permissions');
    expect((await call(`/v2/actor-runs/${secret.id}`)).status).toBe(200);
    expect((await recordOf(open, secret.defaultKeyValueStoreId)).text).toBe('{"key":"x"}');
  });

  test('gives its dataset the schema that the build declares', async () => {
    const actor = await makeActor(olga);
    const fields = { type: 'object', properties: { url: { type: 'string' } }, required: ['url'] };
    const views = { urls: { title: 'URLs', transformation: { fields: ['url'] } } };
    await pool().query('UPDATE builds SET actor_definition = $2 WHERE id = $1', [
      actor.buildId,
      JSON.stringify({ storages: { dataset: { actorSpecification: 1, fields, views } } }),
    ]);
    const { defaultDatasetId: id } = await started(olga, actor);
    const push = (item: object) =>
      call(`/v2/datasets/${id}/items`, { method: 'POST', token: olga.token, body: JSON.stringify(item) });
    expect(errorOf(await push({ title: 'A' }))).toBe('400 schema-validation-error');
    expect((await push({ title: 'A', url: 'https://example.com/' })).status).toBe(201);
    const seen = await call(`/v2/datasets/${id}/items?view=urls`, { token: olga.token });
    expect(seen.json).toEqual([{ url: 'https://example.com/' }]);
  });

  test('takes any bytes as they are, small and large, and leaves nothing behind where it is refused', async () => {
    const actor = await makeActor(olga);
    const bytes = Buffer.alloc(200_000, 7);
    const headers = { 'content-type': 'application/octet-stream' };
    const { json } = await start(olga, actor.actorId, '', { body: bytes, headers });
    const record = await fetch(
      new URL(`/v2/key-value-stores/${json.data.defaultKeyValueStoreId}/records/INPUT`, process.env.API_URL),
      { headers: { authorization: `Bearer ${olga.token}` } },
    );
    expect(Buffer.from(await record.arrayBuffer()).equals(bytes)).toBe(true);

    const foreign = await makeActor(dev, { level: FULL, isPublic: true });
    expect(errorOf(await start(olga, foreign.actorId, '', { body: bytes, headers }))).toBe(
      '403 full-permission-actor-not-approved',
    );
    const { rows } = await pool().query(`SELECT count(*) AS count FROM blobs WHERE state <> 'KEPT'`);
    expect(rows[0].count).toBe(0);
  });

  test('has no input record where nothing was sent and there is no schema', async () => {
    const run = await started(olga, await makeActor(olga));
    expect((await recordOf(olga, run.defaultKeyValueStoreId)).status).toBe(404);
  });

  test.each([
    ['?memory=300', '', '400 invalid-input'],
    ['?memory=64', '', '400 invalid-input'],
    ['?memory=x', '', '400 invalid-parameter'],
    ['?timeout=-1', '', '400 invalid-input'],
    ['?build=nightly', '', '403 unknown-build-tag'],
    ['?forcePermissionLevel=ALL', '', '400 invalid-parameter'],
    ['?webhooks=W3s', '', '400 invalid-parameter'],
    [`?webhooks=${Buffer.from('[{"requestUrl":"ftp://x"}]').toString('base64')}`, '', '400 invalid-input'],
    ['', '{"a":', '400 run-input-body-not-valid-json'],
    ['', '{"a":"\xff"}', '400 run-input-body-not-valid-json'],
  ])('is refused for %s %s', async (query, body, expected) => {
    const { actorId } = await makeActor(olga);
    const headers = { 'content-type': 'application/json' };
    const bytes = Buffer.from(body, 'latin1');
    expect(errorOf(await start(olga, actorId, query, { headers, ...(body && { body: bytes }) }))).toBe(expected);
    const { rows } = await pool().query('SELECT count(*) AS count FROM runs WHERE actor_id = $1', [actorId]);
    expect(rows[0].count).toBe(0);
  });

  test('runs a build by its number, and only one that has succeeded', async () => {
    const actor = await makeActor(olga);
    expect((await started(olga, actor, '?build=0.0.1')).options.build).toBe('0.0.1');
    const failed = await makeActor(olga, { status: 'FAILED' });
    expect(errorOf(await start(olga, failed.actorId))).toBe('403 unknown-build-tag');
    expect(errorOf(await start(olga, failed.actorId, '?build=0.0.1'))).toBe('403 unknown-build-tag');
  });

  test('makes its webhooks, and says where it came from', async () => {
    const actor = await makeActor(olga);
    const hooks = [{ eventTypes: ['ACTOR.RUN.SUCCEEDED'], requestUrl: 'https://example.com/hook' }];
    const webhooks = Buffer.from(JSON.stringify(hooks)).toString('base64');
    const { json } = await start(olga, actor.actorId, `?webhooks=${encodeURIComponent(webhooks)}`, {
      headers: { 'x-apify-request-origin': 'CLI' },
    });
    expect(json.data.meta.origin).toBe('CLI');
    const { rows } = await pool().query(
      'SELECT event_types AS "eventTypes", request_url AS "requestUrl" FROM webhooks WHERE run_id = $1',
      [json.data.id],
    );
    expect(rows).toEqual(hooks);
    const spoofed = await start(olga, actor.actorId, '', { headers: { 'x-apify-request-origin': 'SCHEDULER' } });
    expect(spoofed.json.data.meta.origin).toBe('API');
    const inConsole = await startRun(olga.session, { actor: { by: 'id', id: actor.actorId } });
    expect(inConsole.meta.origin).toBe('WEB');
  });
});

describe('who may start', () => {
  test("an Actor of one's own, a public one and a granted one; not a private one of others, which looks as if it were missing", async () => {
    const stan = await person('stan');
    const [open, closed] = [await makeActor(dev, { isPublic: true }), await makeActor(dev)];
    expect((await start(stan, open.actorId)).status).toBe(201);
    const refused = await start(stan, closed.actorId);
    const missing = await start(stan, 'NoSuchActor000001');
    expect(errorOf(refused)).toBe('404 record-not-found');
    expect(refused.json).toEqual(missing.json);
    await makeGrant(closed.actorId, stan, ['READ']);
    expect(errorOf(await start(stan, closed.actorId))).toBe('403 insufficient-permissions');
    await pool().query(`UPDATE grants SET permissions = '{READ,RUN}' WHERE resource_id = $1`, [closed.actorId]);
    const { json } = await start(stan, closed.actorId);
    expect(json.data.userId).toBe(stan.id);
  });

  test('nobody without a token, and nobody with a wrong one', async () => {
    const open = await makeActor(dev, { isPublic: true });
    expect(errorOf(await start({}, open.actorId))).toMatch(/^40[13] /);
    expect(errorOf(await start({ token: `${olga.token}x` }, open.actorId))).toBe('401 user-or-token-not-found');
  });

  test('a scoped token within its scope, which its run inherits with the right to its results', async () => {
    const actor = await makeActor(olga);
    const other = await makeActor(olga);
    const { token } = await makeToken(olga, {
      scope: { resources: [{ id: actor.actorId, permissions: ['read', 'run'] }], kinds: [], create: [] },
    });
    expect(errorOf(await start({ token }, other.actorId))).toMatch(/^40[34] /);
    const run = await started({ token }, actor, '', { a: 1 });
    expect((await runRow(run.id)).scope).toMatchObject({ resources: [{ id: actor.actorId }] });
    expect((await recordOf({ token }, run.defaultKeyValueStoreId)).status).toBe(200);
    expect((await call(`/v2/actor-runs/${run.id}/abort`, { method: 'POST', token })).json.data.status).toBe('ABORTED');
    const others = await started(olga, actor);
    expect(errorOf(await call(`/v2/actor-runs/${others.id}`, { token }))).toBe('403 insufficient-permissions');
  });
});

describe('the level', () => {
  test('a foreign Actor with full permissions needs approval; own, forced down, and approved ones do not', async () => {
    const foreign = await makeActor(dev, { level: FULL, isPublic: true });
    const refused = await start(olga, foreign.actorId);
    expect(refused.json.error).toEqual({
      type: 'full-permission-actor-not-approved',
      message: 'This Actor requires full access to your account. You must approve its permissions before running it.',
      data: { approvalUrl: expect.stringContaining(`/actors/${foreign.actorId}?approvePermissions=true`) },
    });
    const down = await started(olga, foreign, `?forcePermissionLevel=${LIMITED}`);
    expect(down.actorPermissionLevel).toBe(LIMITED);
    // A limited run is no consent to a full one.
    expect((await start(olga, foreign.actorId)).status).toBe(403);
    await approve(foreign.actorId, olga);
    const run = await started(olga, foreign);
    expect(await runRow(run.id)).toMatchObject({ level: FULL, levelBecause: ['approved'], levelEpoch: 1 });
    expect((await started(dev, foreign)).actorPermissionLevel).toBe(FULL);
    const undeclared = await makeActor(olga, { level: null });
    expect((await started(olga, undeclared)).actorPermissionLevel).toBe(FULL);
  });

  test('a limited Actor that is forced up counts as one with full permissions', async () => {
    const foreign = await makeActor(dev, { isPublic: true });
    expect(errorOf(await start(olga, foreign.actorId, `?forcePermissionLevel=${FULL}`))).toBe(
      '403 full-permission-actor-not-approved',
    );
  });

  test('of hundreds of starts around a change to full permissions, none is at full after it without approval', {
    timeout: 120_000,
  }, async () => {
    const actor = await makeActor(dev, { isPublic: true });
    const people = await Promise.all(Array.from({ length: 4 }, (_, n) => person(`racer-${n}`)));
    let isChanged = false;
    const answers: { status: number; began: boolean; level: string | undefined }[] = [];
    const race = async (by: Person) => {
      for (let n = 0; n < 75; n++) {
        const began = isChanged;
        const { status, json } = await start(by, actor.actorId);
        answers.push({ status, began, level: json?.data?.actorPermissionLevel });
      }
    };
    const racing = people.map(race);
    await expect.poll(() => answers.length, { timeout: 60_000 }).toBeGreaterThan(60);
    await setLevel(actor.actorId, FULL);
    isChanged = true;
    await Promise.all(racing);
    expect(answers).toHaveLength(300);
    expect(answers.filter(({ level }) => level === FULL)).toEqual([]);
    const after = answers.filter(({ began }) => began);
    expect(after.length).toBeGreaterThan(20);
    expect(new Set(after.map(({ status }) => status))).toEqual(new Set([403]));
    const { rows } = await pool().query(
      'SELECT level, level_epoch, count(*) AS count FROM runs WHERE actor_id = $1 GROUP BY 1, 2',
      [actor.actorId],
    );
    expect(rows).toEqual([
      { level: LIMITED, level_epoch: 1, count: answers.filter(({ status }) => status === 201).length },
    ]);
  });

  test('starts at once count each for the Actor', { timeout: 60_000 }, async () => {
    const actor = await makeActor(olga);
    await Promise.all(Array.from({ length: 40 }, () => started(olga, actor, '', { a: 1 })));
    const { rows } = await pool().query(
      `SELECT c.total_runs, (SELECT count(*) FROM resources r WHERE r.created_by_actor_id = c.id AND r.run_id IS NOT NULL) AS storages
       FROM actors c WHERE c.id = $1`,
      [actor.actorId],
    );
    expect(rows[0]).toEqual({ total_runs: 40, storages: 120 });
  });
});

describe('a run that starts another', () => {
  test('is its ancestor, and reads its results; a limited one never starts a full one', async () => {
    const [parent, child] = [await makeActor(olga), await makeActor(olga)];
    const full = await makeActor(olga, { level: FULL, isPublic: true });
    const run = await hold((await started(olga, parent)).id);
    const below = await started(run, child, '', { a: 1 });
    expect(below).toMatchObject({ meta: { origin: 'ACTOR' }, userId: olga.id, actorPermissionLevel: LIMITED });
    expect((await runRow(below.id)).ancestorIds).toEqual([run.id]);
    expect((await recordOf(run, below.defaultKeyValueStoreId)).status).toBe(200);
    const beyond = await hold(below.id);
    const third = await started(beyond, child);
    expect((await runRow(third.id)).ancestorIds).toEqual([run.id, below.id]);
    expect(errorOf(await start(run, full.actorId))).toBe('403 insufficient-permissions');
    expect(errorOf(await start(run, child.actorId, `?forcePermissionLevel=${FULL}`))).toBe(
      '403 insufficient-permissions',
    );
    const others = await started(olga, child);
    expect(errorOf(await call(`/v2/actor-runs/${others.id}`, { token: run.token }))).toBe(
      '403 insufficient-permissions',
    );
  });

  test('with full permissions starts foreign full ones without approval, which is no consent to start them directly', async () => {
    const foreign = await makeActor(dev, { level: FULL, isPublic: true });
    const run = await hold((await started(olga, await makeActor(olga, { level: FULL }))).id);
    expect((await started(run, foreign)).actorPermissionLevel).toBe(FULL);
    expect(errorOf(await start(olga, foreign.actorId))).toBe('403 full-permission-actor-not-approved');
  });

  test('is one of 20 at most', { timeout: 60_000 }, async () => {
    const actor = await makeActor(olga);
    let current = await started(olga, actor);
    for (let depth = 0; depth < 19; depth++) current = await started(await hold(current.id), actor);
    expect((await runRow(current.id)).ancestorIds).toHaveLength(19);
    expect(errorOf(await start(await hold(current.id), actor.actorId))).toBe('400 invalid-request');
  });
});

const SCHEMA = {
  ...{ title: 'Input', type: 'object', schemaVersion: 1 },
  properties: {
    count: { title: 'Count', type: 'integer', description: '', default: 3 },
    from: {
      title: 'From',
      type: 'string',
      description: '',
      resourceType: 'dataset',
      resourcePermissions: ['READ'],
      editor: 'resourcePicker',
    },
    into: {
      title: 'Into',
      type: 'string',
      description: '',
      resourceType: 'dataset',
      resourcePermissions: ['READ', 'WRITE'],
      editor: 'resourcePicker',
    },
  },
  required: [],
};

describe('the input', () => {
  test('is held against the schema of the build, which fills in what is missing', async () => {
    const actor = await makeActor(olga, { inputSchema: SCHEMA });
    const run = await started(olga, actor);
    expect((await recordOf(olga, run.defaultKeyValueStoreId)).text).toBe('{"count":3}');
    const given = await started(olga, actor, '', { count: 5, other: true });
    expect((await recordOf(olga, given.defaultKeyValueStoreId)).text).toBe('{"count":5,"other":true}');
    const headers = { 'content-type': 'application/json' };
    const refused = await start(olga, actor.actorId, '', { body: '{"count":"many"}', headers });
    expect(errorOf(refused)).toBe('400 invalid-input');
    expect(refused.json.error.data.problems).toEqual([{ field: 'count', message: expect.any(String) }]);
  });

  test('gives the run the storages that it names, by id and by name, and no others', async () => {
    const actor = await makeActor(dev, { inputSchema: SCHEMA, isPublic: true });
    const [from, into, other] = [
      await makeDataset(olga),
      await makeDataset(olga, { name: 'results' }),
      await makeDataset(olga),
    ];
    const run = await hold((await started(olga, actor, '', { from, into: '~results' })).id);
    expect((await runRow(run.id)).inputStorages).toEqual([
      { id: from, permissions: ['read'] },
      { id: into, permissions: ['read', 'write'] },
    ]);
    const push = (id: string) =>
      call(`/v2/datasets/${id}/items`, { method: 'POST', token: run.token, body: '[{"a":1}]' });
    const read = (id: string) => call(`/v2/datasets/${id}/items`, { token: run.token });
    expect((await push(into)).status).toBe(201);
    expect((await read(from)).status).toBe(200);
    expect(errorOf(await push(from))).toBe('403 insufficient-permissions');
    expect(errorOf(await read(other))).toBe('403 insufficient-permissions');
    const named = await started(olga, actor, '', { from: `${dev.username}~nothing`, into: 'nothing' });
    expect((await runRow(named.id)).inputStorages).toEqual([]);
  });

  test("gives nothing that the account has not: a stranger's dataset stays closed", async () => {
    const actor = await makeActor(olga, { inputSchema: SCHEMA });
    const foreign = await makeDataset(dev);
    const run = await hold((await started(olga, actor, '', { into: foreign })).id);
    expect(errorOf(await call(`/v2/datasets/${foreign}`, { token: run.token }))).toBe('403 insufficient-permissions');
  });

  test('of a limited run or a scoped token gives another run nothing that they cannot reach themselves', async () => {
    const [outer, inner] = [await makeActor(olga), await makeActor(dev, { inputSchema: SCHEMA, isPublic: true })];
    const secret = await makeDataset(olga);
    const run = await hold((await started(olga, outer)).id);
    const own = (await call('/v2/datasets', { method: 'POST', token: run.token })).json.data.id;
    const below = await started(run, inner, '', { from: secret, into: own });
    expect((await runRow(below.id)).inputStorages).toEqual([{ id: own, permissions: ['read', 'write'] }]);
    const { token } = await makeToken(olga, {
      scope: {
        resources: [{ id: own, permissions: ['read'] }],
        kinds: [{ kind: 'actor', permissions: ['run'] }],
        create: [],
      },
    });
    const scoped = await started({ token }, inner, '', { from: secret, into: own });
    expect((await runRow(scoped.id)).inputStorages).toEqual([{ id: own, permissions: ['read'] }]);
  });
});
