import { ActorSourceType } from 'apify-client';
import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { getActorPage } from '../actor/page-view.ts';
import { listActorRows } from '../actor-listing/list-rows.ts';
import { makeGrant, makeToken } from '../testing/arrange.ts';
import { makeBuild, makeDefaultBuild } from '../testing/builds.ts';
import { approve } from '../testing/starts.ts';
import { call, client, lastAudit, type Person, person, serveApi } from '../testing/world.ts';
import type { GrantPermission } from '../vocabulary.ts';

serveApi();

let olga: Person;
let colin: Person;
let stan: Person;
beforeAll(async () => {
  [olga, colin, stan] = [await person('olga'), await person('colin'), await person('stan')];
});

const SOURCE = { name: 'main.js', format: 'TEXT' as const, content: 'console.log(1)' };
const VERSION = {
  versionNumber: '0.1',
  sourceType: ActorSourceType.SourceFiles,
  buildTag: 'latest',
  sourceFiles: [SOURCE],
  envVars: [
    { name: 'PLAIN', value: 'seen' },
    { name: 'SECRET', value: 'not seen', isSecret: true },
  ],
};

const put = (path: string, token: string | undefined, body: unknown, method = 'PUT') =>
  call(path, { method, ...(token !== undefined && { token }), body: JSON.stringify(body) });

async function makeActor(owner: Person, values: Record<string, unknown> = {}) {
  const { isPublic, ...created } = values;
  const made = await put('/v2/actors', owner.token, { versions: [VERSION], ...created }, 'POST');
  expect(made.status, made.text).toBe(201);
  if (isPublic) {
    await makeDefaultBuild(owner, made.json.data.id);
    expect((await put(`/v2/actors/${made.json.data.id}`, owner.token, { isPublic })).status).toBe(200);
  }
  return made.json.data as { id: string; name: string };
}
const epochOf = async (id: string) =>
  (await pool().query<{ epoch: number }>('SELECT level_epoch AS epoch FROM actors WHERE id = $1', [id])).rows[0]?.epoch;

