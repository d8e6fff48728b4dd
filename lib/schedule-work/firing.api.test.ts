/** What a firing starts, what it passes over, and what it is refused. */
import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { tokenCredential } from '../authentication/credential.ts';
import type { Scope } from '../authorization/types.ts';
import { getRun } from '../run/get.ts';
import { createSchedule } from '../schedule/create.ts';
import { deleteSchedule } from '../schedule/delete.ts';
import { fireScheduleNow } from '../schedule/fire-now.ts';
import { getScheduleLog } from '../schedule/get-log.ts';
import { listLogLines } from '../schedule/list-log.ts';
import { updateSchedule } from '../schedule/update.ts';
import { createTask } from '../task/create.ts';
import { deleteTask } from '../task/delete.ts';
import { makeGrant, makeToken } from '../testing/arrange.ts';
import { fireDue, logLinesOf, makeDue, makeSchedule, runsOf } from '../testing/schedules.ts';
import { type MadeActor, makeActor, runRow, setLevel } from '../testing/starts.ts';
import { byId, call, type Person, person, serveApi } from '../testing/world.ts';
import { claimDue } from './claim.ts';
import { fire } from './fire.ts';
import { endForsakenFirings } from './queries.ts';

serveApi();

let olga: Person;
let paul: Person;
let actor: MadeActor;
let full: MadeActor;
beforeAll(async () => {
  [olga, paul] = [await person('olga'), await person('paul')];
  actor = await makeActor(olga);
  full = await makeActor(paul, { level: 'FULL_PERMISSIONS', isPublic: true });
});

const fired = async (id: string, secsAgo = 0) => {
  await makeDue(id, secsAgo);
  await fireDue();
};
const errorsOf = async (id: string) => (await logLinesOf(id)).flatMap(({ errorType }) => errorType ?? []);

test('a firing starts each action in the account of the schedule, and says so', async () => {
  const second = await makeActor(olga);
  const runInput = { body: '{"a":1}', contentType: 'application/json' };
  const { id } = await makeSchedule(olga, [], {
    actions: [
      { type: 'RUN_ACTOR', actorId: actor.actorId, runInput, runOptions: { memoryMbytes: 512, timeoutSecs: 7 } },
      { type: 'RUN_ACTOR', actorId: second.actorId },
    ],
  });
  await fired(id);
  const runs = await runsOf(id);
  expect(runs).toMatchObject([
    { actorId: actor.actorId, accountId: olga.id, origin: 'SCHEDULER', level: 'LIMITED_PERMISSIONS', scope: null },
    { actorId: second.actorId, origin: 'SCHEDULER' },
  ]);
  const [run] = runs;
  expect(await runRow(run?.id ?? '')).toMatchObject({ memoryMbytes: 512, timeoutSecs: 7 });
  const { data } = (await call(`/v2/actor-runs/${run?.id}`, { token: olga.token })).json;
  expect(data.meta).toMatchObject({ origin: 'SCHEDULER', scheduleId: id, scheduledAt: run?.cause.scheduledAt });
  const input = await call(`/v2/key-value-stores/${data.defaultKeyValueStoreId}/records/INPUT`, { token: olga.token });
  expect(input.text).toBe(runInput.body);
  const lines = (await getScheduleLog(olga.session, byId(id))).map(({ message }) => message);
  expect(lines).toEqual([
    expect.stringMatching(/^Fired for \d{4}-/),
    `Started Actor ${olga.username}/${actor.name}: run ${run?.id}`,
    `Started Actor ${olga.username}/${second.name}: run ${runs[1]?.id}`,
  ]);
  expect((await olga.client.schedule(id).getLog())?.length).toBe(3);
});

test('a firing that is done twice starts nothing twice', async () => {
  const { id } = await makeSchedule(olga, [actor, actor, actor]);
  await fired(id);
  const { rows } = await pool().query('SELECT id FROM schedule_firings WHERE schedule_id = $1', [id]);
  const before = await logLinesOf(id);
  await pool().query('UPDATE schedule_firings SET finished_at = NULL WHERE schedule_id = $1', [id]);
  await pool().query('DELETE FROM schedule_log WHERE schedule_id = $1 AND run_id = $2', [id, before[2]?.runId]);
  const attempt = { signal: new AbortController().signal, isLast: false };
  await Promise.all([fire(rows[0].id, attempt), fire(rows[0].id, attempt)]);
  expect((await runsOf(id)).length).toBe(3);
  // What was not written down the first time is found, and written now.
  const runIds = (lines: typeof before) => new Set(lines.map(({ runId }) => runId));
  const after = await logLinesOf(id);
  expect(after.length).toBe(before.length);
  expect(runIds(after)).toEqual(runIds(before));
});

