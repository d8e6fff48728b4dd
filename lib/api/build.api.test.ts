import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { appendLog } from '../job-log/queries.ts';
import { makeGrant, makeToken, setAccountAccess } from '../testing/arrange.ts';
import { makeActor, makeBuild, setBuildStatus } from '../testing/builds.ts';
import { apiUrl, call, client, lastAudit, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

let olga: Person;
let colin: Person;
let stan: Person;
beforeAll(async () => {
  [olga, colin, stan] = [await person('olga'), await person('colin'), await person('stan')];
  await setAccountAccess(olga, 'RESTRICTED');
});

const build = (actorId: string, token: string | undefined, query = 'version=0.1') =>
  call(`/v2/actors/${actorId}/builds?${query}`, { method: 'POST', ...(token !== undefined && { token }) });
const jobsOf = async (buildId: string) =>
  (await pool().query(`SELECT 1 FROM pgboss.job WHERE name = 'build' AND data->>'buildId' = $1`, [buildId])).rowCount;

describe('a build is asked for', () => {
  test('by the official client: it gets its number, and its work is entered with it', async () => {
    const actorId = await makeActor(olga);
    const first = await olga.client.actor(actorId).build('0.1', { useCache: true, tag: 'beta' });
    expect(first).toMatchObject({
      actId: actorId,
      userId: olga.id,
      status: 'READY',
      buildNumber: '0.1.1',
      finishedAt: null,
      meta: { origin: 'API' },
      options: { useCache: true },
      stats: { computeUnits: expect.any(Number), durationMillis: expect.any(Number), runTimeSecs: expect.any(Number) },
      actVersion: { versionNumber: '0.1', buildTag: 'beta', sourceType: 'SOURCE_FILES' },
    });
    expect(await jobsOf(first.id)).toBe(1);
    const second = await call(`/v2/acts/${actorId}/builds?version=0.1`, {
      method: 'POST',
      token: olga.token,
      headers: { 'x-apify-request-origin': 'CLI' },
    });
    expect(second.json.data).toMatchObject({ buildNumber: '0.1.2', meta: { origin: 'CLI' } });
    expect(second.headers.get('location')).toBe(`/v2/actor-builds/${second.json.data.id}`);
    expect((await olga.client.actor(actorId).get())?.stats.totalBuilds).toBe(2);
  });

  test('at once by many: no two get one number', async () => {
    const actorId = await makeActor(olga);
    const answers = await Promise.all(Array.from({ length: 8 }, () => build(actorId, olga.token)));
    const numbers = answers.map(({ json }) => json.data.buildNumberInt - 10_0000).sort((a, b) => a - b);
    expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8]);
  });

  test('by those who hold the right to build, and by nobody else', async () => {
    const actorId = await makeActor(olga);
    expect(await build(actorId, colin.token)).toMatchObject({ status: 404 });
    const grantId = await makeGrant(actorId, colin, ['READ', 'WRITE', 'RUN']);
    expect(await build(actorId, colin.token)).toMatchObject({ status: 403 });
    await pool().query('DELETE FROM grants WHERE id = $1', [grantId]);
    await makeGrant(actorId, colin, ['READ', 'BUILD']);
    const built = await build(actorId, colin.token);
    expect(built).toMatchObject({ status: 201, json: { data: { userId: olga.id } } });
    expect((await pool().query('SELECT started_by FROM builds WHERE id = $1', [built.json.data.id])).rows).toEqual([
      { started_by: colin.id },
    ]);
    const open = await makeActor(olga, { isPublic: true });
    expect(await build(open, stan.token)).toMatchObject({ status: 403 });
    expect(await build(open, undefined)).toMatchObject({ status: 403 });
  });

  test.each([
    ['version=9.9', 404, 'record-not-found'],
    ['version=one', 400, 'invalid-parameter'],
    ['', 400, 'invalid-parameter'],
    ['version=0.1&tag=a,b', 400, 'invalid-parameter'],
    ['version=0.1&useCache=perhaps', 400, 'invalid-parameter'],
    ['version=0.1&waitForFinish=soon', 400, 'invalid-parameter'],
  ])('not with "%s"', async (query, status, type) => {
    const actorId = await makeActor(olga);
    expect(await build(actorId, olga.token, query)).toMatchObject({ status, json: { error: { type } } });
    expect((await pool().query('SELECT 1 FROM builds WHERE actor_id = $1', [actorId])).rowCount).toBe(0);
  });
});

