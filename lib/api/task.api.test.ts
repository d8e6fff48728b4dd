import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { deleteActor } from '../actor/delete.ts';
import { listRunnableActors } from '../actor-listing/list-runnable.ts';
import { tokenCredential } from '../authentication/credential.ts';
import { addGrant } from '../grant/add.ts';
import { listRunRows } from '../run-list/list-rows.ts';
import { getRunPage } from '../run-page/get-page.ts';
import { explainResource } from '../storage/explain.ts';
import { getTaskPage } from '../task/page-view.ts';
import { countTaskRows, listTaskRows } from '../task-listing/list-rows.ts';
import { makeGrant, makeToken, setAccountAccess } from '../testing/arrange.ts';
import { finish, hold, type MadeActor, makeActor, runRow, started } from '../testing/starts.ts';
import { anonymous, byId, call, context, lastAudit, type Person, person, serveApi } from '../testing/world.ts';
import type { GrantPermission } from '../vocabulary.ts';

serveApi();

let olga: Person;
let colin: Person;
let stan: Person;
beforeAll(async () => {
  [olga, colin, stan] = [await person('olga'), await person('colin'), await person('stan')];
  await setAccountAccess(olga, 'RESTRICTED');
});

const send = (method: string, path: string, by: { token: string }, body?: unknown) =>
  call(path, {
    ...{ method, token: by.token },
    ...(body !== undefined && {
      body: typeof body === 'string' ? body : JSON.stringify(body),
      headers: { 'content-type': 'application/json' },
    }),
  });
const errorOf = ({ status, json }: Awaited<ReturnType<typeof call>>) => `${status} ${json?.error?.type}`;
const NOT_FOUND = '404 record-not-found';
const REFUSED = '403 insufficient-permissions';

async function makeTask(owner: { token: string }, of: MadeActor, values: Record<string, unknown> = {}) {
  const { status, json, text } = await send('POST', '/v2/actor-tasks', owner, { actId: of.actorId, ...values });
  expect(status, text).toBe(201);
  return json.data as { id: string; name: string };
}
const inputOf = async (run: { defaultKeyValueStoreId: string }, by: Person) =>
  (await call(`/v2/key-value-stores/${run.defaultKeyValueStoreId}/records/INPUT`, { token: by.token })).text;

/** Takes the run of an Actor as soon as there is one, and ends it. */
async function serve(of: MadeActor, work: (run: Awaited<ReturnType<typeof hold>>) => Promise<unknown>): Promise<void> {
  const find = async () =>
    (await pool().query<{ id: string }>(`SELECT id FROM runs WHERE actor_id = $1 AND status = 'READY'`, [of.actorId]))
      .rows[0];
  await expect.poll(find, { timeout: 10_000 }).toBeDefined();
  const run = await hold((await find())?.id ?? '');
  await work(run);
  await finish(run);
}