test('what is still running is passed over where that is wished, by each action for itself', async () => {
  const { id } = await makeSchedule(olga, [actor, actor], { isExclusive: true });
  await fired(id);
  const [first] = await runsOf(id);
  await pool().query(`UPDATE runs SET finished_at = now(), status = 'SUCCEEDED' WHERE id = $1`, [first?.id]);
  await fired(id);
  expect((await runsOf(id)).length).toBe(3);
  const passedOver = (await logLinesOf(id)).filter(({ level }) => level === 'WARN');
  expect(passedOver.map(({ message }) => message)).toEqual([expect.stringContaining('is still going on')]);
  await updateSchedule(olga.session, byId(id), { isExclusive: false });
  await fired(id);
  expect((await runsOf(id)).length).toBe(5);
});

describe('an Actor with full permissions that nobody approved', () => {
  const state = async (account: Person) => {
    const { rows } = await pool().query(
      `SELECT (SELECT count(*) FROM refused_starts f WHERE f.account_id = $1 AND f.actor_id = $2 AND source = 'schedule') AS refused,
         (SELECT count(*) FROM notifications n WHERE n.account_id = $1 AND n.subject_id = $2 AND n.closed_at IS NULL) AS open`,
      [account.id, full.actorId],
    );
    return rows[0] as { refused: number; open: number };
  };

  test('is refused with the link, its account is told, and it works at the next firing after approval', async () => {
    const ann = await person('ann');
    const { id } = await makeSchedule(ann, [full]);
    await fired(id);
    expect(await runsOf(id)).toEqual([]);
    const [, refusal] = await logLinesOf(id);
    expect(refusal).toMatchObject({ level: 'ERROR', errorType: 'full-permission-actor-not-approved' });
    expect(refusal?.message).toContain(`/actors/${full.actorId}?approvePermissions=true`);
    expect(refusal?.message).toContain('This Actor requires full access to your account.');
    expect(await state(ann)).toEqual({ refused: 1, open: 1 });
    const question = await getApprovalQuestion(ann.session, byId(full.actorId));
    expect(question.requests).toMatchObject([{ source: 'schedule', sourceId: id, name: 'my-schedule' }]);

    await fired(id);
    expect(await state(ann)).toEqual({ refused: 1, open: 1 });
    await approveActor(ann.session, byId(full.actorId), { shown: question.shown });
    expect(await state(ann)).toEqual({ refused: 0, open: 0 });
    await fired(id);
    expect(await runsOf(id)).toMatchObject([{ level: 'FULL_PERMISSIONS', accountId: ann.id }]);

    // A change of its level between two firings ends the approval, and what it had run before counts no more.
    await setLevel(full.actorId, 'LIMITED_PERMISSIONS');
    await fired(id);
    await setLevel(full.actorId, 'FULL_PERMISSIONS');
    await fired(id);
    expect((await runsOf(id)).map(({ level }) => level)).toEqual(['FULL_PERMISSIONS', 'LIMITED_PERMISSIONS']);
    expect((await errorsOf(id)).length).toBe(3);
  });

  test('does not keep the others from starting', async () => {
    const { id } = await makeSchedule(olga, [actor, full, actor]);
    await fired(id);
    expect((await runsOf(id)).length).toBe(2);
    expect(await errorsOf(id)).toEqual(['full-permission-actor-not-approved']);
  });
});

