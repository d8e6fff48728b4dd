import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { makeDataset, makeGrant, makeToken, setAccountAccess } from '../testing/arrange.ts';
import {
  approve,
  finish,
  type Held,
  hold,
  type MadeActor,
  makeActor,
  runRow,
  setLevel,
  started,
} from '../testing/starts.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

const LIMITED = 'LIMITED_PERMISSIONS';
const FULL = 'FULL_PERMISSIONS';

let olga: Person;
let dev: Person;
let limited: MadeActor;
let full: MadeActor;
beforeAll(async () => {
  olga = await person('olga');
  dev = await person('dev');
  await setAccountAccess(olga, 'RESTRICTED');
  limited = await makeActor(olga);
  full = await makeActor(olga, { level: FULL });
});

const post = (path: string, by: { token?: string }, init: RequestInit = {}) =>
  call(path, { method: 'POST', ...(by.token && { token: by.token }), ...init });
const errorOf = ({ status, json }: Awaited<ReturnType<typeof call>>) => `${status} ${json?.error?.type}`;
const held = async (by: Person, actor: MadeActor): Promise<Held> => hold((await started(by, actor)).id);
const JSON_BODY = { headers: { 'content-type': 'application/json' } };

describe('a reboot', () => {
  test('ends the token of the program and lets the run wait again, with its storages and its time', async () => {
    const run = await held(olga, full);
    const before = await runRow(run.id);
    const { status, json } = await post(`/v2/actor-runs/${run.id}/reboot`, run);
    expect(status).toBe(200);
    expect(json.data).toMatchObject({ status: 'READY', stats: { rebootCount: 1 } });
    expect(await runRow(run.id)).toMatchObject({
      ...{
        status: 'READY',
        attempt: before.attempt + 1,
        tokenDigest: null,
        workerId: null,
        timeoutAt: before.timeoutAt,
      },
      ...{ defaultDatasetId: before.defaultDatasetId, attemptStartedAt: null },
    });
    expect(errorOf(await call(`/v2/actor-runs/${run.id}`, { token: run.token }))).toBe('401 user-or-token-not-found');
    await expect(finish(run)).rejects.toThrow('not held');
    expect(errorOf(await post(`/v2/actor-runs/${run.id}/reboot`, olga))).toBe('400 invalid-request');
  });

  test('is not for a limited run, nor for strangers', async () => {
    const run = await held(olga, limited);
    expect(errorOf(await post(`/v2/actor-runs/${run.id}/reboot`, run))).toBe('403 insufficient-permissions');
    expect(errorOf(await post(`/v2/actor-runs/${run.id}/reboot`, dev))).toBe('403 insufficient-permissions');
    expect((await runRow(run.id)).status).toBe('RUNNING');
  });
});

