import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { makeGrant } from '../testing/arrange.ts';
import { insertSchedule, insertTask, insertWebhook } from '../testing/starters.ts';
import { approve, type MadeActor, makeActor, started } from '../testing/starts.ts';
import { call, lastAudit, type Person, person, serveApi } from '../testing/world.ts';
import { flushRefusedStarts } from '../usage/refused-starts.ts';
import { getLevelImpact } from './get-impact.ts';

serveApi();

const LIMITED = 'LIMITED_PERMISSIONS';
const FULL = 'FULL_PERMISSIONS';
const byId = (id: string) => ({ by: 'id', id }) as const;

let dev: Person;
beforeAll(async () => {
  dev = await person('dev');
});

const people = async (count: number) => {
  const made: Person[] = [];
  while (made.length < count) made.push(await person('user'));
  return made as [Person, Person, Person, Person, Person, Person];
};
const change = async (actor: MadeActor, body: object, by = dev) =>
  call(`/v2/actors/${actor.actorId}`, {
    ...{ method: 'PUT', token: by.token, body: JSON.stringify(body) },
    headers: { 'content-type': 'application/json' },
  });
const start = async (by: Person, { actorId }: MadeActor, query = '') => {
  const { status, json } = await call(`/v2/actors/${actorId}/runs${query}`, { method: 'POST', token: by.token });
  return `${status} ${json.error?.type ?? ''}`.trim();
};
const REFUSED = '403 full-permission-actor-not-approved';
const changesOf = async ({ actorId }: MadeActor) =>
  (
    await pool().query(
      'SELECT level_epoch, from_level, to_level, reason, changed_by FROM level_changes WHERE actor_id = $1',
      [actorId],
    )
  ).rows;
const notificationsOf = async ({ actorId }: MadeActor) =>
  (
    await pool().query<{ account_id: string; kind: string; count: number }>(
      'SELECT account_id, kind, count FROM notifications WHERE subject_id = $1 AND closed_at IS NULL ORDER BY kind',
      [actorId],
    )
  ).rows;

describe('a change of the level', () => {
  test('down or up ends approvals and what earlier runs stand for, and takes a new yes', async () => {
    const [approver, runner] = await people(2);
    const actor = await makeActor(dev, { level: FULL, isPublic: true });
    await approve(actor.actorId, approver);
    await approve(actor.actorId, runner);
    expect(await start(runner, actor)).toBe('201');
    await pool().query('DELETE FROM approvals WHERE account_id = $1', [runner.id]);
    for (const user of [approver, runner]) expect(await start(user, actor)).toBe('201');

    await change(actor, { actorPermissionLevel: LIMITED });
    // Limited as it is, nobody gives it more by asking for it.
    for (const user of [approver, runner]) {
      expect(await start(user, actor)).toBe('201');
      expect(await start(user, actor, '?forcePermissionLevel=FULL_PERMISSIONS')).toBe(REFUSED);
    }
    await change(actor, { actorPermissionLevel: FULL });
    for (const user of [approver, runner]) expect(await start(user, actor)).toBe(REFUSED);
    const { shown } = await getApprovalQuestion(approver.session, byId(actor.actorId));
    await approveActor(approver.session, byId(actor.actorId), { shown });
    expect(await start(approver, actor)).toBe('201');
    expect(await start(runner, actor)).toBe(REFUSED);
  });

  test('is kept with its reason, which those who are asked again are shown; no change keeps none', async () => {
    const [user] = await people(1);
    const actor = await makeActor(dev, { level: LIMITED, isPublic: true });
    const reason = 'It cleans up the storages of earlier runs.';
    expect((await change(actor, { title: 'Cleaner', actorPermissionLevelReason: 'no change' })).status).toBe(200);
    expect(await changesOf(actor)).toEqual([]);
    const { json } = await change(actor, { actorPermissionLevel: FULL, actorPermissionLevelReason: ` ${reason} ` });
    expect(json.data).toMatchObject({ actorPermissionLevel: FULL });
    expect(await changesOf(actor)).toEqual([
      { level_epoch: 2, from_level: LIMITED, to_level: FULL, reason, changed_by: dev.id },
    ]);
    expect(await lastAudit(dev.id)).toMatchObject({
      event: 'actor.permission-level-changed',
      detail: { from: LIMITED, to: FULL, levelEpoch: 2, reason },
    });
    const { changes } = await getApprovalQuestion(user.session, byId(actor.actorId));
    expect(changes).toMatchObject([{ levelEpoch: 2, fromLevel: LIMITED, toLevel: FULL, reason }]);

    const { status, json: refused } = await change(actor, {
      ...{ actorPermissionLevel: LIMITED, actorPermissionLevelReason: 'x'.repeat(501) },
    });
    expect(`${status} ${refused.error.message}`).toBe(
      '400 Field "actorPermissionLevelReason": must have at most 500 characters',
    );
    expect(await changesOf(actor)).toHaveLength(1);
  });

  test('tells once those whose starts will be refused, and nobody else, until there is nothing left to approve', async () => {
    const [approver, scheduler, tasker, skipper, limiter, idle] = await people(6);
    const actor = await makeActor(dev, { level: FULL, isPublic: true });
    for (const user of [approver, skipper, limiter, idle]) await approve(actor.actorId, user);
    await pool().query('UPDATE approvals SET revoked_at = now() WHERE account_id = $1', [idle.id]);
    await pool().query('UPDATE accounts SET skips_approval = true WHERE id = $1', [skipper.id]);
    await pool().query('INSERT INTO level_ceilings (account_id, actor_id) VALUES ($1, $2)', [
      limiter.id,
      actor.actorId,
    ]);
    await insertSchedule(scheduler, { actorTaskId: await insertTask(dev, actor.actorId) });
    await insertTask(tasker, actor.actorId);
    await insertSchedule(dev, { actorId: actor.actorId });

    await change(actor, { actorPermissionLevel: LIMITED });
    expect(await notificationsOf(actor)).toEqual([]);
    await approve(actor.actorId, approver);
    await change(actor, { actorPermissionLevel: FULL });
    const told = await notificationsOf(actor);
    expect(new Set(told.map(({ account_id }) => account_id))).toEqual(new Set([approver.id, scheduler.id, tasker.id]));
    expect(told.every(({ kind, count }) => kind === 'approval-ended' && count === 1)).toBe(true);

    expect(await start(tasker, actor)).toBe(REFUSED);
    await flushRefusedStarts();
    await change(actor, { actorPermissionLevel: null, defaultRunOptions: { forcePermissionLevel: LIMITED } });
    expect(await notificationsOf(actor)).toEqual([]);
    expect((await getApprovalQuestion(tasker.session, byId(actor.actorId))).requests).toEqual([]);
  });
});