describe('nothing starts', () => {
  const entered = async (id: string) => {
    await fireScheduleNow(olga.session, byId(id));
  };

  test('where the schedule was switched off since', async () => {
    const { id } = await makeSchedule(olga, [actor]);
    await entered(id);
    await updateSchedule(olga.session, byId(id), { isEnabled: false });
    await fireDue();
    expect(await runsOf(id)).toEqual([]);
    expect(await errorsOf(id)).toEqual(['user-or-token-not-found']);
    await expect(fireScheduleNow(olga.session, byId(id))).rejects.toMatchObject({ type: 'invalid-request' });
  });

  test('where it was deleted since', async () => {
    const { id } = await makeSchedule(olga, [actor]);
    await entered(id);
    await deleteSchedule(olga.session, byId(id));
    await fireDue();
    expect(await runsOf(id)).toEqual([]);
  });

  test('where its account was disabled, until it is enabled again', async () => {
    const dora = await person('dora');
    const { id } = await makeSchedule(dora, [await makeActor(dora)]);
    const disable = (at: string) => pool().query(`UPDATE accounts SET disabled_at = ${at} WHERE id = $1`, [dora.id]);
    await fireScheduleNow(dora.session, byId(id));
    await disable('now()');
    await fired(id);
    expect(await runsOf(id)).toEqual([]);
    await disable('NULL');
    await fireDue();
    expect((await runsOf(id)).length).toBe(1);
  });

  test('where the Actor is not its account’s to run any more', async () => {
    const shared = await makeActor(paul, { isPublic: true });
    const { id } = await makeSchedule(olga, [shared]);
    await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [shared.actorId]);
    await fired(id);
    expect(await runsOf(id)).toEqual([]);
    const line = (await logLinesOf(id)).at(-1);
    expect(line).toMatchObject({ errorType: 'record-not-found' });
    // Its name may have changed since, and is not for others.
    expect(line?.message).not.toContain(shared.name);
  });
});

test('the log names a target to whoever may see it when they read, and to nobody else', async () => {
  const vera = await person('vera');
  const shown = await makeActor(paul, { isPublic: true });
  const taskId = (await createTask(olga.session, { actId: actor.actorId, name: 'quiet-task' })).id;
  const { id } = await makeSchedule(olga, [actor, shown], {
    actions: [
      ...[actor, shown].map(({ actorId }) => ({ type: 'RUN_ACTOR', actorId })),
      { type: 'RUN_ACTOR_TASK', actorTaskId: taskId },
    ],
  });
  await makeGrant(id, vera, ['READ']);
  await fired(id);
  const targetsFor = async (who: Person) => {
    const lines = (await getScheduleLog(who.session, byId(id))).map(({ message }) => message);
    const { lines: page } = await listLogLines(who.session, byId(id), { limit: 10 });
    expect(page.map(({ message }) => message).toReversed()).toEqual(lines);
    return lines.slice(1).map((line) => /^Started (.*): run /.exec(line)?.[1]);
  };
  const [own, public_, task] = [
    `Actor ${olga.username}/${actor.name}`,
    `Actor ${paul.username}/${shown.name}`,
    `task ${olga.username}/quiet-task`,
  ];
  expect(await targetsFor(olga)).toEqual([own, public_, task]);
  expect(await targetsFor(vera)).toEqual([`Actor ${actor.actorId}`, public_, `task ${taskId}`]);
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [shown.actorId]);
  expect(await targetsFor(olga)).toEqual([own, `Actor ${shown.actorId}`, task]);
  await deleteTask(olga.session, byId(taskId));
  expect((await targetsFor(olga))[2]).toBe(`task ${taskId}`);
  const { rows } = await pool().query('SELECT message FROM schedule_log WHERE schedule_id = $1', [id]);
  expect(rows.map(({ message }) => message).join()).not.toMatch(new RegExp(`${actor.name}|${shown.name}|quiet-task`));
});