describe('a metamorph', () => {
  const into = (run: { id: string }, actor: MadeActor, query = '') =>
    `/v2/actor-runs/${run.id}/metamorph?targetActorId=${actor.actorId}${query}`;

  test('makes another Actor of a limited run, with an input of its own', async () => {
    const target = await makeActor(dev, { isPublic: true });
    const run = await held(olga, limited);
    const { status, json } = await post(into(run, target), run, { body: '{"b":2}', ...JSON_BODY });
    expect(status).toBe(200);
    expect(json.data).toMatchObject({
      ...{ status: 'READY', actId: target.actorId, buildId: target.buildId, actorPermissionLevel: LIMITED },
      metamorphs: [{ actorId: target.actorId, buildId: target.buildId, inputKey: 'INPUT-METAMORPH-1' }],
      stats: { metamorph: 1 },
    });
    const record = `/v2/key-value-stores/${json.data.defaultKeyValueStoreId}/records/INPUT-METAMORPH-1`;
    expect((await call(record, { token: olga.token })).text).toBe('{"b":2}');
    expect((await runRow(run.id)).inputKey).toBe('INPUT-METAMORPH-1');
    expect((await call(record, { token: run.token })).status).toBe(401);
    expect((await call(record, { token: (await hold(run.id)).token })).text).toBe('{"b":2}');
  });

  test('never lifts a limited run', async () => {
    const target = await makeActor(dev, { isPublic: true, level: FULL });
    await approve(target.actorId, olga);
    const run = await held(olga, limited);
    expect(errorOf(await post(into(run, target), run))).toBe('403 insufficient-permissions');
    expect(errorOf(await post(into(run, full), run))).toBe('404 record-not-found');
    expect(await runRow(run.id)).toMatchObject({ status: 'RUNNING', level: LIMITED, actorId: limited.actorId });
  });

  test('keeps what the run created, once it is a full Actor, from later limited runs of its first one', async () => {
    const run = await held(olga, limited);
    const { json: created } = await post('/v2/datasets', run);
    const target = await makeActor(olga, { level: FULL });
    expect((await post(into(run, target), olga)).status).toBe(200);
    const later = await held(olga, limited);
    expect(errorOf(await call(`/v2/datasets/${created.data.id}/items`, { token: later.token }))).toBe(
      '403 insufficient-permissions',
    );
  });

  test('needs approval where a person asks for it, and is no consent where a full run did', async () => {
    const target = await makeActor(dev, { isPublic: true, level: FULL });
    const first = await held(olga, full);
    expect(errorOf(await post(into(first, target), olga))).toBe('403 full-permission-actor-not-approved');
    // What a full run becomes it could have done itself.
    expect((await post(into(first, target), first)).json.data.actorPermissionLevel).toBe(FULL);
    expect(errorOf(await post(`/v2/actors/${target.actorId}/runs`, olga))).toBe(
      '403 full-permission-actor-not-approved',
    );
  });

  test('into a limited Actor leaves a full run limited', async () => {
    const secret = await makeDataset(olga);
    const run = await held(olga, full);
    expect((await call(`/v2/datasets/${secret}`, { token: run.token })).status).toBe(200);
    await post(into(run, limited), run);
    const after = await hold(run.id);
    expect(errorOf(await call(`/v2/datasets/${secret}`, { token: after.token }))).toBe('403 insufficient-permissions');
  });

  test('that lifts a run keeps from later limited runs what comes into its storages then', async () => {
    const run = await held(olga, limited);
    const { defaultDatasetId } = await runRow(run.id);
    const path = `/v2/datasets/${defaultDatasetId}/items`;
    expect((await call(path, { token: (await held(olga, limited)).token })).status).toBe(200);
    expect((await post(into(run, full), olga)).json.data.actorPermissionLevel).toBe(FULL);
    expect(errorOf(await call(path, { token: (await held(olga, limited)).token }))).toBe(
      '403 insufficient-permissions',
    );
    expect((await call(path, { token: (await hold(run.id)).token })).status).toBe(200);
  });

  test('is for the account of the run alone: who may write it makes no Actor of their own of it', async () => {
    const wendy = await person('wendy');
    const hers = await makeActor(wendy, { level: FULL });
    const run = await held(olga, limited);
    await makeGrant(run.id, wendy, ['READ', 'WRITE']);
    expect(errorOf(await post(into(run, hers), wendy))).toBe('403 insufficient-permissions');
    expect((await runRow(run.id)).actorId).toBe(limited.actorId);
    expect((await post(`/v2/actor-runs/${run.id}/abort`, wendy)).status).toBe(200);
  });

  test('gives a scoped token no program that may more than it may', async () => {
    const run = await held(olga, full);
    const { token } = await makeToken(olga, {
      scope: {
        resources: [{ id: run.id, permissions: ['write'] }],
        kinds: [{ kind: 'actor', permissions: ['run'] }],
        create: [],
      },
    });
    expect((await post(into(run, full), { token })).status).toBe(200);
    const after = await hold(run.id);
    const secret = await makeDataset(olga);
    expect(errorOf(await call(`/v2/datasets/${secret}`, { token: after.token }))).toBe('403 insufficient-permissions');
  });

  test('happens ten times at most, and only to a run that is running', async () => {
    const run = await held(olga, limited);
    await pool().query('UPDATE runs SET metamorph_count = 10 WHERE id = $1', [run.id]);
    expect(errorOf(await post(into(run, limited), run))).toBe('400 invalid-request');
    await finish(run);
    expect(errorOf(await post(into(run, limited), olga))).toBe('400 invalid-request');
  });
});

describe('a scope', () => {
  test.each(['metamorph', 'resurrect'] as const)('is made narrower by a %s, and not replaced', async (how) => {
    const [ofBoth, ofRun, ofToken] = [await makeDataset(olga), await makeDataset(olga), await makeDataset(olga)];
    const scopeOn = (...ids: string[]) => ({
      resources: [
        ...ids.map((id) => ({ id, permissions: ['read'] as const })),
        { id: full.actorId, permissions: ['run'] as const },
      ],
      kinds: [{ kind: 'run' as const, permissions: ['write'] as const }],
      create: [],
    });
    const first = await makeToken(olga, { scope: scopeOn(ofBoth, ofRun) });
    const second = await makeToken(olga, { scope: scopeOn(ofBoth, ofToken) });
    const run = await hold((await started(first, full)).id);
    if (how === 'metamorph') {
      const into = `/v2/actor-runs/${run.id}/metamorph?targetActorId=${full.actorId}`;
      expect((await post(into, second)).status).toBe(200);
    } else {
      await finish(run);
      expect((await post(`/v2/actor-runs/${run.id}/resurrect`, second)).status).toBe(200);
    }
    const { token } = await hold(run.id);
    const read = async (id: string) => (await call(`/v2/datasets/${id}`, { token })).status;
    expect([await read(ofBoth), await read(ofRun), await read(ofToken)]).toEqual([200, 403, 403]);
  });
});

