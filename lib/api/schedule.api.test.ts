/** Schedules over the API, by the official client where it can ask. */
import { beforeAll, describe, expect, test } from 'vitest';
import { db, pool } from '../../db/client.ts';
import { schedules } from '../../db/schema/schedule.ts';
import type { Scope } from '../authorization/types.ts';
import { createId } from '../ids.ts';
import { fireScheduleNow } from '../schedule/fire-now.ts';
import { makeGrant, makeToken } from '../testing/arrange.ts';
import { makeActor } from '../testing/starts.ts';
import { call, client, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

let olga: Person;
let colin: Person;
let stan: Person;
let actor: { actorId: string; name: string };
let others: { actorId: string };
beforeAll(async () => {
  [olga, colin, stan] = [await person('olga'), await person('colin'), await person('stan')];
  actor = await makeActor(olga);
  others = await makeActor(stan);
});

const json = (method: string, token: string, body: unknown) => ({ method, token, body: JSON.stringify(body) });
const create = (body: object, by: { token: string } = olga) =>
  call('/v2/schedules', json('POST', by.token, { cronExpression: '0 9 * * *', ...body }));
const update = (id: string, body: object, by: { token: string } = olga) =>
  call(`/v2/schedules/${id}`, json('PUT', by.token, body));
const runActor = (more: object = {}) => ({ type: 'RUN_ACTOR', actorId: actor.actorId, ...more });
const errorOf = ({ status, json: body }: { status: number; json?: { error?: { type: string } } }) =>
  `${status} ${body?.error?.type}`;
const rowOf = async (id: string) => {
  const { rows } = await pool().query('SELECT scope, next_run_at, actions FROM schedules WHERE id = $1', [id]);
  return rows[0] as { scope: Scope | null; next_run_at: Date | null; actions: unknown[] };
};

test('the official client creates, reads, changes, lists and deletes', async () => {
  const created = await olga.client.schedules().create({
    name: 'by-client',
    isEnabled: true,
    isExclusive: true,
    cronExpression: '0 9 * * 1-5',
    timezone: 'Europe/Prague',
    description: 'every working day',
    actions: [
      {
        ...{ type: 'RUN_ACTOR' as never, actorId: actor.actorId },
        runInput: { body: '{"a":1}', contentType: 'application/json; charset=utf-8' },
        runOptions: { build: 'latest', timeoutSecs: 60, memoryMbytes: 256 } as never,
      },
    ],
  });
  expect(created).toMatchObject({ name: 'by-client', userId: olga.id, timezone: 'Europe/Prague', isEnabled: true });
  expect(created.actions).toMatchObject([{ actorId: actor.actorId, runInput: { body: '{"a":1}' } }]);
  const firing = new Date(created.nextRunAt as unknown as string);
  expect(firing.getTime()).toBeGreaterThan(Date.now());

  const one = olga.client.schedule(created.id);
  expect(await one.get()).toEqual(created);
  const [action] = created.actions;
  const changed = await one.update({ cronExpression: '@hourly', actions: created.actions });
  expect(changed.actions[0]?.id).toBe(action?.id);
  expect(changed).toMatchObject({ cronExpression: '@hourly', description: 'every working day' });
  const { items } = await olga.client.schedules().list();
  const listed = items.find(({ id }) => id === created.id);
  expect(listed?.actions).toEqual([{ id: action?.id, type: 'RUN_ACTOR', actorId: actor.actorId }]);
  expect(await one.getLog()).toEqual([]);
  await one.delete();
  expect(await one.get()).toBeUndefined();
});

describe('what is refused', () => {
  test.each([
    [{ cronExpression: undefined }, '400 invalid-input'],
    [{ cronExpression: '* * * * * *' }, '400 cron-expression-invalid'],
    [{ cronExpression: 'whenever' }, '400 cron-expression-invalid'],
    [{ timezone: 'Nowhere/City' }, '400 invalid-input'],
    [{ name: 'a name with spaces' }, '400 invalid-input'],
    [{ actions: [{ type: 'SEND_MAIL' }] }, '400 invalid-input'],
    [{ actions: [{ type: 'RUN_ACTOR' }] }, '400 invalid-input'],
    [{ actions: [{ type: 'RUN_ACTOR', actorId: 'missing0000000000' }] }, '404 schedule-actor-not-found'],
    [{ actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: 'missing0000000000' }] }, '404 schedule-actor-task-not-found'],
    [{ isEnabled: 'yes' }, '400 invalid-input'],
  ])('%j', async (body, expected) => {
    expect(errorOf(await create(body))).toBe(expected);
  });

  test('options that no start takes', async () => {
    const { status } = await create({ actions: [runActor({ runOptions: { memoryMbytes: 300 } })] });
    expect(status).toBe(400);
    const { json: made } = await create({ actions: [runActor({ runOptions: { memoryMbytes: null, build: null } })] });
    expect(made.data.actions[0].runOptions).toEqual({});
  });

  test('more than ten Actors', async () => {
    expect((await create({ actions: Array.from({ length: 10 }, () => runActor()) })).status).toBe(201);
    expect(errorOf(await create({ actions: Array.from({ length: 11 }, () => runActor()) }))).toBe('400 invalid-input');
  });

  test('an Actor of somebody else, as one that is not there', async () => {
    const hidden = await create({ actions: [{ type: 'RUN_ACTOR', actorId: others.actorId }] });
    const missing = await create({ actions: [{ type: 'RUN_ACTOR', actorId: 'missing0000000000' }] });
    expect(hidden.text).toBe(missing.text);
  });

  test('a name that another one has, in any writing', async () => {
    await create({ name: 'taken' });
    expect(errorOf(await create({ name: 'Taken' }))).toBe('409 schedule-name-not-unique');
    const { json: other } = await create({});
    expect(errorOf(await update(other.data.id, { name: 'TAKEN' }))).toBe('409 schedule-name-not-unique');
    expect((await create({ name: 'taken' }, colin)).status).toBe(201);
  });

  test('the hundred and first', async () => {
    const many = await person('many');
    const { json: first } = await create({}, many);
    await pool().query(
      `WITH made AS (INSERT INTO resources (id, kind, owner_id, name) SELECT lpad('s' || i, 17, '0'), 'schedule', $1, 'filler-' || i
         FROM generate_series(1, 99) i RETURNING id)
       INSERT INTO schedules (id, account_id, cron_expression) SELECT id, $1, '@daily' FROM made`,
      [many.id],
    );
    expect(errorOf(await create({}, many))).toBe('403 too-many-schedules');
    await call(`/v2/schedules/${first.data.id}`, { method: 'DELETE', token: many.token });
    const both = await Promise.all([create({}, many), create({}, many), create({}, many)]);
    expect(both.filter(({ status }) => status === 201).length).toBe(1);
    expect(both.filter(({ status }) => status === 403).length).toBe(2);
  });
});