describe('what a change would mean', () => {
  const impactOf = ({ actorId }: MadeActor) => getLevelImpact(dev.session, byId(actorId));
  const NOBODY = { givenCount: 0, stoppedAccountCount: 0, stoppedScheduleCount: 0, stoppedWebhookCount: 0 };

  test('is told in numbers: who approved it or ran it, and what will stop', async () => {
    const [approver, runner, scheduler, hooker, skipper] = await people(5);
    const actor = await makeActor(dev, { level: FULL, isPublic: true });
    const { actorId } = actor;
    expect(await impactOf(actor)).toEqual({ ...NOBODY, declaredLevel: FULL, effectiveLevel: FULL });
    await approve(actorId, approver);
    await approve(actorId, runner);
    await started(runner, actor);
    await pool().query('DELETE FROM approvals WHERE account_id = $1', [runner.id]);
    const task = await insertTask(scheduler, actorId);
    await insertSchedule(scheduler, { actorId });
    await insertSchedule(scheduler, { actorTaskId: task });
    await insertSchedule(scheduler, { actorId }, { isEnabled: false });
    await insertWebhook(hooker, (await makeActor(hooker)).actorId, { startsActorId: actorId });
    await insertWebhook(hooker, (await makeActor(hooker)).actorId, { startsTaskId: task });
    await insertSchedule(skipper, { actorId });
    await pool().query('UPDATE accounts SET skips_approval = true WHERE id = $1', [skipper.id]);
    // What is the developer's own stops never.
    await insertSchedule(dev, { actorId });
    await started(dev, actor);
    const few = { stoppedAccountCount: 'few', stoppedScheduleCount: 'few', stoppedWebhookCount: 'few' };
    expect(await impactOf(actor)).toMatchObject({ ...few, givenCount: 'few' });

    // One more account that uses it makes five; what few of them have many of is not counted for that.
    const others = await people(4);
    for (let nth = 0; nth < 3; nth++) await insertSchedule(others[0], { actorId });
    await approve(actorId, others[0]);
    expect(await impactOf(actor)).toMatchObject({ ...few, stoppedAccountCount: 5, stoppedScheduleCount: 'some' });
    for (const other of others.slice(1)) {
      await approve(actorId, other);
      await insertSchedule(other, { actorId });
    }
    expect(await impactOf(actor)).toMatchObject({
      ...{ givenCount: 6, stoppedAccountCount: 8, stoppedScheduleCount: 8, stoppedWebhookCount: 'few' },
    });
  });

  test('is not told of single people: whether one of them uses it cannot be seen', async () => {
    const [user] = await people(1);
    const actor = await makeActor(dev, { level: FULL, isPublic: true });
    for (const other of await people(2)) await approve(actor.actorId, other);
    const before = await impactOf(actor);
    await approve(actor.actorId, user);
    await started(user, actor);
    expect(await impactOf(actor)).toEqual(before);
  });

  test('only those who may change the Actor are told', async () => {
    const [colin, reader, stan] = await people(3);
    const actor = await makeActor(dev, { level: LIMITED, isPublic: true });
    await makeGrant(actor.actorId, colin, ['WRITE']);
    await makeGrant(actor.actorId, reader, ['READ', 'RUN']);
    expect(await getLevelImpact(colin.session, byId(actor.actorId))).toMatchObject({ effectiveLevel: LIMITED });
    for (const other of [reader, stan]) {
      await expect(getLevelImpact(other.session, byId(actor.actorId))).rejects.toMatchObject({
        type: 'insufficient-permissions',
      });
    }
    const hidden = await makeActor(dev);
    await expect(getLevelImpact(stan.session, byId(hidden.actorId))).rejects.toMatchObject({
      type: 'record-not-found',
    });
  });
});
