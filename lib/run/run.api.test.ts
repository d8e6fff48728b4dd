import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { appendLog } from '../job-log/queries.ts';
import { listRunRows } from '../run-list/list-rows.ts';
import { makeGrant, makeToken, setAccountAccess, signatureOf } from '../testing/arrange.ts';
import { finish, type Held, hold, type MadeActor, makeActor, runRow, started } from '../testing/starts.ts';
import { anonymous, call, client, type Person, person, serveApi } from '../testing/world.ts';
import { GENERAL_ACCESS } from '../vocabulary.ts';
import { runToEnd } from './run-to-end.ts';

serveApi();

let olga: Person;
let stan: Person;
let actor: MadeActor;
beforeAll(async () => {
  olga = await person('olga');
  stan = await person('stan');
  await setAccountAccess(olga, 'RESTRICTED');
  actor = await makeActor(olga);
});

const errorOf = ({ status, json }: Awaited<ReturnType<typeof call>>) => `${status} ${json?.error?.type}`;
const REFUSED = '403 insufficient-permissions';
const send = (method: string, path: string, by: { token?: string }, body?: unknown) =>
  call(path, {
    method,
    ...(by.token && { token: by.token }),
    ...(body !== undefined && { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
  });
const get = (path: string, by: { token?: string } = {}) => send('GET', path, by);
const held = async (of: MadeActor = actor): Promise<Held> => hold((await started(olga, of, '', { a: 1 })).id);

describe('reading a run', () => {
  test('is for its account; for others where it is open or was given to them; a missing one is missing', async () => {
    const { id, defaultDatasetId } = await started(olga, actor);
    expect((await get(`/v2/actor-runs/${id}`, olga)).json.data.id).toBe(id);
    for (const by of [stan, {}]) expect(errorOf(await get(`/v2/actor-runs/${id}`, by))).toBe(REFUSED);
    expect(errorOf(await get('/v2/actor-runs/NoSuchRun00000001', olga))).toBe('404 record-not-found');

    const given = await send('POST', `/v2/actor-runs/${id}/grants`, olga, { userId: stan.id, permissions: ['READ'] });
    expect(given.status).toBe(201);
    expect((await get(`/v2/actor-runs/${id}`, stan)).status).toBe(200);
    expect((await get(`/v2/datasets/${defaultDatasetId}/items`, stan)).status).toBe(200);
    expect(errorOf(await send('PUT', `/v2/actor-runs/${id}`, stan, { statusMessage: 'mine' }))).toBe(REFUSED);
    expect(errorOf(await send('POST', `/v2/actor-runs/${id}/abort`, stan))).toBe(REFUSED);
    expect((await get(`/v2/actor-runs/${id}/grants`, olga)).json.data.total).toBe(1);
    await send('DELETE', `/v2/actor-runs/${id}/grants/${given.json.data.id}`, olga);
    expect(errorOf(await get(`/v2/actor-runs/${id}`, stan))).toBe(REFUSED);
  });

  test('without a token shows neither what it used nor who started it', async () => {
    const { id } = await started(olga, actor);
    await send('PUT', `/v2/actor-runs/${id}`, olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    const open = (await get(`/v2/actor-runs/${id}`)).json.data;
    expect(Object.keys(open)).not.toEqual(expect.arrayContaining(['usage']));
    expect(open.usageTotalUsd).toBeUndefined();
    expect(open.meta).toEqual({ origin: 'API' });
    expect((await get(`/v2/actor-runs/${id}`, olga)).json.data).toMatchObject({
      ...{ usageTotalUsd: 0, meta: { clientIp: '127.0.0.1' } },
    });
    expect((await get(`/v2/actor-runs/${id}`, stan)).json.data.meta.clientIp).toBeUndefined();
  });

  test('waits for the end where that is asked for, and answers soon after it', async () => {
    const run = await held();
    const beganAt = Date.now();
    const waiting = Promise.all(
      Array.from({ length: 5 }, () => get(`/v2/actor-runs/${run.id}?waitForFinish=999999`, olga)),
    );
    await expect.poll(async () => (await listeners()) > 0).toBe(true);
    await finish(run);
    const finishedAt = Date.now();
    for (const { json } of await waiting) expect(json.data.status).toBe('SUCCEEDED');
    expect(Date.now() - finishedAt).toBeLessThan(1_500);
    expect((await get(`/v2/actor-runs/${run.id}?waitForFinish=60`, olga)).json.data.status).toBe('SUCCEEDED');
    expect(Date.now() - beganAt).toBeLessThan(15_000);
    await expect.poll(listeners).toBe(0);
    const ready = await started(olga, actor);
    expect((await get(`/v2/actor-runs/${ready.id}?waitForFinish=0.2`, olga)).json.data.status).toBe('READY');
  });

  test('ends for one who loses the right while waiting', async () => {
    const run = await held();
    const grantId = await makeGrant(run.id, stan, ['READ']);
    const waiting = get(`/v2/actor-runs/${run.id}?waitForFinish=30`, stan);
    await expect.poll(async () => (await listeners()) > 0).toBe(true);
    await pool().query('DELETE FROM grants WHERE id = $1', [grantId]);
    await finish(run);
    expect(errorOf(await waiting)).toBe(REFUSED);
  });

  const listeners = async (): Promise<number> =>
    (await pool().query(`SELECT count(*) AS count FROM pg_stat_activity WHERE query LIKE 'LISTEN gatehouse%'`)).rows[0]
      .count;
});

describe('changing a run', () => {
  test('its message is for the run itself and its account; what it says last stays', async () => {
    const run = await held();
    const change = { statusMessage: 'Half done', level: 'INFO', runId: run.id };
    expect((await send('PUT', `/v2/actor-runs/${run.id}`, run, change)).json.data.statusMessage).toBe('Half done');
    expect((await send('PUT', `/v2/actor-runs/${run.id}`, olga, {})).status).toBe(200);
    const other = await held();
    expect(errorOf(await send('PUT', `/v2/actor-runs/${run.id}`, other, change))).toBe(REFUSED);
    await send('PUT', `/v2/actor-runs/${run.id}`, run, { statusMessage: 'All done', isStatusMessageTerminal: true });
    await finish(run);
    expect((await runRow(run.id)).statusMessage).toBe('All done');
    expect((await send('PUT', `/v2/actor-runs/${run.id}`, run, change)).status).toBe(401);
  });

  test('its general access opens its log and storages with it, and is for those who may share', async () => {
    const run = await held();
    const item = `/v2/datasets/${(await runRow(run.id)).defaultDatasetId}/items`;
    expect(errorOf(await get(item))).toBe(REFUSED);
    const open = { generalAccess: 'ANYONE_WITH_ID_CAN_READ' };
    expect(errorOf(await send('PUT', `/v2/actor-runs/${run.id}`, run, open))).toBe(REFUSED);
    expect((await send('PUT', `/v2/actor-runs/${run.id}`, olga, open)).json.data.generalAccess).toBe(
      open.generalAccess,
    );
    expect((await get(item)).status).toBe(200);
    expect((await send('PUT', `/v2/actor-runs/${run.id}`, olga, { generalAccess: null })).json.data.generalAccess).toBe(
      GENERAL_ACCESS[0],
    );
    expect(errorOf(await get(item))).toBe(REFUSED);
    const named = { generalAccess: 'ANYONE_WITH_NAME_CAN_READ' };
    expect(errorOf(await send('PUT', `/v2/actor-runs/${run.id}`, olga, named))).toBe('400 invalid-input');
  });

  test('aborting one that waits ends it at once; one that runs is asked to end', async () => {
    const waiting = await started(olga, actor);
    expect((await send('POST', `/v2/actor-runs/${waiting.id}/abort`, olga)).json.data).toMatchObject({
      ...{ status: 'ABORTED', finishedAt: expect.any(String) },
    });
    const run = await held();
    expect((await send('POST', `/v2/actor-runs/${run.id}/abort?gracefully=1`, run)).json.data.status).toBe('ABORTING');
    expect(await runRow(run.id)).toMatchObject({
      abortsGracefully: true,
      abortRequestedAt: expect.any(Date),
      finishedAt: null,
    });
    await send('POST', `/v2/actor-runs/${run.id}/abort`, olga);
    expect((await runRow(run.id)).abortsGracefully).toBe(false);
    await finish(run, 'ABORTED');
    const ended = await runRow(run.id);
    expect((await send('POST', `/v2/actor-runs/${run.id}/abort`, olga)).json.data.status).toBe('ABORTED');
    expect(await runRow(run.id)).toEqual(ended);
  });

  test('deleting takes its unnamed storages along, and opens nothing that stays', async () => {
    await setAccountAccess(olga, 'ANYONE_WITH_ID_CAN_READ');
    const run = await held();
    expect(errorOf(await send('DELETE', `/v2/actor-runs/${run.id}`, olga))).toBe('400 invalid-request');
    await send('PUT', `/v2/actor-runs/${run.id}`, olga, { generalAccess: 'RESTRICTED' });
    await finish(run);
    const { defaultDatasetId, defaultKeyValueStoreId } = await runRow(run.id);
    await send('PUT', `/v2/datasets/${defaultDatasetId}`, olga, { name: `kept-${defaultDatasetId}` });
    expect(errorOf(await send('DELETE', `/v2/actor-runs/${run.id}`, stan))).toBe(REFUSED);
    expect((await send('DELETE', `/v2/actor-runs/${run.id}`, olga)).status).toBe(204);
    expect(errorOf(await get(`/v2/actor-runs/${run.id}`, olga))).toBe('404 record-not-found');
    expect(errorOf(await get(`/v2/key-value-stores/${defaultKeyValueStoreId}`, olga))).toBe('404 record-not-found');
    expect((await get(`/v2/datasets/${defaultDatasetId}`, olga)).status).toBe(200);
    expect(errorOf(await get(`/v2/datasets/${defaultDatasetId}`))).toBe(REFUSED);
    await setAccountAccess(olga, 'RESTRICTED');
  });

  test('charging is noted, for the run itself', async () => {
    const [run, other] = [await held(), await held()];
    const event = { eventName: 'page', count: 1 };
    expect(await send('POST', `/v2/actor-runs/${run.id}/charge`, run, event)).toMatchObject({ status: 201, json: {} });
    expect(errorOf(await send('POST', `/v2/actor-runs/${run.id}/charge`, other, event))).toBe(REFUSED);
    expect(errorOf(await send('POST', `/v2/actor-runs/${run.id}/charge`, run, {}))).toBe('400 invalid-input');
  });
});

describe('lists', () => {
  test("hold one's own runs and those that were given, by start, with filters; another's Actor shows nobody else's", async () => {
    const [anna, ben, dev] = [await person('anna'), await person('ben'), await person('dev')];
    const [open, other] = [await makeActor(dev, { isPublic: true }), await makeActor(anna)];
    const hers = [await started(anna, open), await started(anna, other), await started(anna, open)].map(({ id }) => id);
    const his = await started(ben, open);
    const devs = await started(dev, open);
    const ids = async (path: string, by: Person) =>
      (await get(path, by)).json.data.items.map(({ id }: { id: string }) => id);
    expect(await ids('/v2/actor-runs', anna)).toEqual(hers);
    expect(await ids('/v2/actor-runs?desc=1&limit=2', anna)).toEqual([hers[2], hers[1]]);
    expect(await ids(`/v2/actors/${open.actorId}/runs`, anna)).toEqual([hers[0], hers[2]]);
    expect(await ids(`/v2/actors/${open.actorId}/runs`, dev)).toEqual([devs.id]);
    await send('POST', `/v2/actor-runs/${hers[0]}/abort`, anna);
    expect(await ids('/v2/actor-runs?status=ABORTED,FAILED', anna)).toEqual([hers[0]]);
    expect(await ids('/v2/actor-runs?status=RUNNING', anna)).toEqual([]);
    expect(errorOf(await get('/v2/actor-runs?status=DONE', anna))).toBe('400 invalid-parameter');
    const before = new Date(Date.now() - 60_000).toISOString();
    expect(await ids(`/v2/actor-runs?startedBefore=${before}`, anna)).toEqual([]);
    expect(await ids(`/v2/actor-runs?startedAfter=${before}`, anna)).toEqual(hers);
    expect((await get('/v2/actor-runs', anna)).json.data.total).toBe(3);

    await makeGrant(his.id, anna, ['READ']);
    expect(await ids('/v2/actor-runs', anna)).toContain(his.id);
    expect(await ids(`/v2/actors/${open.actorId}/runs`, anna)).toEqual([hers[0], hers[2], his.id]);
    expect(errorOf(await get('/v2/actor-runs'))).toBe('401 token-not-provided');
    expect(errorOf(await get(`/v2/actors/${other.actorId}/runs`, ben))).toBe('404 record-not-found');
  });

  test("collaborators with the right see the owner's runs of the Actor, and never one another's", async () => {
    const [owner, carla, cleo] = [await person('owner'), await person('carla'), await person('cleo')];
    const shared = await makeActor(owner);
    for (const one of [owner, carla, cleo]) await setAccountAccess(one, 'RESTRICTED');
    await makeGrant(shared.actorId, carla, ['READ', 'RUN', 'VIEW_OWNER_RUNS']);
    await makeGrant(shared.actorId, cleo, ['READ', 'RUN']);
    const [owners, carlas, cleos] = [
      await started(owner, shared),
      await started(carla, shared),
      await started(cleo, shared),
    ];
    const listed = async (by: Person) =>
      (await get(`/v2/actors/${shared.actorId}/runs`, by)).json.data.items.map(({ id }: { id: string }) => id);
    expect(await listed(carla)).toEqual([owners.id, carlas.id]);
    expect(await listed(cleo)).toEqual([cleos.id]);
    expect(await listed(owner)).toEqual([owners.id]);
    expect((await get(`/v2/actor-runs/${owners.id}`, carla)).status).toBe(200);
    expect(errorOf(await get(`/v2/actor-runs/${owners.id}`, cleo))).toBe(REFUSED);
    expect(errorOf(await get(`/v2/actor-runs/${carlas.id}`, owner))).toBe(REFUSED);
    expect((await get(`/v2/actors/${shared.actorId}/runs/last?status=READY`, carla)).json.data.id).toBe(carlas.id);
    const { rows, total } = await listRunRows(carla.session, { actor: { by: 'id', id: shared.actorId }, limit: 1 });
    expect({ total, ids: rows.map(({ id, isOwn }) => [id, isOwn]) }).toEqual({ total: 2, ids: [[carlas.id, true]] });
    // Given one of them as well, it is still listed once.
    await makeGrant(owners.id, carla, ['READ']);
    expect(await listed(carla)).toEqual([owners.id, carlas.id]);
  });

  test('go on by key in the Console, with filters', async () => {
    const anna = await person('anna');
    const [one, full] = [await makeActor(anna), await makeActor(anna, { level: 'FULL_PERMISSIONS' })];
    const made: string[] = [];
    for (let n = 0; n < 5; n++) made.push((await started(anna, n % 2 ? full : one)).id);
    const first = await listRunRows(anna.session, { limit: 3 });
    expect(first.total).toBe(5);
    const second = await listRunRows(anna.session, { limit: 3, after: first.next ?? undefined });
    expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(made.toReversed());
    expect(second.next).toBeNull();
    const of = async (filter: object) => (await listRunRows(anna.session, { limit: 9, ...filter })).total;
    expect(await of({ level: 'FULL_PERMISSIONS' })).toBe(2);
    expect(await of({ origin: 'API' })).toBe(5);
    expect(await of({ origin: 'WEB' })).toBe(0);
    expect(await of({ statuses: ['READY'], actor: { by: 'name', username: null, name: one.name } })).toBe(3);
    expect(first.rows[0]).toMatchObject({ actor: { name: `${anna.username}~${one.name}` }, itemCount: 0 });
  });

  test('of a scoped token hold what is in its scope and what it started', async () => {
    const anna = await person('anna');
    const mine = await makeActor(anna);
    const { token } = await makeToken(anna, {
      scope: { resources: [{ id: mine.actorId, permissions: ['read', 'run'] }], kinds: [], create: [] },
    });
    await started(anna, mine);
    const own = await started({ token }, mine);
    expect((await get('/v2/actor-runs', { token })).json.data.items.map(({ id }: { id: string }) => id)).toEqual([
      own.id,
    ]);
    expect((await get(`/v2/actors/${mine.actorId}/runs/last`, { token })).json.data.id).toBe(own.id);
  });
});

describe('parts of runs', () => {
  test('are reached below the run, and below the last run of the Actor, with every verb', async () => {
    const mine = await makeActor(olga);
    const run = await hold((await started(olga, mine, '', { a: 1 })).id);
    await appendLog(run.id, '2030-01-02T03:04:05.678Z hello\n');
    for (const place of [`/v2/actor-runs/${run.id}`, `/v2/actors/${mine.actorId}/runs/last`]) {
      const at = (path: string) => `${place}${path}`;
      expect((await get(at('/key-value-store/records/INPUT'), olga)).text).toBe('{"a":1}');
      expect((await send('PUT', at('/key-value-store/records/OUTPUT'), olga, { b: 2 })).status).toBe(201);
      expect((await get(at('/key-value-store/keys'), olga)).json.data.count).toBe(2);
      expect((await send('POST', at('/dataset/items'), olga, [{ n: 1 }])).status).toBe(201);
      expect((await get(at('/dataset'), olga)).json.data.id).toBe((await runRow(run.id)).defaultDatasetId);
      expect((await get(at('/log'), olga)).text).toBe('2030-01-02T03:04:05.678Z hello\n');
      expect(errorOf(await get(at('/log'), stan))).toMatch(/^40[34] /);
      const request = { url: `https://example.com/${place.length}`, uniqueKey: `${place.length}` };
      expect((await send('POST', at('/request-queue/requests'), olga, request)).status).toBe(201);
      expect((await get(at('/request-queue/head'), olga)).json.data.items).toHaveLength(place.includes('last') ? 2 : 1);
      expect(errorOf(await send('POST', at('/dataset/items'), stan, [{}]))).toMatch(/^40[34] /);
    }
    expect((await get(`/v2/actor-runs/${run.id}/dataset/items`, olga)).json).toEqual([{ n: 1 }, { n: 1 }]);
    expect((await send('POST', `/v2/actor-runs/${run.id}/dataset/items`, run, [{ n: 2 }])).status).toBe(201);
    expect((await get(`/v2/actors/${mine.actorId}/runs/last?status=SUCCEEDED`, olga)).status).toBe(404);
    expect(errorOf(await get(`/v2/actors/${mine.actorId}/runs/last/dataset`))).toBe('401 token-not-provided');
  });

  test('open by a signed link below a run that stays closed', async () => {
    const { id, defaultDatasetId } = await started(olga, actor);
    const items = `/v2/actor-runs/${id}/dataset/items`;
    expect(errorOf(await get(items))).toBe(REFUSED);
    expect((await get(`${items}?signature=${signatureOf(defaultDatasetId)}`)).status).toBe(200);
    const elsewhere = await started(olga, actor);
    expect(errorOf(await get(`${items}?signature=${signatureOf(elsewhere.defaultDatasetId)}`))).toBe(REFUSED);
    expect(errorOf(await get(`/v2/actor-runs/${id}/dataset?signature=${signatureOf(defaultDatasetId)}`))).toBe(REFUSED);
    expect(errorOf(await get(`/v2/actor-runs/${id}?signature=${signatureOf(defaultDatasetId)}`))).toBe(REFUSED);
    expect(errorOf(await get(`/v2/actor-runs/NoSuchRun00000001/dataset/items?signature=x`))).toBe(
      '404 record-not-found',
    );
  });

  test('that the official client asks for', async () => {
    const run = await held();
    const official = client(olga.token).run(run.id);
    await official.dataset().pushItems([{ official: true }]);
    expect((await official.dataset().listItems()).items).toEqual([{ official: true }]);
    await official.keyValueStore().setRecord({ key: 'OUTPUT', value: { x: 1 } });
    expect((await official.keyValueStore().getRecord('OUTPUT'))?.value).toEqual({ x: 1 });
    expect((await official.update({ statusMessage: 'from outside' })).statusMessage).toBe('from outside');
    expect((await official.abort())?.status).toBe('ABORTING');
    expect((await client(olga.token).actor(actor.actorId).lastRun().get())?.id).toBe(run.id);
    const direct = await client(olga.token).actor(actor.actorId).start({ go: 1 }, { memory: 512, waitForFinish: 0 });
    expect(direct.options.memoryMbytes).toBe(512);
    expect((await client(olga.token).actor(actor.actorId).runs().list({ limit: 1, desc: true })).items[0]?.id).toBe(
      direct.id,
    );
  });
});

describe('runs that are waited for', () => {
  /** Does a worker's work as soon as a run of the Actor waits. */
  async function serve(of: MadeActor, work: (run: Held) => Promise<void>): Promise<void> {
    const find = async () =>
      (await pool().query<{ id: string }>(`SELECT id FROM runs WHERE actor_id = $1 AND status = 'READY'`, [of.actorId]))
        .rows[0];
    await expect.poll(find, { timeout: 10_000 }).toBeDefined();
    const found = await find();
    if (found) await work(await hold(found.id));
  }

  test('give the output, or the items, of one that succeeds', async () => {
    const mine = await makeActor(olga);
    for (const method of ['POST', 'GET']) {
      const output = send(method, `/v2/actors/${mine.actorId}/run-sync`, olga);
      await serve(mine, async (run) => {
        await send('PUT', `/v2/actor-runs/${run.id}/key-value-store/records/OUTPUT`, run, { done: true });
        await finish(run);
      });
      expect(await output).toMatchObject({ status: 201, text: '{"done":true}' });
    }
    const items = send('POST', `/v2/actors/${mine.actorId}/run-sync-get-dataset-items?format=csv`, olga, { a: 1 });
    await serve(mine, async (run) => {
      await send('POST', `/v2/actor-runs/${run.id}/dataset/items`, run, [{ n: 1 }, { n: 2 }]);
      await finish(run);
    });
    const { status, text, headers } = await items;
    expect({ status, text: text.replace('\uFEFF', '') }).toEqual({ status: 201, text: 'n\n1\n2\n' });
    expect(headers.get('x-apify-pagination-total')).toBe('2');
  });

  test('say so where it fails, and where it takes too long', async () => {
    const mine = await makeActor(olga);
    const output = send('POST', `/v2/actors/${mine.actorId}/run-sync`, olga);
    await serve(mine, (run) => finish(run, 'FAILED'));
    expect(errorOf(await output)).toBe('400 run-failed');
    await expect(runToEnd(olga.api, await started(olga, mine), { maxMillis: 100 })).rejects.toMatchObject({
      ...{ type: 'run-timeout-exceeded', status: 408 },
    });
  });

  test('start nothing for a HEAD, a wrong format, or one who may not', async () => {
    const mine = await makeActor(olga);
    const path = `/v2/actors/${mine.actorId}/run-sync`;
    expect((await send('HEAD', path, olga)).status).toBe(405);
    expect(errorOf(await send('POST', `${path}-get-dataset-items?format=doc`, olga))).toBe('400 invalid-parameter');
    expect(errorOf(await send('POST', path, stan))).toBe('404 record-not-found');
    expect((await listRunRows(olga.session, { actor: { by: 'id', id: mine.actorId }, limit: 1 })).total).toBe(0);
    await expect(runToEnd(anonymous, await started(olga, mine), { maxMillis: 0 })).rejects.toThrow();
  });

  test('inputs can be tried without a run', async () => {
    const inputSchema = {
      ...{ title: 'Input', type: 'object', schemaVersion: 1, required: ['n'] },
      properties: { n: { title: 'N', type: 'integer', description: '', editor: 'number' } },
    };
    const mine = await makeActor(olga, { inputSchema });
    const path = `/v2/actors/${mine.actorId}/validate-input`;
    expect((await send('POST', path, olga, { n: 1 })).json).toEqual({ valid: true });
    expect(errorOf(await send('POST', path, olga, { n: 'one' }))).toBe('400 invalid-input');
    expect(errorOf(await send('POST', path, olga))).toBe('400 invalid-input');
    expect(errorOf(await send('POST', `${path}?build=none`, olga, { n: 1 }))).toBe('403 unknown-build-tag');
    expect(errorOf(await send('POST', path, stan, { n: 1 }))).toBe('404 record-not-found');
  });
});

describe('the token of a run', () => {
  test('tells nothing of its account where the run is limited, and all where it is full', async () => {
    const limited = await held();
    expect(errorOf(await get('/v2/users/me', limited))).toBe(REFUSED);
    const full = await hold((await started(olga, await makeActor(olga, { level: 'FULL_PERMISSIONS' }))).id);
    expect((await get('/v2/users/me', full)).json.data.id).toBe(olga.id);
  });

  test('creates storages that say so, and that a later limited run of the same Actor finds again', async () => {
    const first = await held();
    const made = (await send('POST', '/v2/datasets?name=found-again', first)).json.data;
    expect(made).toMatchObject({ actRunId: first.id, actId: actor.actorId, userId: olga.id });
    const { rows } = await pool().query('SELECT created_by_level FROM resources WHERE id = $1', [made.id]);
    expect(rows[0].created_by_level).toBe('LIMITED_PERMISSIONS');
    const later = await held();
    expect((await send('POST', '/v2/datasets?name=found-again', later)).json.data.id).toBe(made.id);
    const others = await held(await makeActor(olga));
    expect(errorOf(await send('POST', '/v2/datasets?name=found-again', others))).toBe(REFUSED);
  });
});