test('a schedule without a name gets one, and is off unless it is asked to be on', async () => {
  const first = (await create({}, colin)).json.data;
  const second = (await create({}, colin)).json.data;
  expect(first).toMatchObject({ name: 'my-schedule', isEnabled: false, nextRunAt: null, timezone: 'UTC' });
  expect(second.name).toMatch(/^my-schedule-[a-z0-9]{17}$/);
});

test('the time moves with the cadence and the time zone, and stays with all else', async () => {
  const { id, nextRunAt } = (await create({ isEnabled: true })).json.data;
  const renamed = (await update(id, { title: 'Other', isExclusive: false })).json.data;
  expect(renamed).toMatchObject({ nextRunAt, title: 'Other', isExclusive: false });
  expect((await update(id, { timezone: 'Asia/Tokyo' })).json.data.nextRunAt).not.toBe(nextRunAt);
  expect((await update(id, { isEnabled: false })).json.data.nextRunAt).toBeNull();
  expect((await update(id, { title: null })).json.data.title).toBeNull();
});

test('whom it is shared with reads it, or writes it; others do not learn that it is there', async () => {
  const { id } = (await create({ name: 'shared' })).json.data;
  const missing = await call(`/v2/schedules/${createId()}`, { token: colin.token });
  for (const address of [id, `${olga.username}~shared`]) {
    expect((await call(`/v2/schedules/${address}`, { token: colin.token })).text).toBe(missing.text);
  }
  await olga.client.schedule(id).get();
  expect(errorOf(await update(id, { title: 'x' }, colin))).toBe('404 record-not-found');
  const share = (permissions: string[]) =>
    call(`/v2/schedules/${id}/grants`, json('POST', olga.token, { username: colin.username, permissions }));
  expect((await share(['RUN'])).status).toBe(400);
  expect((await share(['READ'])).status).toBe(201);
  expect((await call(`/v2/schedules/${id}`, { token: colin.token })).status).toBe(200);
  expect((await colin.client.schedules().list()).items.map((listed) => listed.id)).toContain(id);
  expect(errorOf(await update(id, { title: 'x' }, colin))).toBe('403 insufficient-permissions');
  await share(['WRITE']);
  expect((await update(id, { title: 'x' }, colin)).status).toBe(200);
  expect(errorOf(await call(`/v2/schedules/${id}/log`, {}))).toBe('404 record-not-found');
});

describe('what others write into it', () => {
  test('goes no further than what it starts', async () => {
    const { id } = (await create({ actions: [runActor()], isEnabled: true })).json.data;
    await makeGrant(id, colin, ['WRITE']);
    expect((await update(id, { title: 'harmless' }, colin)).status).toBe(200);
    expect((await rowOf(id)).scope).toBeNull();
    // Colin may not run what is there already, so he changes no input of it and does not make it fire at other times.
    const input = { actions: [runActor({ runInput: { body: '{"dataset":"secret"}' } })] };
    expect(errorOf(await update(id, input, colin))).toBe('404 schedule-actor-not-found');
    expect(errorOf(await update(id, { cronExpression: '* * * * *' }, colin))).toBe('404 schedule-actor-not-found');
    await expect(fireScheduleNow(colin.session, { by: 'id', id })).rejects.toMatchObject({
      type: 'schedule-actor-not-found',
    });
    expect((await update(id, { isEnabled: false }, colin)).status).toBe(200);

    await makeGrant(actor.actorId, colin, ['RUN', 'READ']);
    expect((await update(id, input, colin)).status).toBe(200);
    const { scope } = await rowOf(id);
    expect(scope).toMatchObject({ resources: [{ id: actor.actorId, permissions: ['run'] }], kinds: [] });
    // It stays so, also when its owner changes it.
    const another = await makeActor(olga);
    expect((await update(id, { actions: [runActor()] })).status).toBe(200);
    expect((await rowOf(id)).scope).toEqual(scope);
    const wider = { actions: [runActor(), { type: 'RUN_ACTOR', actorId: another.actorId }] };
    expect(errorOf(await update(id, wider))).toBe('403 insufficient-permissions');
  });
});