describe('the official client keeps an Actor', () => {
  test('it is created, found by id and by name, changed, listed and deleted', async () => {
    const created = await olga.client.actors().create({
      name: 'first-actor',
      title: 'First',
      isPublic: false,
      versions: [VERSION as never],
      defaultRunOptions: { build: 'beta', memoryMbytes: 512, timeoutSecs: 60 } as never,
    });
    expect(created).toMatchObject({
      name: 'first-actor',
      username: olga.username,
      userId: olga.id,
      isPublic: false,
      defaultRunOptions: { build: 'beta', memoryMbytes: 512, timeoutSecs: 60 },
      taggedBuilds: {},
      stats: { totalBuilds: 0, totalRuns: 0 },
    });
    expect(created).not.toHaveProperty('actorPermissionLevel');
    for (const name of [created.id, `${olga.username}/first-actor`, '~first-actor', `${olga.username}~FIRST-actor`]) {
      expect((await olga.client.actor(name).get())?.id, name).toBe(created.id);
    }
    expect(await olga.client.actor('first-actor').get()).toBeUndefined();
    const changed = await olga.client.actor(created.id).update({ description: 'Does it', categories: ['AI'] } as never);
    expect(changed).toMatchObject({ description: 'Does it', title: 'First', categories: ['AI'] });
    const listed = await olga.client.actors().list({ my: true });
    expect(listed.items.map(({ name }) => name)).toContain('first-actor');
    await olga.client.actor(created.id).delete();
    expect(await olga.client.actor(created.id).get()).toBeUndefined();
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'actor.deleted', detail: { name: 'first-actor' } });
  });

  test('the older addresses are the same ones', async () => {
    const { id } = await makeActor(olga);
    expect((await call(`/v2/acts/${id}`, { token: olga.token })).json.data.id).toBe(id);
    expect((await call('/v2/acts?limit=1', { token: olga.token })).json.data.limit).toBe(1);
    expect((await call(`/v2/acts/${id}/versions/0.1`, { token: olga.token })).status).toBe(200);
    expect((await call(`/v2/actsx/${id}`, { token: olga.token })).status).toBe(404);
  });

  test('a name is taken once in an account, whatever its case; without one an Actor gets one', async () => {
    await makeActor(olga, { name: 'taken-name' });
    const refused = { status: 409, json: { error: { type: 'actor-name-not-unique' } } };
    expect(await put('/v2/actors', olga.token, { name: 'Taken-Name' }, 'POST')).toMatchObject(refused);
    const other = await makeActor(olga);
    expect(await put(`/v2/actors/${other.id}`, olga.token, { name: 'taken-name' })).toMatchObject(refused);
    await makeActor(stan, { name: 'taken-name' });
    const [one, two] = [await makeActor(stan), await makeActor(stan)];
    expect([one.name, two.name]).toEqual(['my-actor', expect.stringMatching(/^my-actor-\w{17}$/)]);
    expect(await put(`/v2/actors/${other.id}`, olga.token, { name: 'another-name' })).toMatchObject({ status: 200 });
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'actor.renamed', detail: { to: 'another-name' } });
  });

  test('the list pages in the order of creation or of the last run', async () => {
    const rita = await person('rita');
    const ids = [await makeActor(rita), await makeActor(rita), await makeActor(rita)].map(({ id }) => id);
    await pool().query(`UPDATE actors SET last_run_started_at = now() WHERE id = $1`, [ids[1]]);
    const list = async (query: string) => {
      const { json } = await call(`/v2/actors?${query}`, { token: rita.token });
      return json.data.items.map((item: { id: string }) => ids.indexOf(item.id));
    };
    expect(await list('')).toEqual([0, 1, 2]);
    expect(await list('desc=1&limit=2')).toEqual([2, 1]);
    expect((await list('sortBy=stats.lastRunStartedAt&desc=1'))[0]).toBe(1);
    expect((await list('sortBy=stats.lastRunStartedAt'))[2]).toBe(1);
    expect(await list('sortBy=stats.lastRunStartedAt&desc=1&limit=1&offset=1')).toHaveLength(1);
    await makeGrant(ids[0] ?? '', colin, ['READ']);
    const rows = await listActorRows(colin.session, { limit: 10 });
    expect(rows.rows.find(({ id }) => id === ids[0])).toMatchObject({ isOwn: false, grantCount: null });
    const own = await listActorRows(rita.session, { limit: 2 });
    expect(own).toMatchObject({
      total: 3,
      next: expect.anything(),
      rows: [{ isOwn: true, level: 'FULL_PERMISSIONS' }, {}],
    });
    expect((await listActorRows(rita.session, { limit: 2, after: own.next ?? undefined })).rows[0]).toMatchObject({
      id: ids[0],
      grantCount: 1,
    });
  });
});