describe('the official client', () => {
  test('keeps a task: it is created, found by id and by name, changed, listed and deleted', async () => {
    const actor = await makeActor(olga);
    const created = await olga.client.tasks().create({
      ...{ actId: actor.actorId, name: 'first-task', title: 'First', input: { a: 1 } },
      options: { build: 'latest', timeoutSecs: 60, memoryMbytes: 512 },
    } as never);
    expect(created).toMatchObject({
      ...{ actId: actor.actorId, userId: olga.id, username: olga.username, name: 'first-task', title: 'First' },
      ...{ input: { a: 1 }, options: { build: 'latest', timeoutSecs: 60, memoryMbytes: 512 }, stats: { totalRuns: 0 } },
    });
    for (const name of [created.id, `${olga.username}/first-task`, '~first-task', `${olga.username}~FIRST-task`]) {
      expect((await olga.client.task(name).get())?.id, name).toBe(created.id);
    }
    expect(await olga.client.task('first-task').get()).toBeUndefined();
    const task = olga.client.task(created.id);
    expect(await task.update({ title: 'Other', options: { memoryMbytes: 256 } } as never)).toMatchObject({
      ...{ title: 'Other', input: { a: 1 }, options: { timeoutSecs: 60, memoryMbytes: 256 } },
    });
    expect(await task.getInput()).toEqual({ a: 1 });
    expect(await task.updateInput({ b: [2] } as never)).toEqual({ b: [2] });
    expect(await task.getInput()).toEqual({ b: [2] });
    const { items } = await olga.client.tasks().list({ desc: true });
    expect(items[0]).toMatchObject({ id: created.id, actName: actor.name, actUsername: olga.username });
    await task.delete();
    expect(await task.get()).toBeUndefined();
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'task.deleted', detail: { name: 'first-task' } });
  });

  test('starts a task, calls it, and finds its runs and their storages', async () => {
    const actor = await makeActor(olga);
    const { id } = await makeTask(olga, actor, { input: { a: 1, b: 1 }, options: { memoryMbytes: 512 } });
    const task = olga.client.task(id);
    const run = await task.start({ b: 2 }, { timeout: 60 });
    expect(run).toMatchObject({
      actId: actor.actorId,
      actorTaskId: id,
      options: { memoryMbytes: 512, timeoutSecs: 60 },
    });
    expect(JSON.parse(await inputOf(run, olga))).toEqual({ a: 1, b: 2 });
    const held = await hold(run.id);
    await send('POST', `/v2/datasets/${run.defaultDatasetId}/items`, held, [{ n: 1 }]);
    await finish(held);
    const called = task.call(undefined, { waitSecs: 20 });
    await serve(actor, async () => {});
    expect(await called).toMatchObject({ status: 'SUCCEEDED', actorTaskId: id });
    const { items, total } = await task.runs().list({ desc: true });
    expect([total, items[1]?.id, (items[1] as { actorTaskId?: string })?.actorTaskId]).toEqual([2, run.id, id]);
    await started(olga, actor);
    expect((await task.runs().list()).total).toBe(2);
    expect((await task.lastRun({ status: 'SUCCEEDED' }).get())?.id).toBe((await called).id);
    await pool().query(`UPDATE runs SET started_at = now() + interval '1 minute' WHERE id = $1`, [run.id]);
    expect((await task.lastRun().dataset().listItems()).items).toEqual([{ n: 1 }]);
    expect((await task.get())?.stats).toEqual({ totalRuns: 2 });
  });
});