describe('a scoped token', () => {
  const scope: Scope = {
    resources: [],
    kinds: [
      { kind: 'actor', permissions: ['run'] },
      { kind: 'schedule', permissions: ['write'] },
    ],
    create: ['schedule'],
  };

  test('makes a schedule that can do no more than it', async () => {
    const token = await makeToken(olga, { scope });
    const made = await create({ actions: [runActor()] }, token);
    expect(made.status).toBe(201);
    expect((await rowOf(made.json.data.id)).scope).toMatchObject({ kinds: scope.kinds, create: ['schedule'] });
    const blind = await makeToken(olga, { scope: { ...scope, kinds: [] } });
    expect(errorOf(await create({ actions: [runActor()] }, blind))).toBe('404 schedule-actor-not-found');
    const idle = await makeToken(olga, { scope: { ...scope, create: [] } });
    expect(errorOf(await create({}, idle))).toBe('403 insufficient-permissions');
  });

  test('narrows a schedule that it changes, and nothing widens it again', async () => {
    const { id } = (await create({ actions: [runActor()] })).json.data;
    const token = await makeToken(olga, { scope });
    expect((await update(id, { title: 'harmless' }, token)).status).toBe(200);
    expect((await rowOf(id)).scope).toBeNull();
    const input = { actions: [runActor({ runInput: { body: '{}' } })] };
    expect((await update(id, input, token)).status).toBe(200);
    const narrow = (await rowOf(id)).scope;
    expect(narrow?.kinds).toEqual(scope.kinds);
    const ofOne = { ...scope, resources: [{ id: actor.actorId, permissions: ['run' as const] }] };
    const narrower = await makeToken(olga, { scope: { ...ofOne, kinds: scope.kinds.slice(1) } });
    expect((await update(id, { actions: [runActor()] }, narrower)).status).toBe(200);
    const narrowest = (await rowOf(id)).scope;
    expect(narrowest?.resources.map((listed) => listed.id)).toEqual([actor.actorId]);
    expect((await update(id, { actions: [] })).status).toBe(200);
    expect((await rowOf(id)).scope).toEqual(narrowest);
  });

  test('keeps in the schedule what it may run because it made it', async () => {
    const token = await makeToken(olga, { scope: { ...scope, kinds: [] } });
    const mine = await makeActor(olga);
    await pool().query('UPDATE resources SET created_by_token_id = $2 WHERE id = $1', [mine.actorId, token.id]);
    const made = await create({ actions: [{ type: 'RUN_ACTOR', actorId: mine.actorId }] }, token);
    expect(made.status).toBe(201);
    const { scope: kept } = await rowOf(made.json.data.id);
    expect(kept?.resources).toEqual([{ id: mine.actorId, permissions: ['run'] }]);
  });
});

test('a target that is gone holds up no other change of its owner', async () => {
  const [gone, other] = [await makeActor(olga), await makeActor(olga)];
  const starts = (of: { actorId: string }) => ({ type: 'RUN_ACTOR', actorId: of.actorId });
  const { id, actions } = (await create({ actions: [starts(gone), starts(gone)] })).json.data;
  await call(`/v2/actors/${gone.actorId}`, { method: 'DELETE', token: olga.token });
  const added = await update(id, { actions: [...actions, starts(other)], isEnabled: true });
  expect(added.json.data.actions.map((action: { id: string }) => action.id).slice(0, 2)).toEqual(
    actions.map((action: { id: string }) => action.id),
  );
  expect((await update(id, { actions: added.json.data.actions.slice(1) })).json.data.actions.length).toBe(2);
  const changed = [{ ...actions[0], runOptions: { memoryMbytes: 512 } }];
  expect(errorOf(await update(id, { actions: changed }))).toBe('404 schedule-actor-not-found');
});

test('an Actor may be named instead of its id, and what is kept is the id', async () => {
  const { json: made } = await create({ actions: [{ type: 'RUN_ACTOR', actorId: `~${actor.name}` }] });
  expect(made.data.actions[0].actorId).toBe(actor.actorId);
});

test('a stranger’s client gets nothing', async () => {
  await expect(client().schedules().list()).rejects.toMatchObject({ type: 'token-not-provided' });
  expect(await db().$count(schedules)).toBeGreaterThan(0);
});