describe('who sees and changes an Actor', () => {
  const withGrant = async (permissions: GrantPermission[]) => {
    const { id } = await makeActor(olga);
    await makeGrant(id, colin, permissions);
    return id;
  };

  test('a stranger cannot tell a private Actor from a missing one', async () => {
    const { id } = await makeActor(olga, { name: 'hidden-one' });
    const missing = await call('/v2/actors/AAAAAAAAAAAAAAAAA', { token: stan.token });
    for (const path of [`/v2/actors/${id}`, `/v2/actors/${olga.username}~hidden-one`, `/v2/actors/${id}/versions`]) {
      for (const method of ['GET', 'PUT', 'DELETE'].slice(0, path.endsWith('versions') ? 1 : 3)) {
        const answer = await put(path, stan.token, method === 'PUT' ? {} : undefined, method).catch(() => null);
        const asked = method === 'PUT' ? answer : await call(path, { method, token: stan.token });
        expect(asked, `${method} ${path}`).toMatchObject({ status: 404, json: missing.json });
      }
    }
    expect(await client().actor(id).get()).toBeUndefined();
  });

  test('reading shows sources and plain environment variables, and changes nothing', async () => {
    const id = await withGrant(['READ']);
    const seen = (await call(`/v2/actors/${id}`, { token: colin.token })).json.data;
    expect(seen.versions[0]).toMatchObject({
      sourceFiles: [SOURCE],
      envVars: [
        { name: 'PLAIN', value: 'seen' },
        { name: 'SECRET', isSecret: true },
      ],
    });
    for (const [path, method] of [
      [`/v2/actors/${id}`, 'PUT'],
      [`/v2/actors/${id}/versions`, 'POST'],
      [`/v2/actors/${id}/versions/0.1`, 'PUT'],
      [`/v2/actors/${id}/versions/0.1/env-vars`, 'POST'],
      [`/v2/actors/${id}/versions/0.1/env-vars/PLAIN`, 'PUT'],
    ] as const) {
      const body = { versionNumber: '0.2', name: method === 'PUT' ? undefined : 'NEW', value: 'x' };
      expect(
        (await put(path, colin.token, { ...body, versionNumber: path.endsWith('0.1') ? '0.1' : '0.2' }, method)).status,
        path,
      ).toBe(403);
    }
    expect((await call(`/v2/actors/${id}`, { method: 'DELETE', token: colin.token })).status).toBe(403);
  });

  test('writing changes settings, and does not publish', async () => {
    const id = await withGrant(['WRITE']);
    const read = (await call(`/v2/actors/${id}`, { token: colin.token })).json.data;
    // What was read can be sent back whole.
    expect((await put(`/v2/actors/${id}`, colin.token, { ...read, title: 'By Colin' })).json.data.title).toBe(
      'By Colin',
    );
    expect((await put(`/v2/actors/${id}`, colin.token, { isPublic: true })).status).toBe(403);
    expect((await put(`/v2/actors/${id}`, colin.token, { title: 'Not this', isPublic: true })).status).toBe(403);
    expect((await call(`/v2/actors/${id}`, { token: olga.token })).json.data).toMatchObject({
      title: 'By Colin',
      isPublic: false,
    });
    expect(await getActorPage(colin.session, { by: 'id', id })).toMatchObject({
      isOwner: false,
      may: { write: true, share: false, run: false, build: false },
    });
  });

  test('sharing publishes, and changes nothing else', async () => {
    const id = await withGrant(['READ', 'SHARE']);
    await makeDefaultBuild(olga, id);
    expect((await put(`/v2/actors/${id}`, colin.token, { title: 'x', isPublic: true })).status).toBe(403);
    expect((await put(`/v2/actors/${id}`, colin.token, { isPublic: true })).json.data.isPublic).toBe(true);
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'actor.published', because: ['grant'] });
    expect((await put(`/v2/actors/${id}`, colin.token, { isPublic: false })).json.data.isPublic).toBe(false);
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'actor.unpublished' });
  });

  test('one is public before it is built, too: whoever has its address sees it, and the Store does not show it', async () => {
    const word = `w${Date.now()}unbuilt`;
    const made = await put('/v2/actors', olga.token, { name: word, isPublic: true, versions: [VERSION] }, 'POST');
    expect(made.json.data.isPublic).toBe(true);
    const { id } = made.json.data;
    expect((await call(`/v2/actors/${id}`, { token: stan.token })).status).toBe(200);
    const found = async () => (await client().store().list({ search: word, includeUnrunnableActors: true })).total;
    expect(await found()).toBe(0);
    await makeBuild(olga, id, 'FAILED');
    const beta = await makeDefaultBuild(olga, id, 'beta');
    expect(await found()).toBe(0);
    const takes = (build: string) => put(`/v2/actors/${id}`, olga.token, { defaultRunOptions: { build } });
    const { buildNumber } = (await olga.client.build(beta).get()) ?? {};
    for (const [build, count] of [
      ['beta', 1],
      ['latest', 0],
      [buildNumber, 1],
    ] as const) {
      expect((await takes(build ?? '')).status).toBe(200);
      expect(await found(), build).toBe(count);
    }
  });

  test('a public Actor is seen by everyone, without its sources and its environment', async () => {
    const { id } = await makeActor(olga, { isPublic: true });
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'actor.published' });
    for (const token of [undefined, stan.token]) {
      const answer = await call(`/v2/actors/${id}`, { ...(token !== undefined && { token }) });
      expect(answer.status).toBe(200);
      expect(answer.json.data.versions).toEqual([
        { versionNumber: '0.1', sourceType: 'SOURCE_FILES', buildTag: 'latest', applyEnvVarsToBuild: false },
      ]);
      expect(answer.text).not.toContain('console.log');
      const version = await call(`/v2/actors/${id}/versions/0.1`, { ...(token !== undefined && { token }) });
      expect(version.json.data).not.toHaveProperty('envVars');
      expect(version.text).not.toContain('console.log');
      const path = `/v2/actors/${id}/versions/0.1/env-vars`;
      expect((await call(path, { ...(token !== undefined && { token }) })).status).toBe(403);
    }
    expect((await getActorPage(stan.session, { by: 'id', id })).may).toMatchObject({
      write: false,
      run: true,
      build: false,
    });
  });

  test('a scoped token changes and creates none, though it may read what it lists', async () => {
    const { id } = await makeActor(olga);
    const scope = {
      resources: [{ id, permissions: ['read' as const, 'write' as const] }],
      kinds: [],
      create: ['actor' as const],
    };
    const { token } = await makeToken(olga, { scope });
    expect((await call(`/v2/actors/${id}`, { token })).json.data.versions[0]).toHaveProperty('sourceFiles');
    expect((await put(`/v2/actors/${id}`, token, { title: 'x' })).status).toBe(403);
    expect((await put('/v2/actors', token, { name: 'by-a-scoped-token' }, 'POST')).status).toBe(403);
    expect((await put('/v2/actors', undefined, {}, 'POST')).status).toBe(401);
  });

  test('rights on it are given over the API', async () => {
    const { id } = await makeActor(olga);
    const permissions = ['READ', 'RUN', 'BUILD', 'VIEW_OWNER_RUNS'];
    const given = await put(`/v2/actors/${id}/grants`, olga.token, { username: colin.username, permissions }, 'POST');
    expect(given).toMatchObject({ status: 201, json: { data: { permissions } } });
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'grant.created' });
    expect((await getActorPage(colin.session, { by: 'id', id })).may).toMatchObject({
      run: true,
      build: true,
      viewOwnerRuns: true,
      write: false,
    });
    expect(
      (await put(`/v2/actors/${id}/grants`, colin.token, { username: stan.username, permissions }, 'POST')).status,
    ).toBe(403);
    const grantId = given.json.data.id;
    expect((await call(`/v2/actors/${id}/grants/${grantId}`, { method: 'DELETE', token: olga.token })).status).toBe(
      204,
    );
    expect((await call(`/v2/actors/${id}`, { token: colin.token })).status).toBe(404);
  });
});