describe('a task', () => {
  test('has a name that is taken once in an account, whatever its case; without one it gets one', async () => {
    const actor = await makeActor(olga, { isPublic: true });
    await makeTask(olga, actor, { name: 'taken-name' });
    const taken = await send('POST', '/v2/actor-tasks', olga, { actId: actor.actorId, name: 'Taken-Name' });
    expect(errorOf(taken)).toBe('409 actor-task-name-not-unique');
    const other = await makeTask(olga, actor);
    expect(errorOf(await send('PUT', `/v2/actor-tasks/${other.id}`, olga, { name: 'taken-name' }))).toBe(
      '409 actor-task-name-not-unique',
    );
    await makeTask(stan, actor, { name: 'taken-name' });
    const [one, two] = [await makeTask(stan, actor), await makeTask(stan, actor)];
    expect(one.name).toBe(`${actor.name}-task`);
    expect(two.name).toMatch(new RegExp(`^${actor.name}-task-\\w{17}$`));
    expect((await send('PUT', `/v2/actor-tasks/${other.id}`, olga, { name: 'a-new-name' })).status).toBe(200);
    expect(await lastAudit(olga.id)).toMatchObject({ event: 'task.renamed', detail: { to: 'a-new-name' } });
  });

  test('refuses what is no task, and changes nothing', async () => {
    const actor = await makeActor(olga);
    const { id } = await makeTask(olga, actor, { input: { a: 1 } });
    const wrong = [
      { name: 'x' },
      { name: 'not a name' },
      { input: [1] },
      { input: 'text' },
      { options: { memoryMbytes: 300 } },
      { options: { timeoutSecs: -1 } },
      { title: 'x'.repeat(201) },
    ];
    for (const values of wrong) {
      const asked = { actId: actor.actorId, ...values };
      expect(errorOf(await send('POST', '/v2/actor-tasks', olga, asked)), JSON.stringify(values)).toBe(
        '400 invalid-input',
      );
      expect(errorOf(await send('PUT', `/v2/actor-tasks/${id}`, olga, asked))).toBe('400 invalid-input');
    }
    expect(errorOf(await send('POST', '/v2/actor-tasks', olga, { name: 'no-actor' }))).toBe('400 invalid-input');
    for (const body of ['[1]', '{', '', '1']) {
      expect(errorOf(await send('PUT', `/v2/actor-tasks/${id}/input`, olga, body)), body).toBe('400 invalid-request');
    }
    expect((await send('GET', `/v2/actor-tasks/${id}`, olga)).json.data).toMatchObject({
      input: { a: 1 },
      options: {},
    });
  });

  test('gives its input back as it was written, without an envelope', async () => {
    const { id } = await makeTask(olga, await makeActor(olga));
    expect((await send('GET', `/v2/actor-tasks/${id}/input`, olga)).text).toBe('{}');
    const text = '{ "id": 12345678901234567890,\n  "x": 1.0 }';
    const put = await send('PUT', `/v2/actor-tasks/${id}/input`, olga, text);
    expect([put.status, put.text]).toEqual([200, text]);
    const got = await send('GET', `/v2/actor-tasks/${id}/input`, olga);
    expect([got.text, got.headers.get('content-type')]).toEqual([text, 'application/json; charset=utf-8']);
    const { json } = await send('POST', `/v2/actor-tasks/${id}/runs`, olga);
    expect(await inputOf(json.data, olga)).toBe(text);
  });

  test('takes options from the start, then its own, then the Actor’s; null takes one of its own back', async () => {
    const actor = await makeActor(olga, { runOptions: { timeoutSecs: 300, memoryMbytes: 256 } });
    const { id } = await makeTask(olga, actor, { options: { timeoutSecs: 60, maxItems: 5, restartOnError: true } });
    const optionsOf = async (query = '') =>
      (await send('POST', `/v2/actor-tasks/${id}/runs${query}`, olga)).json.data.options;
    const [saved, own] = [{ timeoutSecs: 60, maxItems: 5, restartOnError: true }, { memoryMbytes: 256 }];
    expect(await optionsOf()).toMatchObject({ ...saved, ...own });
    expect(await optionsOf('?timeout=10&memory=512')).toMatchObject({ ...saved, timeoutSecs: 10, memoryMbytes: 512 });
    const change = { options: { timeoutSecs: null, maxItems: 7 } };
    expect((await send('PUT', `/v2/actor-tasks/${id}`, olga, change)).json.data.options).toEqual({
      ...{ maxItems: 7, restartOnError: true },
    });
    expect(await optionsOf()).toMatchObject({ timeoutSecs: 300, maxItems: 7 });
    expect((await send('PUT', `/v2/actor-tasks/${id}`, olga, { options: null })).json.data.options).toEqual({});
    expect(errorOf(await send('POST', `/v2/actor-tasks/${id}/runs?build=none`, olga))).toBe('403 unknown-build-tag');
    expect(errorOf(await send('POST', `/v2/actor-tasks/${id}/runs?memory=5`, olga))).toBe('400 invalid-input');
  });

  test('is run and waited for, with its output or its items as the answer', async () => {
    const actor = await makeActor(olga);
    const { id } = await makeTask(olga, actor, { input: { a: 1 } });
    const output = send('POST', `/v2/actor-tasks/${id}/run-sync`, olga, { b: 2 });
    await serve(actor, async (run) => {
      expect((await call(`/v2/actor-runs/${run.id}/key-value-store/records/INPUT`, { token: run.token })).json).toEqual(
        {
          ...{ a: 1, b: 2 },
        },
      );
      await send('PUT', `/v2/actor-runs/${run.id}/key-value-store/records/OUTPUT`, run, { done: true });
    });
    expect(await output).toMatchObject({ status: 201, text: '{"done":true}' });
    const items = send('GET', `/v2/actor-tasks/${id}/run-sync-get-dataset-items`, olga);
    await serve(actor, (run) => send('POST', `/v2/actor-runs/${run.id}/dataset/items`, run, [{ n: 1 }]));
    expect(await items).toMatchObject({ status: 201, text: '[{"n":1}]' });
    expect((await send('HEAD', `/v2/actor-tasks/${id}/run-sync`, olga)).status).toBe(405);
  });

  test('whose Actor is gone, or may not be run any more, says so at its start, and can still be deleted', async () => {
    const gone = await makeActor(olga);
    const { id } = await makeTask(olga, gone);
    await deleteActor(olga.session, byId(gone.actorId));
    const refusal = await send('POST', `/v2/actor-tasks/${id}/runs`, olga);
    expect(errorOf(refusal)).toBe(NOT_FOUND);
    expect(refusal.json.error.message).toContain('The Actor of this task was not found');
    expect(errorOf(await send('POST', `/v2/actor-tasks/${id}/run-sync`, olga))).toBe(NOT_FOUND);
    expect(errorOf(await send('PUT', `/v2/actor-tasks/${id}`, olga, { title: 'T' }))).toBe(NOT_FOUND);
    expect((await send('GET', '/v2/actor-tasks?desc=1', olga)).json.data.items[0]).toMatchObject({ id, actName: null });
    expect((await send('DELETE', `/v2/actor-tasks/${id}`, olga)).status).toBe(204);

    const lent = await makeActor(olga);
    const grant = await makeGrant(lent.actorId, colin, ['READ', 'RUN']);
    const task = await makeTask(colin, lent);
    expect((await send('POST', `/v2/actor-tasks/${task.id}/runs`, colin)).status).toBe(201);
    await pool().query(`UPDATE grants SET permissions = '{READ}' WHERE id = $1`, [grant]);
    expect(errorOf(await send('POST', `/v2/actor-tasks/${task.id}/runs`, colin))).toBe(REFUSED);
    await pool().query('DELETE FROM grants WHERE id = $1', [grant]);
    expect(errorOf(await send('POST', `/v2/actor-tasks/${task.id}/runs`, colin))).toBe(NOT_FOUND);
  });

  test('of an unapproved Actor with full permissions answers with the address of the question', async () => {
    const actor = await makeActor(stan, { isPublic: true, level: 'FULL_PERMISSIONS' });
    const { id } = await makeTask(olga, actor);
    const refusal = await send('POST', `/v2/actor-tasks/${id}/runs`, olga);
    expect(errorOf(refusal)).toBe('403 full-permission-actor-not-approved');
    expect(refusal.json.error.data.approvalUrl).toContain(`/actors/${actor.actorId}?approvePermissions=true`);
    expect((await send('GET', `/v2/actor-tasks/${id}/runs`, olga)).json.data.total).toBe(0);
  });
});