describe('a build is read', () => {
  test('by those who see its Actor, as a part of it', async () => {
    const actorId = await makeActor(olga);
    const id = await makeBuild(olga, actorId);
    expect((await call(`/v2/actors/${actorId}/builds`, { token: colin.token })).status).toBe(404);
    await makeGrant(actorId, colin, ['READ']);
    const { json } = await call(`/v2/actors/${actorId}/builds?desc=1`, { token: colin.token });
    expect(json.data).toMatchObject({ total: 1, items: [{ id, actId: actorId, buildNumber: '0.1.1' }] });
    expect((await call(`/v2/actors/${actorId}/builds/${id}`, { token: colin.token })).json.data.id).toBe(id);
    const other = await makeActor(colin);
    expect((await call(`/v2/actors/${other}/builds/${id}`, { token: colin.token })).status).toBe(404);
  });

  test('of a public Actor by everyone, of a private one by no stranger', async () => {
    const [open, closed] = [await makeActor(olga, { isPublic: true }), await makeActor(olga)];
    const [openBuild, closedBuild] = [await makeBuild(olga, open), await makeBuild(olga, closed)];
    const seen = await call(`/v2/actor-builds/${openBuild}`);
    expect(seen.json.data).toMatchObject({ id: openBuild, meta: { origin: 'WEB' } });
    for (const hidden of ['usage', 'usageUsd', 'usageTotalUsd']) expect(seen.json.data).not.toHaveProperty(hidden);
    expect(seen.json.data.meta).toEqual({ origin: 'WEB' });
    expect((await call(`/v2/actor-builds/${openBuild}`, { token: stan.token })).json.data).toHaveProperty(
      'usageTotalUsd',
    );
    expect((await call(`/v2/actor-builds/${openBuild}`, { token: olga.token })).json.data.meta).toHaveProperty(
      'clientIp',
    );
    expect((await call(`/v2/actor-builds/${closedBuild}`, { token: stan.token })).status).toBe(403);
    expect((await call(`/v2/actor-builds/${closedBuild}`)).status).toBe(403);
    expect((await call(`/v2/actor-builds/AAAAAAAAAAAAAAAAA`, { token: stan.token })).status).toBe(404);
  });

  test('in lists of the account', async () => {
    const rita = await person('rita');
    const actorId = await makeActor(rita);
    const ids = [await makeBuild(rita, actorId), await makeBuild(rita, actorId)];
    expect((await rita.client.builds().list()).items.map(({ id }) => id)).toEqual(ids);
    expect((await rita.client.builds().list({ desc: true, limit: 1 })).items[0]?.id).toBe(ids[1]);
    expect((await rita.client.actor(actorId).builds().list({ offset: 1 })).items.map(({ id }) => id)).toEqual([ids[1]]);
    expect((await call('/v2/actor-builds')).status).toBe(401);
  });

  test('as the default one, by the tag or the number of the run options', async () => {
    const actorId = await makeActor(olga);
    const path = `/v2/actors/${actorId}/builds/default`;
    const missing = { status: 403, json: { error: { type: 'unknown-build-tag' } } };
    expect(await call(path, { token: olga.token })).toMatchObject(missing);
    const id = await makeBuild(olga, actorId);
    expect(await call(path, { token: olga.token })).toMatchObject(missing);
    await setBuildStatus(id, 'SUCCEEDED');
    const actor = olga.client.actor(actorId);
    await actor.update({ taggedBuilds: { latest: { buildId: id } } } as never);
    expect((await (await actor.defaultBuild()).get())?.id).toBe(id);
    expect((await actor.get())?.taggedBuilds).toMatchObject({ latest: { buildId: id, buildNumber: '0.1.1' } });
    await actor.update({ defaultRunOptions: { build: '0.1.1' }, taggedBuilds: { latest: null } } as never);
    expect((await call(path, { token: olga.token })).json.data.id).toBe(id);
    expect((await call(path, { token: stan.token })).status).toBe(404);
  });

  test('once it has ended, where the answer may wait', async () => {
    const actorId = await makeActor(olga);
    const id = await makeBuild(olga, actorId);
    const waiting = olga.client.build(id).waitForFinish({ waitSecs: 20 });
    await setBuildStatus(id, 'SUCCEEDED');
    expect((await waiting).status).toBe('SUCCEEDED');
    const other = await makeBuild(olga, actorId);
    expect((await call(`/v2/actor-builds/${other}?waitForFinish=1`, { token: olga.token })).json.data.status).toBe(
      'READY',
    );
    // Whoever loses the right while waiting is not told.
    const { id: tokenId, token } = await makeToken(olga);
    const cut = call(`/v2/actor-builds/${other}?waitForFinish=30`, { token });
    await pool().query('DELETE FROM tokens WHERE id = $1', [tokenId]);
    expect((await cut).status).toBe(401);
  });
});