describe('the permission level', () => {
  const level = (id: string, body: object) => put(`/v2/actors/${id}`, olga.token, body);

  test('a change in either direction begins an epoch and is written down', async () => {
    const { id } = await makeActor(olga);
    expect(await epochOf(id)).toBe(1);
    expect((await level(id, { actorPermissionLevel: 'LIMITED_PERMISSIONS' })).json.data).toMatchObject({
      actorPermissionLevel: 'LIMITED_PERMISSIONS',
    });
    expect(await epochOf(id)).toBe(2);
    expect(await lastAudit(olga.id)).toMatchObject({
      event: 'actor.permission-level-changed',
      detail: { from: 'FULL_PERMISSIONS', to: 'LIMITED_PERMISSIONS', levelEpoch: 2 },
    });
    await level(id, { actorPermissionLevel: 'FULL_PERMISSIONS' });
    expect(await epochOf(id)).toBe(3);
  });

  test('what stays the same begins none: the same level, or none where it counted as full', async () => {
    const { id } = await makeActor(olga, { actorPermissionLevel: 'FULL_PERMISSIONS' });
    const before = await lastAudit(olga.id);
    await level(id, { actorPermissionLevel: 'FULL_PERMISSIONS', title: 'x' });
    expect((await level(id, { actorPermissionLevel: null })).json.data).not.toHaveProperty('actorPermissionLevel');
    await level(id, { description: 'y' });
    expect(await epochOf(id)).toBe(1);
    expect(await lastAudit(olga.id)).toEqual(before);
  });

  test('run options that force another level begin one too', async () => {
    const { id } = await makeActor(olga, { actorPermissionLevel: 'LIMITED_PERMISSIONS' });
    await level(id, { defaultRunOptions: { forcePermissionLevel: 'FULL_PERMISSIONS' } });
    expect(await epochOf(id)).toBe(2);
    expect(await lastAudit(olga.id)).toMatchObject({
      detail: { to: 'LIMITED_PERMISSIONS', effectiveTo: 'FULL_PERMISSIONS' },
    });
    await level(id, { defaultRunOptions: null });
    expect(await epochOf(id)).toBe(3);
    await level(id, { defaultRunOptions: { memoryMbytes: 2_048 } });
    expect(await epochOf(id)).toBe(3);
  });
});