describe('who sees, changes and runs a task', () => {
  async function shared(permissions: GrantPermission[], onActor: GrantPermission[] = []) {
    const actor = await makeActor(olga);
    const task = await makeTask(olga, actor, { input: { a: 1 } });
    await makeGrant(task.id, colin, permissions);
    if (onActor.length > 0) await makeGrant(actor.actorId, colin, onActor);
    return { actor, path: `/v2/actor-tasks/${task.id}`, ...task };
  }

  test('a stranger cannot tell one from a missing one', async () => {
    const { id } = await makeTask(olga, await makeActor(olga), { name: 'hidden-task' });
    const missing = await send('GET', '/v2/actor-tasks/AAAAAAAAAAAAAAAAA', stan);
    for (const path of [`/v2/actor-tasks/${id}`, `/v2/actor-tasks/${olga.username}~hidden-task`]) {
      for (const [method, below] of [
        ...[
          ['GET', ''],
          ['DELETE', ''],
          ['GET', '/input'],
          ['GET', '/runs'],
          ['POST', '/runs'],
          ['POST', '/run-sync'],
        ],
        ...[
          ['GET', '/runs/last'],
          ['GET', '/grants'],
        ],
      ] as const) {
        expect(await send(method as string, path + below, stan), `${method} ${path}${below}`).toMatchObject({
          ...{ status: 404, json: missing.json },
        });
      }
      expect(errorOf(await send('PUT', path, stan, { title: 'T' }))).toBe(NOT_FOUND);
      expect(errorOf(await send('PUT', `${path}/input`, stan, {}))).toBe(NOT_FOUND);
    }
  });

  test('reading one shows its input and runs nothing without the right to run its Actor', async () => {
    const { actor, path } = await shared(['READ']);
    expect((await send('GET', `${path}/input`, colin)).text).toBe('{"a":1}');
    expect(errorOf(await send('POST', `${path}/runs`, colin))).toBe(NOT_FOUND);
    await makeGrant(actor.actorId, colin, ['READ', 'RUN']);
    const { json } = await send('POST', `${path}/runs`, colin);
    expect(json.data).toMatchObject({ userId: colin.id });
    for (const [method, body] of [
      ['PUT', { title: 'T' }],
      ['DELETE', undefined],
    ] as const) {
      expect(errorOf(await send(method, path, colin, body))).toBe(REFUSED);
    }
    expect(errorOf(await send('PUT', `${path}/input`, colin, {}))).toBe(REFUSED);
  });

  test('changing one takes the right to run its Actor too', async () => {
    const { actor, path } = await shared(['READ', 'WRITE'], ['READ']);
    expect(errorOf(await send('PUT', path, colin, { title: 'T' }))).toBe(REFUSED);
    expect(errorOf(await send('PUT', `${path}/input`, colin, { b: 1 }))).toBe(REFUSED);
    await pool().query(`UPDATE grants SET permissions = '{READ,RUN}' WHERE resource_id = $1`, [actor.actorId]);
    expect((await send('PUT', path, colin, { title: 'T' })).status).toBe(200);
    expect((await send('PUT', `${path}/input`, colin, { b: 1 })).status).toBe(200);
    expect((await send('DELETE', path, colin)).status).toBe(204);
  });

  test('making one takes the right to run its Actor', async () => {
    const actor = await makeActor(olga, { name: 'not-yours' });
    for (const actId of [actor.actorId, `${olga.username}~not-yours`]) {
      expect(errorOf(await send('POST', '/v2/actor-tasks', stan, { actId }))).toBe(NOT_FOUND);
    }
    await makeGrant(actor.actorId, stan, ['READ']);
    expect(errorOf(await send('POST', '/v2/actor-tasks', stan, { actId: actor.actorId }))).toBe(REFUSED);
    expect((await send('POST', '/v2/actor-tasks', olga, { actId: '~not-yours' })).status).toBe(201);
  });

  test('grants are given over the API, those rights alone that a task has', async () => {
    const { id } = await makeTask(olga, await makeActor(olga));
    const give = (permissions: string[]) =>
      send('POST', `/v2/actor-tasks/${id}/grants`, olga, { userId: colin.id, permissions });
    expect((await give(['VIEW_OWNER_RUNS'])).json.data.permissions).toEqual(['READ', 'VIEW_OWNER_RUNS']);
    expect(errorOf(await give(['RUN']))).toBe('400 invalid-input');
    expect(errorOf(await give(['BUILD']))).toBe('400 invalid-input');
    expect((await send('GET', `/v2/actor-tasks/${id}/grants`, olga)).json.data.total).toBe(1);
    expect((await send('GET', '/v2/actor-tasks?desc=1', colin)).json.data.items[0]).toMatchObject({ id });
  });

  test('who may view the owner’s runs of it sees those, their storages and logs, and no others', async () => {
    const { actor, id, path } = await shared(['READ', 'VIEW_OWNER_RUNS']);
    const other = await makeTask(olga, actor);
    const run = (await send('POST', `${path}/runs`, olga)).json.data;
    const ofOther = (await send('POST', `/v2/actor-tasks/${other.id}/runs`, olga)).json.data;
    const plain = await started(olga, actor);
    const listed = await send('GET', `${path}/runs`, colin);
    expect(listed.json.data.items.map((item: { id: string }) => item.id)).toEqual([run.id]);
    expect((await send('GET', `${path}/runs/last`, colin)).json.data.id).toBe(run.id);
    for (const part of ['', '/log', '/dataset', '/key-value-store']) {
      expect((await send('GET', `/v2/actor-runs/${run.id}${part}`, colin)).status, part).toBe(200);
      for (const hidden of [ofOther, plain]) {
        expect(errorOf(await send('GET', `/v2/actor-runs/${hidden.id}${part}`, colin))).toBe(REFUSED);
      }
    }
    expect(errorOf(await send('POST', `/v2/actor-runs/${run.id}/abort`, colin))).toBe(REFUSED);
    expect((await send('GET', '/v2/actor-runs', colin)).json.data.items).not.toContainEqual({ id: run.id });
    expect((await listRunRows(colin.session, { task: byId(id), limit: 10 })).rows).toMatchObject([
      { id: run.id, task: { id }, isOwn: false },
    ]);
    expect((await listRunRows(olga.session, { task: byId(id), actor: byId(actor.actorId), limit: 10 })).total).toBe(1);
    const explained = await explainResource(olga.session, { kind: 'run', address: byId(run.id) });
    expect(explained.find(({ who }) => who.kind === 'account' && who.accountId === colin.id)).toMatchObject({
      ...{ permissions: ['read'], because: ['collaborator-owner-runs'], through: { kind: 'task', id }, stop: null },
    });
    const ofDataset = { kind: 'dataset', address: byId(run.defaultDatasetId) } as const;
    const ofStore = await explainResource(olga.session, ofDataset);
    expect(ofStore.some(({ through }) => through?.kind === 'task')).toBe(true);
    await pool().query(`UPDATE grants SET permissions = '{READ}' WHERE resource_id = $1`, [id]);
    expect(errorOf(await send('GET', `/v2/actor-runs/${run.id}`, colin))).toBe(REFUSED);
    expect((await send('GET', `${path}/runs`, colin)).json.data.total).toBe(0);
  });

  test('a scoped token runs one that its scope lists, with its Actor, and makes one that it may create', async () => {
    const actor = await makeActor(olga);
    const { id } = await makeTask(olga, actor);
    const token = async (permissions: ['read' | 'write'], runsActor: boolean, create: ['task'] | [] = []) =>
      makeToken(olga, {
        scope: {
          resources: [
            { id, permissions },
            ...(runsActor ? [{ id: actor.actorId, permissions: ['run' as const] }] : []),
          ],
          ...{ kinds: [], create },
        },
      });
    const path = `/v2/actor-tasks/${id}`;
    const reader = await token(['read'], false);
    expect((await send('GET', path, reader)).status).toBe(200);
    expect(errorOf(await send('POST', `${path}/runs`, reader))).toBe(NOT_FOUND);
    const runner = await token(['read'], true);
    expect((await send('POST', `${path}/runs`, runner)).status).toBe(201);
    expect(errorOf(await send('PUT', path, runner, { title: 'T' }))).toBe(REFUSED);
    expect(errorOf(await send('POST', '/v2/actor-tasks', runner, { actId: actor.actorId }))).toBe(REFUSED);
    const onlyActor = await makeToken(olga, {
      scope: { resources: [{ id: actor.actorId, permissions: ['run'] }], kinds: [], create: [] },
    });
    expect(errorOf(await send('POST', `${path}/runs`, onlyActor))).toBe(NOT_FOUND);
    const maker = await token(['write'], true, ['task']);
    expect((await send('PUT', path, maker, { title: 'T' })).status).toBe(200);
    const made = await makeTask(maker, actor);
    const { json } = await send('GET', '/v2/actor-tasks', maker);
    expect(json.data.items.map((item: { id: string }) => item.id)).toEqual([id, made.id]);
    expect((await send('DELETE', `/v2/actor-tasks/${made.id}`, maker)).status).toBe(204);
  });

  test('what an input names gives a run no more than whoever wrote it has, until the owner writes it', async () => {
    const actor = await makeActor(olga);
    const { id } = await makeTask(olga, actor, { input: { data: 'none' } });
    const path = `/v2/actor-tasks/${id}`;
    const scopeOf = async () => (await runRow((await send('POST', `${path}/runs`, olga)).json.data.id)).scope;
    expect(await scopeOf()).toBeNull();
    const resources = [
      { id, permissions: ['write' as const] },
      { id: actor.actorId, permissions: ['run' as const] },
    ];
    const scoped = await makeToken(olga, { scope: { resources, kinds: [], create: [] } });
    expect((await send('PUT', `${path}/input`, scoped, { data: 'secret' })).status).toBe(200);
    const runOnly = { id: actor.actorId, permissions: ['run'] };
    expect(await scopeOf()).toEqual({ resources: [...resources, runOnly], kinds: [], create: [] });
    // A title is no input.
    expect((await send('PUT', path, olga, { title: 'Mine' })).status).toBe(200);
    expect(await scopeOf()).not.toBeNull();
    expect((await send('PUT', path, olga, { input: { data: 'none' } })).status).toBe(200);
    expect(await scopeOf()).toBeNull();

    await makeGrant(id, colin, ['READ', 'WRITE']);
    await makeGrant(actor.actorId, colin, ['RUN']);
    expect((await send('PUT', `${path}/input`, colin, { data: 'secret' })).status).toBe(200);
    expect((await scopeOf())?.resources).toEqual([runOnly]);
    // In their own account they may name what they have.
    const { json } = await send('POST', `${path}/runs`, colin);
    expect((await runRow(json.data.id)).scope).toBeNull();
  });

  test('a run with limited permissions reaches no task; one with full permissions runs it', async () => {
    const actor = await makeActor(olga);
    const { id } = await makeTask(olga, actor);
    const limited = await hold((await started(olga, actor)).id);
    const path = `/v2/actor-tasks/${id}`;
    for (const [method, below] of [
      ['GET', ''],
      ['POST', '/runs'],
      ['POST', '/run-sync'],
      ['GET', '/input'],
    ] as const) {
      expect(errorOf(await send(method, path + below, limited)), `${method} ${below}`).toBe(NOT_FOUND);
    }
    expect(errorOf(await send('POST', '/v2/actor-tasks', limited, { actId: actor.actorId }))).toBe(REFUSED);
    expect(errorOf(await send('GET', '/v2/actor-tasks', limited))).toBe(REFUSED);
    await finish(limited);
    const full = await hold((await started(olga, actor, '?forcePermissionLevel=FULL_PERMISSIONS')).id);
    const run = (await send('POST', `${path}/runs`, full)).json.data;
    expect(await runRow(run.id)).toMatchObject({ taskId: id, ancestorIds: [full.id], origin: 'ACTOR' });
    await finish(full);
  });
});