describe('what is waiting', () => {
  const dueNow = async (id: string) => {
    await makeDue(id);
    await claimDue();
  };
  const firingsOf = async (id: string) => {
    const { rows } = await pool().query<{ id: string }>('SELECT id FROM schedule_firings WHERE schedule_id = $1', [id]);
    return rows.map((row) => row.id);
  };

  test('is not joined by another firing of the same schedule, by its time or by hand', async () => {
    const { id } = await makeSchedule(olga, [actor]);
    await dueNow(id);
    await dueNow(id);
    await expect(fireScheduleNow(olga.session, byId(id))).rejects.toMatchObject({
      ...{ type: 'invalid-request', message: expect.stringContaining('firing already') },
    });
    expect((await firingsOf(id)).length).toBe(1);
    expect((await logLinesOf(id)).map(({ level, message }) => `${level} ${message}`)).toEqual([
      expect.stringMatching(/^INFO Fired for /),
      expect.stringMatching(/^WARN Passed over the firing of \S+: the one of \S+ is not finished yet$/),
    ]);
    await fireDue();
    await fired(id);
    expect((await runsOf(id)).length).toBe(2);
  });

  test('of one account does not go before all that others have waiting', async () => {
    const [many, one] = [await person('many'), await person('one')];
    const ofMany = await Promise.all(Array.from({ length: 5 }, () => makeSchedule(many, [])));
    for (const { id } of ofMany) await dueNow(id);
    const { id } = await makeSchedule(one, []);
    await dueNow(id);
    const { rows } = await pool().query<{ firingId: string }>(
      `SELECT data->>'firingId' AS "firingId" FROM pgboss.job WHERE name = 'schedule-firing' AND state = 'created'
         AND data->>'firingId' = ANY ($1) ORDER BY priority DESC, created_on`,
      [(await Promise.all([...ofMany.map((made) => made.id), id].map(firingsOf))).flat()],
    );
    expect(rows.length).toBe(6);
    expect(rows.slice(0, 2).map(({ firingId }) => firingId)).toContain((await firingsOf(id))[0]);
    await fireDue();
  });

  test('is given up where its job has ended without it, and no longer stands in the way', async () => {
    const { id } = await makeSchedule(olga, [actor]);
    await dueNow(id);
    const [firingId] = await firingsOf(id);
    await pool().query(`UPDATE schedule_firings SET created_at = now() - interval '1 hour' WHERE id = $1`, [firingId]);
    await endForsakenFirings();
    expect((await logLinesOf(id)).length).toBe(1);
    await pool().query(`UPDATE pgboss.job SET state = 'failed' WHERE data->>'firingId' = $1`, [firingId]);
    await endForsakenFirings();
    expect((await logLinesOf(id)).at(-1)?.message).toMatch(
      /^Gave up the firing of \S+Z: it was interrupted too often$/,
    );
    await fired(id);
    expect((await runsOf(id)).length).toBe(1);
  });
});

describe('what was missed', () => {
  test('is made up for once, if it is not too old', async () => {
    const { id } = await makeSchedule(olga, [actor], { cronExpression: '* * * * *' });
    await fired(id, 10 * 60 + 45);
    expect((await runsOf(id)).length).toBe(1);
    const lines = (await logLinesOf(id)).map(({ message }) => message);
    expect(lines[0]).toMatch(/^Missed \d+ firings, the first one of .*: no worker was running$/);
    expect(lines[1]).toMatch(/^Fired for /);
    await fireDue();
    expect((await runsOf(id)).length).toBe(1);
  });

  test('is let go if it is too old, and said', async () => {
    const { id } = await makeSchedule(olga, [actor]);
    await fired(id, 2 * 60 * 60);
    expect(await runsOf(id)).toEqual([]);
    expect((await logLinesOf(id)).map(({ message }) => message)).toEqual([
      expect.stringMatching(/^Missed the firing of .*: no worker was running$/),
    ]);
  });

  test('a late firing says how late', async () => {
    const { id } = await makeSchedule(olga, [actor]);
    await fired(id, 300);
    expect((await logLinesOf(id))[0]?.message).toMatch(/, 30\d seconds late: no worker was running$/);
    expect((await runsOf(id)).length).toBe(1);
  });

  test('a time that cannot be read any more holds up no other', async () => {
    const { id } = await makeSchedule(olga, [actor]);
    await pool().query(`UPDATE schedules SET timezone = 'Atlantis/City' WHERE id = $1`, [id]);
    const other = await makeSchedule(olga, [actor]);
    await makeDue(id, 10);
    await fired(other.id);
    expect((await runsOf(other.id)).length).toBe(1);
    expect((await logLinesOf(id))[0]?.message).toContain('cannot be told');
  });
});

test('the same time fires once', async () => {
  const { id } = await makeSchedule(olga, [actor]);
  const at = new Date(Date.now() - 1_000);
  for (let nth = 0; nth < 3; nth++) {
    await pool().query('UPDATE schedules SET next_run_at = $2 WHERE id = $1', [id, at]);
    await fireDue();
  }
  expect((await runsOf(id)).length).toBe(1);
});