describe('versions and environment variables', () => {
  test('the official client keeps them', async () => {
    const { id } = await makeActor(olga);
    const actor = olga.client.actor(id);
    await actor.versions().create({ ...VERSION, versionNumber: '0.10', envVars: [] } as never);
    await actor.versions().create({ ...VERSION, versionNumber: '0.9', envVars: [] } as never);
    expect((await actor.versions().list()).items.map(({ versionNumber }) => versionNumber)).toEqual([
      '0.1',
      '0.9',
      '0.10',
    ]);
    const version = actor.version('0.9');
    await version.update({ buildTag: 'beta' } as never);
    expect(await version.get()).toMatchObject({ buildTag: 'beta', sourceFiles: [SOURCE] });
    await version.envVars().create({ name: 'KEY', value: 'v', isSecret: true });
    await version.envVars().create({ name: 'OPEN', value: 'o' });
    await version.envVar('OPEN').update({ name: 'OPEN', value: 'p' });
    expect((await version.envVars().list()).items).toEqual([
      { name: 'KEY', isSecret: true },
      { name: 'OPEN', value: 'p', isSecret: false },
    ]);
    await version.envVar('OPEN').delete();
    expect(await version.envVar('OPEN').get()).toBeUndefined();
    await version.delete();
    expect(await version.get()).toBeUndefined();
    expect(await actor.version('9.9').get()).toBeUndefined();
  });

  test('a secret value is stored sealed, shown to nobody, and stays where none is sent', async () => {
    const { id } = await makeActor(olga);
    const stored = async () =>
      (
        await pool().query<{ text: string }>('SELECT env_vars::text AS text FROM actor_versions WHERE actor_id = $1', [
          id,
        ])
      ).rows[0]?.text ?? '';
    const before = await stored();
    expect(before).not.toContain('not seen');
    expect((await call(`/v2/actors/${id}`, { token: olga.token })).text).not.toContain('not seen');
    const sent = { envVars: [{ name: 'SECRET', isSecret: true }] };
    expect((await put(`/v2/actors/${id}/versions/0.1`, olga.token, sent)).status).toBe(200);
    expect(before).toContain(JSON.parse(await stored())[0].sealed);
    // A secret does not become visible by being called none.
    const opened = await put(`/v2/actors/${id}/versions/0.1`, olga.token, { envVars: [{ name: 'SECRET' }] });
    expect(opened).toMatchObject({ status: 400, json: { error: { type: 'invalid-input' } } });
  });

  test('versions of an update take the place of those there were', async () => {
    const { id } = await makeActor(olga);
    const versions = [{ versionNumber: '1.0', sourceType: 'GIT_REPO', gitRepoUrl: 'https://git.example/a.git' }];
    const updated = await put(`/v2/actors/${id}`, olga.token, { versions });
    expect(updated.json.data.versions).toMatchObject([
      { versionNumber: '1.0', gitRepoUrl: 'https://git.example/a.git' },
    ]);
  });
});