test('lists page, search and tell own tasks from shared ones', async () => {
  const [rita, adam] = [await person('rita'), await person('adam')];
  const shown = await makeActor(adam, { isPublic: true, level: 'FULL_PERMISSIONS' });
  const own = await makeActor(rita);
  const ids: string[] = [];
  for (const name of ['one-apple', 'two-pears', 'three-apples']) ids.push((await makeTask(rita, own, { name })).id);
  const shared = await makeTask(adam, shown, { name: 'adams' });
  await addGrant(adam.session, { kind: 'task', address: byId(shared.id) }, { userId: rita.id, permissions: ['READ'] });
  const list = async (query: string) =>
    (await send('GET', `/v2/actor-tasks?${query}`, rita)).json.data.items.map(({ id }: { id: string }) =>
      ids.indexOf(id),
    );
  expect(await list('')).toEqual([0, 1, 2, -1]);
  expect(await list('desc=1&limit=2&offset=1')).toEqual([2, 1]);
  expect(await list('ownership=ownedByMe&search=apple')).toEqual([0, 2]);
  expect(await list('ownership=sharedWithMe')).toEqual([-1]);
  expect(errorOf(await send('GET', '/v2/actor-tasks?ownership=mine', rita))).toBe('400 invalid-parameter');

  const run = (await send('POST', `/v2/actor-tasks/${ids[1]}/runs`, rita)).json.data;
  const page = await listTaskRows(rita.session, { limit: 2 });
  expect(page).toMatchObject({
    ...{ total: 4, next: expect.anything() },
    rows: [
      { id: shared.id, isOwn: false, grantCount: null, lastRun: null, actor: { level: 'FULL_PERMISSIONS' } },
      { id: ids[2], isOwn: true, grantCount: 0, actor: { name: `${rita.username}~${own.name}` } },
    ],
  });
  const next = await listTaskRows(rita.session, { limit: 2, after: page.next ?? undefined });
  expect(next.rows).toMatchObject([{ id: ids[1], totalRuns: 1, lastRun: { id: run.id } }, { id: ids[0] }]);
  const ofOne = { actor: byId(shown.actorId), limit: 10 };
  expect((await listTaskRows(rita.session, ofOne)).rows.map(({ id }) => id)).toEqual([shared.id]);
  expect(await countTaskRows(rita.session, { actor: byId(own.actorId), search: 'pears' })).toBe(1);
  await expect(listTaskRows(stan.session, { actor: byId(own.actorId), limit: 1 })).rejects.toMatchObject({
    type: 'record-not-found',
  });
  await deleteActor(adam.session, byId(shown.actorId));
  expect((await listTaskRows(rita.session, { limit: 1 })).rows[0]?.actor).toBeNull();

  // Whoever may see a task need not be able to see its Actor.
  const secret = await makeActor(adam, { name: 'secret-one' });
  const given = await makeTask(adam, secret);
  await makeGrant(given.id, rita, ['READ']);
  expect((await listTaskRows(rita.session, { limit: 1 })).rows).toMatchObject([{ id: given.id, actor: null }]);
  const { json } = await send('GET', '/v2/actor-tasks?desc=1&limit=1', rita);
  expect(json.data.items).toMatchObject([{ id: given.id, actName: null, actUsername: null }]);
  await makeGrant(secret.actorId, rita, ['READ']);
  expect((await listTaskRows(rita.session, { limit: 1 })).rows[0]?.actor?.name).toBe(`${adam.username}~secret-one`);
});