test('what a scoped token wrote runs with its scope', async () => {
  const token = await makeToken(olga, {
    scope: { resources: [], kinds: [{ kind: 'actor', permissions: ['run'] }], create: ['schedule', 'dataset'] },
  });
  const { id } = await createSchedule(
    { ...olga.api, credential: tokenCredential(token.token) },
    { cronExpression: '@yearly', isEnabled: true, actions: [{ type: 'RUN_ACTOR', actorId: actor.actorId }] },
  );
  await fired(id);
  const [run] = await runsOf(id);
  expect(run?.scope).toMatchObject({
    kinds: [{ kind: 'actor', permissions: ['run'] }],
    create: ['schedule', 'dataset'],
    resources: [{ id: actor.actorId, permissions: ['run'] }],
  });
  expect(await getRun(olga.session, byId(run?.id ?? ''))).toMatchObject({ meta: { origin: 'SCHEDULER' } });
});

describe('a task', () => {
  const makeTask = (values: object = {}) =>
    createTask(olga.session, {
      actId: actor.actorId,
      input: { a: 1, b: 2 },
      options: { memoryMbytes: 512 },
      ...values,
    });

  test('is started with its input and options, and with what the schedule says instead', async () => {
    const task = await makeTask();
    const { id } = await makeSchedule(olga, [], {
      actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: task.id, input: { b: 3 } }],
    });
    await fired(id);
    const [run] = await runsOf(id);
    const row = await runRow(run?.id ?? '');
    expect(row).toMatchObject({ taskId: task.id, memoryMbytes: 512, origin: 'SCHEDULER', actorId: actor.actorId });
    const input = await call(`/v2/key-value-stores/${row.defaultKeyValueStoreId}/records/INPUT`, { token: olga.token });
    expect(JSON.parse(input.text)).toEqual({ a: 1, b: 3 });
    expect((await getScheduleLog(olga.session, byId(id)))[1]?.message).toContain(
      `Started task ${olga.username}/${task.name}: run `,
    );
  });

  test('of an Actor that nobody approved is refused with the link', async () => {
    const task = await makeTask({ actId: full.actorId });
    const { id } = await makeSchedule(olga, [], { actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: task.id }] });
    await fired(id);
    expect(await runsOf(id)).toEqual([]);
    expect((await logLinesOf(id))[1]).toMatchObject({
      errorType: 'full-permission-actor-not-approved',
      message: expect.stringContaining(`/actors/${full.actorId}?approvePermissions=true`),
    });
  });

  test('that a scoped token wrote in is started with its scope, which takes the right to run its Actor', async () => {
    const task = await makeTask();
    const scope = {
      resources: [{ id: task.id, permissions: ['read' as const] }],
      kinds: [],
      create: ['schedule' as const],
    };
    const body = {
      ...{ cronExpression: '@yearly', isEnabled: true },
      actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: task.id }],
    };
    const as = async (of: Scope) => ({
      ...olga.api,
      credential: tokenCredential((await makeToken(olga, { scope: of })).token),
    });
    await expect(createSchedule(await as(scope), body)).rejects.toMatchObject({ type: 'schedule-actor-not-found' });
    const withRun = [...scope.resources, { id: actor.actorId, permissions: ['run' as const] }];
    const { id } = await createSchedule(await as({ ...scope, resources: withRun }), body);
    await fired(id);
    expect(await runsOf(id)).toMatchObject([{ actorId: actor.actorId, scope: { create: ['schedule'] } }]);
  });

  test('that was deleted since is said, and keeps nothing else from starting', async () => {
    const task = await makeTask();
    const { id } = await makeSchedule(olga, [actor], {
      actions: [
        { type: 'RUN_ACTOR_TASK', actorTaskId: task.id },
        { type: 'RUN_ACTOR', actorId: actor.actorId },
      ],
    });
    await deleteTask(olga.session, byId(task.id));
    await fired(id);
    expect((await runsOf(id)).length).toBe(1);
    expect(await errorsOf(id)).toEqual(['record-not-found']);
  });
});

test('the log keeps the newest thousand lines', async () => {
  const { id } = await makeSchedule(olga, [actor]);
  await pool().query(
    `INSERT INTO schedule_log (schedule_id, level, message) SELECT $1, 'INFO', 'line ' || i FROM generate_series(1, 1500) i`,
    [id],
  );
  await fired(id);
  const lines = await getScheduleLog(olga.session, byId(id));
  expect(lines.length).toBe(1_000);
  expect(lines.at(-1)?.message).toMatch(/^Started/);
});