describe('the store', () => {
  test('shows public Actors to everyone, and no others', async () => {
    const word = `w${Date.now()}`;
    const limited = { isPublic: true, actorPermissionLevel: 'LIMITED_PERMISSIONS' };
    const shown = await makeActor(olga, { ...limited, name: `${word}-shown`, title: 'Shown' });
    await makeActor(olga, { name: `${word}-hidden` });
    await makeActor(olga, { ...limited, name: `${word}-old`, isDeprecated: true });
    const { items, total } = await client().store().list({ search: word });
    expect({ total, ids: items.map(({ id }) => id) }).toEqual({ total: 1, ids: [shown.id] });
    expect((await call(`/v2/store?username=${olga.username}&sortBy=newest&limit=1`)).json.data.items[0].id).toBe(
      shown.id,
    );
    expect((await call('/v2/store', { token: 'wrong' })).status).toBe(401);
  });

  test('leaves out what has lost its default build, which its page says', async () => {
    const word = `w${Date.now()}lost`;
    const level = 'LIMITED_PERMISSIONS';
    const { id } = await makeActor(olga, { name: word, isPublic: true, actorPermissionLevel: level });
    const found = async () => (await client().store().list({ search: word })).total;
    expect(await found()).toBe(1);
    expect((await getActorPage(olga.session, { by: 'id', id })).hasDefaultBuild).toBe(true);
    const [build] = (await olga.client.actor(id).builds().list()).items;
    await olga.client.build(build?.id ?? '').delete();
    expect(await found()).toBe(0);
    expect(await getActorPage(olga.session, { by: 'id', id })).toMatchObject({
      hasDefaultBuild: false,
      actor: { isPublic: true },
    });
    await makeDefaultBuild(olga, id);
    expect(await found()).toBe(1);
  });

  test('leaves out what a program could not start without a person, unless it asks for all', async () => {
    const word = `w${Date.now()}full`;
    const level = 'FULL_PERMISSIONS';
    const full = await makeActor(olga, { name: `${word}-a`, isPublic: true, actorPermissionLevel: level });
    const limited = await makeActor(olga, {
      ...{ name: `${word}-b`, isPublic: true, actorPermissionLevel: 'LIMITED_PERMISSIONS' },
    });
    const found = async (token?: string, query = '') => {
      const answer = await call(`/v2/store?search=${word}${query}`, token ? { token } : {});
      return answer.json.data.items.map(({ id }: { id: string }) => id).sort();
    };
    const all = [full.id, limited.id].sort();
    expect(await found()).toEqual([limited.id]);
    expect(await found(stan.token)).toEqual([limited.id]);
    expect(await found(stan.token, '&includeUnrunnableActors=true')).toEqual(all);
    expect(await found(undefined, '&includeUnrunnableActors=1')).toEqual(all);
    expect(await found(olga.token)).toEqual(all);
    await approve(full.id, stan);
    expect(await found(stan.token)).toEqual(all);
    await pool().query('UPDATE actors SET level_epoch = level_epoch + 1 WHERE id = $1', [full.id]);
    expect(await found(stan.token)).toEqual([limited.id]);
    expect((await call('/v2/store?includeUnrunnableActors=perhaps')).status).toBe(400);
  });
});