describe('a resurrection', () => {
  const path = ({ id }: { id: string }, query = '') => `/v2/actor-runs/${id}/resurrect${query}`;

  test('starts a finished run again, with its storages, its input and a new time', async () => {
    const run = await hold((await started(olga, limited, '', { a: 1 })).id);
    await call(`/v2/actor-runs/${run.id}`, {
      ...{ method: 'PUT', token: run.token },
      body: JSON.stringify({ statusMessage: 'Done', isStatusMessageTerminal: true }),
    });
    expect(errorOf(await post(path(run), olga))).toBe('400 invalid-request');
    await finish(run, 'FAILED');
    const { status, json } = await post(path(run, '?timeout=77&memory=1024'), olga);
    expect(status).toBe(200);
    expect(json.data).toMatchObject({
      ...{ status: 'READY', finishedAt: null, exitCode: null, statusMessage: null, isStatusMessageTerminal: false },
      ...{ options: { timeoutSecs: 77, memoryMbytes: 1024, build: 'latest' }, stats: { resurrectCount: 1 } },
    });
    const again = await hold(run.id);
    expect(again.lease.attempt).toBeGreaterThan(run.lease.attempt);
    const record = `/v2/actor-runs/${run.id}/key-value-store/records/INPUT`;
    expect((await call(record, { token: again.token })).text).toBe('{"a":1}');
  });

  test('goes through the gate: not at full permissions after the level has changed, and then not by an old run', async () => {
    const foreign = await makeActor(dev, { isPublic: true, level: FULL });
    await approve(foreign.actorId, olga);
    const run = await held(olga, foreign);
    await finish(run);
    expect((await post(path(run), olga)).status).toBe(200);
    await finish(await hold(run.id));
    await setLevel(foreign.actorId, FULL);
    expect(errorOf(await post(path(run), olga))).toBe('403 full-permission-actor-not-approved');
    expect((await runRow(run.id)).status).toBe('SUCCEEDED');
  });

  test('of a full run called by another one is no consent either', async () => {
    const foreign = await makeActor(dev, { isPublic: true, level: FULL });
    await approve(foreign.actorId, olga);
    const run = await held(olga, foreign);
    await finish(run);
    await setLevel(foreign.actorId, FULL);
    const caller = await held(olga, full);
    expect((await post(path(run), caller)).status).toBe(200);
    expect(errorOf(await post(`/v2/actors/${foreign.actorId}/runs`, olga))).toBe(
      '403 full-permission-actor-not-approved',
    );
  });

  test('keeps a run limited that was, whatever its Actor has become', async () => {
    const foreign = await makeActor(dev, { isPublic: true });
    const run = await held(olga, foreign);
    await finish(run);
    await setLevel(foreign.actorId, FULL);
    expect((await post(path(run), olga)).json.data.actorPermissionLevel).toBe(LIMITED);
  });

  test('with full permissions is for the account of the run alone, and not for a run with limited ones', async () => {
    const wendy = await person('wendy');
    const open = await makeActor(wendy, { isPublic: true, level: FULL });
    await approve(open.actorId, olga);
    const run = await held(olga, open);
    await finish(run);
    await makeGrant(run.id, wendy, ['READ', 'WRITE']);
    expect(errorOf(await post(path(run), wendy))).toBe('403 insufficient-permissions');
    const other = await held(olga, limited);
    expect(errorOf(await post(path(run), other))).toBe('403 insufficient-permissions');
    expect((await post(path(run), olga)).status).toBe(200);
  });

  test('of two at once, one is done', async () => {
    const run = await held(olga, limited);
    await finish(run);
    const answers = await Promise.all([post(path(run), olga), post(path(run), olga)]);
    expect(answers.map(({ status }) => status).sort((a, b) => a - b)).toEqual([200, 400]);
    expect((await runRow(run.id)).resurrectCount).toBe(1);
  });
});