describe('a build is ended and deleted', () => {
  test('one that nobody works on ends at once; one that has ended stays as it is', async () => {
    const actorId = await makeActor(olga);
    const id = await makeBuild(olga, actorId);
    expect((await call(`/v2/actor-builds/${id}/abort`, { method: 'POST', token: stan.token })).status).toBe(403);
    expect(await olga.client.build(id).abort()).toMatchObject({ status: 'ABORTED', finishedAt: expect.any(Date) });
    const running = await makeBuild(olga, actorId, 'RUNNING');
    expect(await olga.client.build(running).abort()).toMatchObject({ status: 'ABORTING', finishedAt: null });
    const done = await makeBuild(olga, actorId, 'SUCCEEDED');
    expect(await olga.client.build(done).abort()).toMatchObject({ status: 'SUCCEEDED' });
  });

  test('with its tag, by who may change it', async () => {
    const actorId = await makeActor(olga, { isPublic: true });
    const id = await makeBuild(olga, actorId, 'SUCCEEDED');
    await olga.client.actor(actorId).update({ taggedBuilds: { latest: { buildId: id } } } as never);
    expect((await call(`/v2/actor-builds/${id}`, { method: 'DELETE', token: stan.token })).status).toBe(403);
    await olga.client.build(id).delete();
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'build.deleted', detail: { buildNumber: '0.1.1' } });
    expect(await olga.client.build(id).get()).toBeUndefined();
    expect((await olga.client.actor(actorId).get())?.taggedBuilds).toEqual({});
  });

  test('an Actor takes its builds with it, and what came of them', async () => {
    const actorId = await makeActor(olga);
    const id = await makeBuild(olga, actorId, 'SUCCEEDED');
    await pool().query(`INSERT INTO blobs (id, store_id, location, state) VALUES ($1, $1, 'DATABASE', 'KEPT')`, [id]);
    await pool().query('UPDATE builds SET blob_id = id WHERE id = $1', [id]);
    await olga.client.actor(actorId).delete();
    expect(await olga.client.build(id).get()).toBeUndefined();
    expect((await pool().query('SELECT state FROM blobs WHERE id = $1', [id])).rows).toEqual([{ state: 'REMOVED' }]);
    expect((await pool().query('SELECT 1 FROM resources WHERE id = ANY ($1)', [[id, actorId]])).rowCount).toBe(0);
  });
});

describe('the log of a build', () => {
  const LINE = '2026-01-01T10:00:00.000Z \u001b[32mgreen\u001b[39m\n';

  test('is text, without the colours unless they are asked for', async () => {
    const actorId = await makeActor(olga, { isPublic: true });
    const id = await makeBuild(olga, actorId, 'SUCCEEDED');
    await appendLog(id, LINE);
    await appendLog(id, LINE);
    for (const path of [`/v2/logs/${id}`, `/v2/actor-builds/${id}/log`]) {
      const plain = await call(path);
      expect(plain.text).toBe('2026-01-01T10:00:00.000Z green\n'.repeat(2));
      expect(plain.headers.get('content-type')).toBe('text/plain; charset=utf-8');
      expect(plain.headers.get('x-content-type-options')).toBe('nosniff');
      expect((await call(`${path}?raw=1`)).text).toBe(LINE.repeat(2));
      const file = await call(`${path}?download=1&stream=1`);
      expect(file.headers.get('content-disposition')).toBe(`attachment; filename="build-${id}.log"`);
      expect(await call(path, { method: 'HEAD' })).toMatchObject({ status: 200, text: '' });
    }
    expect(await client().build(id).log().get()).toContain('green');
  });

  test('is for those who may read the build', async () => {
    const id = await makeBuild(olga, await makeActor(olga), 'SUCCEEDED');
    for (const path of [`/v2/logs/${id}`, `/v2/actor-builds/${id}/log`]) {
      expect((await call(path, { token: olga.token })).status).toBe(200);
      expect((await call(path, { token: stan.token })).status).toBe(403);
      expect((await call(path)).status).toBe(403);
    }
    expect((await call(`/v2/actor-runs/${id}/log`, { token: olga.token })).status).toBe(404);
    expect((await call('/v2/logs/AAAAAAAAAAAAAAAAA', { token: olga.token })).status).toBe(404);
    expect((await call(`/v2/logs/${id}?stream=perhaps`, { token: olga.token })).status).toBe(400);
  });

  test('streams until the build has ended', async () => {
    const id = await makeBuild(olga, await makeActor(olga), 'RUNNING');
    const response = await fetch(`${apiUrl()}/v2/logs/${id}?stream=1&token=${olga.token}`);
    expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
    const text = response.text();
    await appendLog(id, LINE);
    await appendLog(id, LINE);
    await setBuildStatus(id, 'SUCCEEDED');
    expect(await text).toBe('2026-01-01T10:00:00.000Z green\n'.repeat(2));
  });

  test('a stream is cut within a second or two where the right is lost', async () => {
    const actorId = await makeActor(olga, { isPublic: true });
    const id = await makeBuild(olga, actorId, 'RUNNING');
    await appendLog(id, LINE);
    const response = await fetch(`${apiUrl()}/v2/logs/${id}?stream=1`);
    const reader = response.body?.getReader();
    await reader?.read();
    const since = Date.now();
    await olga.client.actor(actorId).update({ isPublic: false });
    const rest = async () => {
      while (!(await reader?.read())?.done);
    };
    await expect(rest()).rejects.toThrow();
    expect(Date.now() - since).toBeLessThan(2_000);
    await appendLog(id, LINE);
  });
});
