/** What the page of a run shows, for its owner and for others. */
import { describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { deleteActor } from '../actor/delete.ts';
import { setGeneralAccess } from '../general-access/change.ts';
import { addGrant } from '../grant/add.ts';
import { followLog, type LogEvent } from '../job-log/follow.ts';
import { newestLog } from '../job-log/newest.ts';
import { appendLog } from '../job-log/queries.ts';
import { listRunRows } from '../run-list/list-rows.ts';
import { metamorphRun } from '../run-restart/metamorph.ts';
import { explainResource } from '../storage/explain.ts';
import { makeGrant } from '../testing/arrange.ts';
import { makeSchedule, makeWebhook } from '../testing/refusals.ts';
import { makeBuild, makeRun } from '../testing/runs.ts';
import { hold, makeActor, started } from '../testing/starts.ts';
import { anonymous, type Person, person, serveApi } from '../testing/world.ts';
import { getEarlierStart } from './get-earlier-start.ts';
import { getRunInput } from './get-input.ts';
import { getRunNow, getRunPage } from './get-page.ts';
import { listRunStorages } from './list-storages.ts';

serveApi();

const runAt = (id: string) => ({ kind: 'run', address: { by: 'id', id } }) as const;

async function finishedRun(owner: Person, inputSchema: Record<string, unknown> | null = null) {
  const build = await makeBuild(owner, { inputSchema });
  const id = await makeRun(owner, build, { status: 'SUCCEEDED', finishedAt: new Date() });
  await pool().query("UPDATE resources SET general_access = 'RESTRICTED' WHERE id = $1", [id]);
  const { rows } = await pool().query('SELECT default_key_value_store_id AS id FROM runs WHERE id = $1', [id]);
  const store = owner.client.keyValueStore(rows[0].id);
  return { id, ...build, store, address: { by: 'id', id } as const };
}

describe('the page', () => {
  test('names the Actor to who may see it only', async () => {
    const [olga, stan] = [await person('olga'), await person('stan')];
    const { id, address, actorId } = await finishedRun(olga);
    await setGeneralAccess(olga.session, runAt(id), 'ANYONE_WITH_ID_CAN_READ');
    const [own, strangers] = [await getRunPage(olga.session, address), await getRunPage(stan.session, address)];
    expect([own.actor?.id, strangers.actor]).toEqual([actorId, null]);
    expect([own.isOwner, own.may.write, own.may.seeUse]).toEqual([true, true, true]);
    expect([strangers.isOwner, strangers.may.write, strangers.may.seeUse]).toEqual([false, false, false]);
    expect(own.counts).toEqual({ itemCount: 0, recordCount: 0, requestCount: 0 });
  });

  test('keeps the name of an Actor that has been deleted, for those who were given the run', async () => {
    const [olga, rita, stan] = [await person('olga'), await person('rita'), await person('stan')];
    const [first, second] = [await makeActor(olga, { name: 'page-titles' }), await makeActor(olga, { name: 'prices' })];
    const { id } = await started(olga, first);
    const address = { by: 'id', id } as const;
    await setGeneralAccess(olga.session, runAt(id), 'ANYONE_WITH_ID_CAN_READ');
    await makeGrant(id, rita, ['READ']);
    expect((await getRunPage(olga.session, address)).deletedActorName).toBeNull();
    const nameInList = async () => {
      const { rows } = await listRunRows(olga.session, { limit: 10 });
      return rows.find((row) => row.id === id)?.actor;
    };
    expect(await nameInList()).toMatchObject({ name: `${olga.username}~page-titles`, isDeleted: false });

    await deleteActor(olga.session, { by: 'id', id: first.actorId });
    const name = `${olga.username}~page-titles`;
    const seen = async (who: Person) => (await getRunPage(who.session, address)).deletedActorName;
    expect([await seen(olga), await seen(rita), await seen(stan)]).toEqual([name, name, null]);
    expect(await nameInList()).toMatchObject({ name, isDeleted: true });

    // What a run has become is what it is called by.
    const other = await started(olga, second);
    const third = await makeActor(olga, { name: 'reports' });
    await metamorphRun(
      (await hold(other.id)).ctx,
      { by: 'id', id: other.id },
      { actor: { by: 'id', id: third.actorId } },
    );
    await deleteActor(olga.session, { by: 'id', id: third.actorId });
    const became = await getRunPage(olga.session, { by: 'id', id: other.id });
    expect(became.deletedActorName).toBe(`${olga.username}~reports`);
  });

  test('leads to what started it, for those who may see that', async () => {
    const [olga, rita, stan] = [await person('olga'), await person('rita'), await person('stan')];
    const actor = await makeActor(olga);
    await pool().query("UPDATE actors SET title = 'Prices' WHERE id = $1", [actor.actorId]);
    const scheduleId = await makeSchedule(olga, 'Nightly');
    const webhookId = await makeWebhook(olga, 'https://hooks.example/SECRET');
    const parentId = await makeRun(olga, actor);
    const from = async (values: object) => {
      const id = await makeRun(olga, actor, values);
      await setGeneralAccess(olga.session, runAt(id), 'ANYONE_WITH_ID_CAN_READ');
      await makeGrant(id, rita, ['READ']);
      return (who: Person) => getRunPage(who.session, { by: 'id', id }).then(({ startedBy }) => startedBy);
    };
    const cause = { scheduleId, scheduledAt: new Date().toISOString() };
    const [bySchedule, byWebhook, byRun, byPerson] = [
      await from({ origin: 'SCHEDULER', cause }),
      await from({ origin: 'WEBHOOK', cause: { webhookId } }),
      await from({ origin: 'ACTOR', ancestorIds: ['NoSuchRun00000001', parentId] }),
      await from({}),
    ];
    expect(await bySchedule(olga)).toEqual({ kind: 'schedule', id: scheduleId, name: 'Nightly' });
    expect(await byWebhook(olga)).toEqual({ kind: 'webhook', id: webhookId, name: 'hooks.example' });
    expect(await byRun(olga)).toEqual({ kind: 'run', id: parentId, name: 'Prices' });
    expect(await byPerson(olga)).toBeNull();
    // An id that opens something to anyone is not handed on.
    await setGeneralAccess(olga.session, runAt(parentId), 'ANYONE_WITH_ID_CAN_READ');
    for (const who of [rita, stan]) {
      for (const by of [bySchedule, byWebhook, byRun]) expect(await by(who)).toBeNull();
    }
    await makeGrant(scheduleId, rita, ['READ']);
    await makeGrant(parentId, rita, ['READ']);
    expect(await bySchedule(rita)).toMatchObject({ id: scheduleId });
    expect(await byRun(rita)).toEqual({ kind: 'run', id: parentId, name: null });
    await pool().query('DELETE FROM resources WHERE id = ANY ($1)', [[scheduleId, webhookId, parentId]]);
    for (const by of [bySchedule, byWebhook, byRun]) expect(await by(olga)).toBeNull();
  });

  test('has another version once something has changed', async () => {
    const olga = await person('olga');
    const { id, address } = await finishedRun(olga);
    const { version } = await getRunPage(olga.session, address);
    expect((await getRunNow(olga.session, address)).version).toBe(version);
    await pool().query("UPDATE runs SET status_message = 'Done' WHERE id = $1", [id]);
    expect((await getRunNow(olga.session, address)).version).not.toBe(version);
  });

  test('lists storages that are there, and those that have gone', async () => {
    const olga = await person('olga');
    const { address, store } = await finishedRun(olga);
    await store.delete();
    const storages = await listRunStorages(olga.session, address);
    expect(storages.map(({ kind, found }) => [kind, found?.entryCount ?? null])).toEqual([
      ['dataset', 0],
      ['key-value-store', null],
      ['request-queue', 0],
    ]);
  });
});

describe('the input', () => {
  const SCHEMA = {
    title: 'Input',
    properties: { shop: { type: 'string' }, password: { type: 'string', isSecret: true } },
  };
  const text = async (of: Person, address: { by: 'id'; id: string }) => {
    const { record, hidden } = await getRunInput(of.session, address);
    return { shown: record?.preview.kind === 'json' ? record.preview.text : record?.preview.kind, hidden };
  };

  test('is shown without the values of secret fields, and else as it was written', async () => {
    const olga = await person('olga');
    const { address, store } = await finishedRun(olga, SCHEMA);
    expect(await text(olga, address)).toEqual({ shown: undefined, hidden: [] });
    const value = '{"shop":12345678901234567890,"password":{"a":"portcullis"}}';
    await store.setRecord({ key: 'INPUT', value, contentType: 'application/json' });
    expect(await text(olga, address)).toEqual({
      shown: '{"shop":12345678901234567890,"password":"••••••••"}',
      hidden: ['password'],
    });
  });

  test('shows no value where nobody knows which are secret', async () => {
    const olga = await person('olga');
    const { address, store, buildId } = await finishedRun(olga, SCHEMA);
    await store.setRecord({ key: 'INPUT', value: { shop: 'north', password: 'portcullis' } });
    await pool().query('DELETE FROM resources WHERE id = $1', [buildId]);
    const { shown, hidden } = await text(olga, address);
    expect(shown).not.toMatch(/north|portcullis/);
    expect(hidden).toEqual(['shop', 'password']);
  });

  test('that is too long to be told apart is not shown where fields are secret', async () => {
    const olga = await person('olga');
    const { address, store } = await finishedRun(olga, SCHEMA);
    await store.setRecord({ key: 'INPUT', value: { password: 'portcullis', shop: 'n'.repeat(200_000) } });
    expect(await text(olga, address)).toEqual({ shown: 'none', hidden: [] });
  });
});

describe('another run like it', () => {
  const SCHEMA = {
    title: 'Input',
    properties: { shop: { type: 'string' }, password: { type: 'string', isSecret: true } },
  };

  test('starts with its input and options, without what is secret', async () => {
    const [olga, rita, stan] = [await person('olga'), await person('rita'), await person('stan')];
    const { id, actorId, store } = await finishedRun(olga, SCHEMA);
    const options = { build: '0.0.1', memoryMbytes: 256, timeoutSecs: 300 };
    await pool().query('UPDATE runs SET timeout_secs = 300 WHERE id = $1', [id]);
    const of = (who: Person) => getEarlierStart(who.session, actorId, id);
    expect(await of(olga)).toEqual({ runId: id, options, input: {}, leftOut: [] });
    await store.setRecord({ key: 'INPUT', value: { shop: 'north', password: 'portcullis' } });
    const again = { runId: id, options, input: { shop: 'north' }, leftOut: ['password'] };
    expect(await of(olga)).toEqual(again);
    expect(await of(stan)).toBeNull();
    await makeGrant(id, rita, ['READ']);
    expect(await of(rita)).toEqual(again);
    expect(await getEarlierStart(olga.session, id, id)).toBeNull();
    for (const nothing of [actorId, 'no-run', '~', '\0']) {
      expect(await getEarlierStart(olga.session, actorId, nothing)).toBeNull();
    }
  });

  test('has no input where that is no object, or too long for a form', async () => {
    const olga = await person('olga');
    const { id, actorId, store } = await finishedRun(olga);
    for (const value of ['[1]', '"north"', '{"shop":', JSON.stringify({ shop: 'n'.repeat(200_000) })]) {
      await store.setRecord({ key: 'INPUT', value, contentType: 'application/json' });
      expect((await getEarlierStart(olga.session, actorId, id))?.input).toBeNull();
    }
  });
});

describe('general access', () => {
  test('of a run has no level by name, and an Actor has none', async () => {
    const olga = await person('olga');
    const { id, actorId } = await finishedRun(olga);
    await expect(setGeneralAccess(olga.session, runAt(id), 'ANYONE_WITH_NAME_CAN_READ')).rejects.toMatchObject({
      type: 'invalid-input',
    });
    const actor = { kind: 'actor', address: { by: 'id', id: actorId } } as const;
    await expect(setGeneralAccess(olga.session, actor, 'RESTRICTED')).rejects.toMatchObject({ type: 'invalid-input' });
  });

  test('is for who may share', async () => {
    const [olga, rita] = [await person('olga'), await person('rita')];
    const { id, address } = await finishedRun(olga);
    await makeGrant(id, rita, ['READ', 'WRITE']);
    const opened = setGeneralAccess(rita.session, runAt(id), 'ANYONE_WITH_ID_CAN_READ');
    await expect(opened).rejects.toMatchObject({ type: 'insufficient-permissions' });
    await expect(getRunPage(anonymous, address)).rejects.toMatchObject({ type: 'insufficient-permissions' });
    await setGeneralAccess(olga.session, runAt(id), 'ANYONE_WITH_ID_CAN_READ');
    expect((await getRunPage(anonymous, address)).run.id).toBe(id);
  });
});

test('the explanation names those whom the Actor, and its run, let in', async () => {
  const [olga, colin, dora] = [await person('olga'), await person('colin'), await person('dora')];
  const { id, actorId } = await finishedRun(olga);
  await makeGrant(actorId, colin, ['READ', 'VIEW_OWNER_RUNS']);
  await addGrant(olga.session, runAt(id), { username: dora.username, permissions: ['READ'] });
  const why = async (reference: Parameters<typeof explainResource>[1]) =>
    (await explainResource(olga.session, reference)).flatMap(({ who, because }) =>
      who.kind === 'account' ? [[who.username, ...because]] : [],
    );
  expect(await why(runAt(id))).toEqual([
    [dora.username, 'grant'],
    [colin.username, 'collaborator-owner-runs'],
  ]);
  const { rows } = await pool().query('SELECT default_dataset_id AS id FROM runs WHERE id = $1', [id]);
  expect(await why({ kind: 'dataset', address: { by: 'id', id: rows[0].id } })).toEqual([
    [dora.username, 'grant-run-parts'],
    [colin.username, 'collaborator-owner-runs'],
  ]);
});

test('who made a public Actor is named where the account shares its runs, and its builds are open to all', async () => {
  const [olga, mona] = [await person('olga'), await person('mona')];
  const build = await makeBuild(mona);
  const id = await makeRun(olga, build, { status: 'SUCCEEDED', finishedAt: new Date() });
  await pool().query('UPDATE actors SET is_public = true WHERE id = $1', [build.actorId]);
  const rules = async () => (await explainResource(olga.session, runAt(id))).flatMap(({ because }) => because);
  expect(await rules()).not.toContain('creator-shared-runs');
  await pool().query('UPDATE accounts SET shares_runs = true WHERE id = $1', [olga.id]);
  expect(await rules()).toContain('creator-shared-runs');
  const ofBuild = await explainResource(mona.session, { kind: 'build', address: { by: 'id', id: build.buildId } });
  const all = ofBuild.find(({ who }) => who.kind === 'everyone-with-id');
  expect([all?.because.includes('public-actor-build'), all?.stop]).toEqual([true, null]);
});

describe('the log', () => {
  const follow = async (of: Person, id: string, after = 0) => {
    const events: LogEvent[] = [];
    for await (const event of await followLog(of.session, runAt(id), after, new AbortController().signal))
      events.push(event);
    return events;
  };

  test('is given from where the reader was, with its state, to its end', async () => {
    const olga = await person('olga');
    const { id } = await finishedRun(olga);
    await appendLog(id, 'one\n');
    await appendLog(id, 'two\n');
    const state = { kind: 'state', status: 'SUCCEEDED', statusMessage: null };
    expect(await follow(olga, id, 1)).toEqual([
      state,
      { kind: 'text', sequence: 2, text: 'two\n' },
      { kind: 'caught-up' },
    ]);
  });

  test('ends with a refusal for who may not read any more', async () => {
    const [olga, rita] = [await person('olga'), await person('rita')];
    const { id } = await finishedRun(olga);
    await pool().query("UPDATE runs SET status = 'RUNNING', finished_at = NULL WHERE id = $1", [id]);
    const grantId = await makeGrant(id, rita, ['READ']);
    const events = await followLog(rita.session, runAt(id), 0, new AbortController().signal);
    expect((await events.next()).value).toMatchObject({ kind: 'state', status: 'RUNNING' });
    expect((await events.next()).value).toEqual({ kind: 'caught-up' });
    await pool().query('DELETE FROM grants WHERE id = $1', [grantId]);
    await expect(events.next()).rejects.toMatchObject({ type: 'insufficient-permissions' });
  });

  test('has its newest lines, whole and without codes', async () => {
    const olga = await person('olga');
    const { id } = await finishedRun(olga);
    const newest = () => newestLog(olga.session, runAt(id));
    expect(await newest()).toEqual({ lines: [], isCut: false });
    await appendLog(id, '\u001b[31mone\u001b[0m\ntwo\n');
    expect(await newest()).toEqual({ lines: ['one', 'two'], isCut: false });
    for (let n = 0; n < 40; n++) await appendLog(id, `${'x'.repeat(99)}\n`.repeat(50));
    const { lines, isCut } = await newest();
    expect([lines.length <= 1_000, new Set(lines).size, isCut]).toEqual([true, 1, true]);
  });
});