describe('what is not valid is refused and changes nothing', () => {
  const file = (name: unknown, more: object = {}) => ({
    versions: [{ ...VERSION, sourceFiles: [{ name, content: '', ...more }] }],
  });
  test.each<[string, object]>([
    ['a short name', { name: 'ab' }],
    ['a name with a dot', { name: 'a.b.c' }],
    ['a name that ends in a hyphen', { name: 'abc-' }],
    ['a long name', { name: 'a'.repeat(64) }],
    ['an unknown level', { actorPermissionLevel: 'SOME' }],
    ['memory that is no power of two', { defaultRunOptions: { memoryMbytes: 1_000 } }],
    ['too little memory', { defaultRunOptions: { memoryMbytes: 64 } }],
    ['a negative timeout', { defaultRunOptions: { timeoutSecs: -1 } }],
    ['a file above the sources', file('../x')],
    ['a file that climbs', file('a/../../x')],
    ['an absolute file', file('/etc/passwd')],
    ['a file with a backslash', file('a\\b')],
    ['a file without a name', file('')],
    ['a file that is no base64', file('a', { format: 'BASE64', content: '***' })],
    ['a number that is none', { versions: [{ ...VERSION, versionNumber: '1' }] }],
    ['a number too large', { versions: [{ ...VERSION, versionNumber: '0.100' }] }],
    ['two versions of one number', { versions: [VERSION, VERSION] }],
    ['an unknown source type', { versions: [{ ...VERSION, sourceType: 'SOURCE_CODE' }] }],
    ['an archive without an address', { versions: [{ versionNumber: '0.1', sourceType: 'TARBALL' }] }],
    [
      'an address of a file',
      { versions: [{ versionNumber: '0.1', sourceType: 'TARBALL', tarballUrl: 'file:///etc/passwd' }] },
    ],
    [
      'a repository over SSH',
      { versions: [{ versionNumber: '0.1', sourceType: 'GIT_REPO', gitRepoUrl: 'ext::sh -c x' }] },
    ],
    ['a variable that is no name', { versions: [{ ...VERSION, envVars: [{ name: 'A-B', value: '' }] }] }],
    [
      'a variable twice',
      {
        versions: [
          {
            ...VERSION,
            envVars: [
              { name: 'A', value: '' },
              { name: 'A', value: '' },
            ],
          },
        ],
      },
    ],
    ['a variable without a value', { versions: [{ ...VERSION, envVars: [{ name: 'A' }] }] }],
    ['text that cannot be stored', { title: 'a\u0000b' }],
  ])('%s', async (_what, body) => {
    const count = async () => (await pool().query('SELECT count(*) FROM actors')).rows;
    const before = await count();
    expect(await put('/v2/actors', olga.token, body, 'POST')).toMatchObject({
      status: 400,
      json: { error: { type: 'invalid-input' } },
    });
    expect(await count()).toEqual(before);
  });

  test.each([
    ['/v2/actors?limit=x', 'invalid-parameter'],
    ['/v2/actors?sortBy=name', 'invalid-parameter'],
    ['/v2/actors?my=perhaps', 'invalid-parameter'],
    ['/v2/store?sortBy=name', 'invalid-parameter'],
  ])('%s', async (path, type) => {
    expect(await call(path, { token: olga.token })).toMatchObject({ status: 400, json: { error: { type } } });
  });

  test('a tag of what is no build of the Actor', async () => {
    const { id } = await makeActor(olga);
    const sent = { taggedBuilds: { beta: { buildId: 'AAAAAAAAAAAAAAAAA' } }, title: 'x' };
    expect((await put(`/v2/actors/${id}`, olga.token, sent)).status).toBe(400);
    expect((await call(`/v2/actors/${id}`, { token: olga.token })).json.data.title).toBeNull();
  });
});
