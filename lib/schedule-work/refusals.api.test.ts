/** What the owner of a schedule is told when a firing is refused. */
import { beforeAll, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { countUnread, listNotifications } from '../notification/list.ts';
import { closeNotification, markRead } from '../notification/put-away.ts';
import { notificationWords } from '../notification/words.ts';
import { updateSchedule } from '../schedule/update.ts';
import { createTask } from '../task/create.ts';
import { makeGrant } from '../testing/arrange.ts';
import { fireDue, makeDue, makeSchedule } from '../testing/schedules.ts';
import { type MadeActor, makeActor, SHOP_INPUT } from '../testing/starts.ts';
import { byId, type Person, person, serveApi } from '../testing/world.ts';
import { runUpkeep } from '../upkeep/run.ts';

serveApi();

let paul: Person;
beforeAll(async () => {
  paul = await person('paul');
});

const told = async (who: Person) => (await listNotifications(who.session, { onlyUnread: false, limit: 20 })).rows;
const textsTo = async (who: Person) => (await told(who)).map((row) => notificationWords(row).text);
const titled = (actorId: string, title: string) =>
  pool().query('UPDATE actors SET title = $2 WHERE id = $1', [actorId, title]);
const starts = ({ actorId }: MadeActor, body?: string) => ({
  ...{ type: 'RUN_ACTOR', actorId },
  ...(body !== undefined && { runInput: { body, contentType: 'application/json' } }),
});
async function fired(id: string) {
  await makeDue(id);
  await fireDue();
}

test('bad input is told once, with the log, until a firing works again', async () => {
  const olga = await person('olga');
  const actor = await makeActor(olga, { inputSchema: SHOP_INPUT });
  await titled(actor.actorId, 'Prices');
  const { id } = await makeSchedule(olga, [], { title: 'Nightly', actions: [starts(actor, '{"shop": 1}')] });
  await fired(id);
  await fired(id);
  const [row] = await told(olga);
  expect(row).toMatchObject({
    kind: 'schedule-refused',
    count: 2,
    subject: { kind: 'schedule', id, title: 'Nightly' },
  });
  expect(row && notificationWords(row)).toEqual({
    text: 'The schedule “Nightly” could not start Prices: its input is not valid.',
    action: { label: 'See its log', path: `/schedules/${id}?tab=log` },
  });
  expect(await told(paul)).toEqual([]);

  // The same again wakes nobody; something else does.
  await markRead(olga.session, row?.id ?? '');
  await fired(id);
  expect(await countUnread(olga.session)).toBe(0);
  await pool().query("UPDATE builds SET status = 'FAILED' WHERE id = $1", [actor.buildId]);
  await fired(id);
  expect(await countUnread(olga.session)).toBe(1);
  expect(await textsTo(olga)).toEqual([
    'The schedule “Nightly” could not start Prices: it has no finished build to run.',
  ]);

  await pool().query("UPDATE builds SET status = 'SUCCEEDED' WHERE id = $1", [actor.buildId]);
  await updateSchedule(olga.session, byId(id), { actions: [starts(actor, '{"shop": "north"}')] });
  await fired(id);
  expect(await told(olga)).toEqual([]);
});

test('a firing that worked in part, or that started nothing, ends nothing', async () => {
  const olga = await person('olga');
  const [good, bad] = [await makeActor(olga), await makeActor(olga, { inputSchema: SHOP_INPUT })];
  const { id } = await makeSchedule(olga, [good, bad], { isExclusive: true });
  await fired(id);
  await fired(id);
  expect((await told(olga)).length).toBe(1);
  await updateSchedule(olga.session, byId(id), { actions: [starts(good)] });
  await fired(id);
  // What it started before is still running, so it was passed over.
  expect((await told(olga)).length).toBe(1);
  await pool().query("UPDATE runs SET status = 'SUCCEEDED', finished_at = now() WHERE cause->>'scheduleId' = $1", [id]);
  await fired(id);
  expect(await told(olga)).toEqual([]);
});

test('what is gone, or out of sight, is told without its name', async () => {
  const olga = await person('olga');
  const shared = await makeActor(paul, { isPublic: true });
  await titled(shared.actorId, 'Secret');
  const { id } = await makeSchedule(olga, [shared], { title: 'Weekly' });
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [shared.actorId]);
  await fired(id);
  const text = 'could not start an Actor: it was deleted, or is not shared with you any more.';
  expect(await textsTo(olga)).toEqual([`The schedule “Weekly” ${text}`]);

  // Named while it was visible, and hidden since.
  await makeGrant(shared.actorId, olga, ['READ', 'RUN']);
  await pool().query("UPDATE builds SET status = 'FAILED' WHERE id = $1", [shared.buildId]);
  await fired(id);
  expect(await textsTo(olga)).toEqual([
    'The schedule “Weekly” could not start Secret: it has no finished build to run.',
  ]);
  await pool().query('DELETE FROM grants WHERE resource_id = $1', [shared.actorId]);
  expect(await textsTo(olga)).toEqual([
    'The schedule “Weekly” could not start an Actor: it has no finished build to run.',
  ]);
  await pool().query('DELETE FROM resources WHERE id = $1', [shared.actorId]);
  await fired(id);
  expect(await textsTo(olga)).toEqual([`The schedule “Weekly” ${text}`]);
});

test('a task is told of as a task; a schedule that was deleted is not, once it is tidied up', async () => {
  const olga = await person('olga');
  const actor = await makeActor(olga, { inputSchema: SHOP_INPUT });
  await titled(actor.actorId, 'Prices');
  const task = await createTask(olga.session, { actId: actor.actorId, input: { shop: 2 } });
  const { id } = await makeSchedule(olga, [], { actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: task.id }] });
  await fired(id);
  expect(await textsTo(olga)).toEqual([
    'The schedule “my-schedule” could not start a task of Prices: its input is not valid.',
  ]);
  await pool().query('DELETE FROM resources WHERE id = $1', [id]);
  expect((await told(olga)).map(notificationWords)).toMatchObject([
    { text: expect.stringMatching(/^A schedule that is not there any more could not start/), action: null },
  ]);
  await runUpkeep();
  expect(await told(olga)).toEqual([]);
});

test('one that waits for an approval, or was switched off, is not told of twice', async () => {
  const olga = await person('olga');
  const full = await makeActor(paul, { level: 'FULL_PERMISSIONS', isPublic: true });
  const { id } = await makeSchedule(olga, [full]);
  await fired(id);
  // Written beside the firing, which does not wait for what another flush has under way.
  await expect.poll(async () => (await told(olga)).map(({ kind }) => kind)).toEqual(['start-refused']);
  await closeNotification(olga.session, (await told(olga))[0]?.id ?? '');
  await pool().query('INSERT INTO schedule_firings (id, schedule_id, scheduled_at) VALUES ($1, $2, now())', ['F', id]);
  await updateSchedule(olga.session, byId(id), { isEnabled: false });
  await fireDue();
  expect(await told(olga)).toEqual([]);
});

test('a schedule whose next time cannot be told fires no more, and its owner hears of it', async () => {
  const olga = await person('olga');
  const { id } = await makeSchedule(olga, [], { title: 'Lost' });
  await pool().query(`UPDATE schedules SET timezone = 'Atlantis/City' WHERE id = $1`, [id]);
  await fired(id);
  expect(await textsTo(olga)).toEqual(['The schedule “Lost” fires no more: its next time cannot be told.']);
});