describe('what the Console asks for', () => {
  test('the page of a task says what its viewer may, and nothing of an Actor that they may not see', async () => {
    const actor = await makeActor(olga, { level: 'FULL_PERMISSIONS' });
    const { id } = await makeTask(olga, actor);
    const page = (who: Person) => getTaskPage(who.session, byId(id));
    expect(await page(olga)).toMatchObject({
      ...{ isOwner: true, may: { write: true, change: true, share: true }, because: ['owner'] },
      actor: { name: `${olga.username}~${actor.name}`, level: 'FULL_PERMISSIONS', mayRun: true },
    });
    await expect(page(colin)).rejects.toMatchObject({ type: 'record-not-found' });
    await makeGrant(id, colin, ['READ', 'WRITE']);
    expect(await page(colin)).toMatchObject({
      ...{ isOwner: false, actor: null, may: { write: true, change: false, share: false }, because: ['grant'] },
    });
    const grant = await makeGrant(actor.actorId, colin, ['READ']);
    expect(await page(colin)).toMatchObject({ actor: { mayRun: false }, may: { change: false } });
    await pool().query(`UPDATE grants SET permissions = '{READ,RUN}' WHERE id = $1`, [grant]);
    expect(await page(colin)).toMatchObject({ actor: { mayRun: true }, may: { change: true } });
    await deleteActor(olga.session, byId(actor.actorId));
    expect(await page(olga)).toMatchObject({ actor: null, may: { write: true, change: false } });
  });

  test('Actors to choose from are those that one may run: the last one run first, own ones, public ones', async () => {
    const [rita, adam] = [await person('rita'), await person('adam')];
    const [own, ran] = [await makeActor(rita), await makeActor(adam, { isPublic: true })];
    const [given, seen, hidden] = [await makeActor(adam), await makeActor(adam), await makeActor(adam)];
    await makeGrant(given.actorId, rita, ['READ', 'RUN']);
    await makeGrant(seen.actorId, rita, ['READ']);
    await started(rita, ran);
    const ids = (await listRunnableActors(rita.session)).map(({ id }) => id);
    expect(ids[0]).toBe(ran.actorId);
    expect(ids.slice(1, 3).sort()).toEqual([own.actorId, given.actorId].sort());
    expect(ids).not.toContain(seen.actorId);
    expect(ids).not.toContain(hidden.actorId);
    await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [ran.actorId]);
    expect((await listRunnableActors(rita.session)).map(({ id }) => id)).not.toContain(ran.actorId);
    const { token } = await makeToken(rita, { scope: { resources: [], kinds: [], create: [] } });
    expect(await listRunnableActors(context(tokenCredential(token), 'API'))).toEqual([]);
    await expect(listRunnableActors(anonymous)).rejects.toMatchObject({ type: 'token-not-provided' });
  });

  test('the page of a run names its task to those who may see it', async () => {
    const actor = await makeActor(olga, { isPublic: true });
    const { id, name } = await makeTask(olga, actor);
    const run = (await send('POST', `/v2/actor-tasks/${id}/runs`, olga)).json.data;
    await makeGrant(run.id, stan, ['READ']);
    const task = { id, name: `${olga.username}~${name}`, title: null };
    expect((await getRunPage(olga.session, byId(run.id))).task).toEqual(task);
    expect((await getRunPage(stan.session, byId(run.id))).task).toBeNull();
    await send('DELETE', `/v2/actor-tasks/${id}`, olga);
    expect(await getRunPage(olga.session, byId(run.id))).toMatchObject({ task: null, run: { actorTaskId: id } });
  });
});
