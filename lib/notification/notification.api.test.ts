import { beforeAll, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { startRun } from '../run/start.ts';
import { makeGrant } from '../testing/arrange.ts';
import { makeSchedule, makeWebhook } from '../testing/refusals.ts';
import { hold, makeActor, started } from '../testing/starts.ts';
import { anonymous, byId, call, context, type Person, person, serveApi } from '../testing/world.ts';
import { runUpkeep } from '../upkeep/run.ts';
import { flushRefusedStarts, noteRefusedStart } from '../usage/refused-starts.ts';
import { countUnread, listNotifications } from './list.ts';
import { closeNotification, markAllRead, markRead } from './put-away.ts';
import { notificationWords, sourcePath } from './words.ts';

serveApi();

let dev: Person;
beforeAll(async () => {
  dev = await person('dev');
});

const fullActor = async (isPublic = true) => makeActor(dev, { level: 'FULL_PERMISSIONS', isPublic });
const titled = (actorId: string, title: string) =>
  pool().query('UPDATE actors SET title = $2 WHERE id = $1', [actorId, title]);

/** A start over the API that is refused for want of an approval. */
async function refuse(token: string, actorId: string): Promise<void> {
  const { json } = await call(`/v2/actors/${actorId}/runs`, { method: 'POST', token });
  expect(json.error.type).toBe('full-permission-actor-not-approved');
  await flushRefusedStarts();
}

/** As its schedule would. */
async function refuseSchedule(scheduleId: string, actorId: string): Promise<void> {
  const ctx = context({ kind: 'schedule', id: scheduleId }, 'SCHEDULE');
  await expect(startRun(ctx, { actor: byId(actorId) })).rejects.toMatchObject({
    type: 'full-permission-actor-not-approved',
  });
  await flushRefusedStarts();
}

const list = (of: Person, onlyUnread = false) => listNotifications(of.session, { onlyUnread, limit: 20 });
const textsOf = async (of: Person) => (await list(of)).rows.map((row) => notificationWords(row).text);

test('a refused start is told in plain words, with its source, how often, and where to approve', async () => {
  const olga = await person('olga');
  const { actorId, name } = await fullActor();
  await titled(actorId, 'Web Checker');
  await refuse(olga.token, actorId);
  await refuse(olga.token, actorId);
  expect(await countUnread(olga.session)).toBe(1);
  const { rows, next } = await list(olga);
  expect(next).toBeNull();
  expect(rows).toMatchObject([
    {
      ...{ kind: 'start-refused', count: 2, isRead: false, more: 0 },
      subject: { kind: 'actor', id: actorId, title: 'Web Checker', name: `${dev.username}/${name}` },
      sources: [{ source: 'token', id: olga.tokenId, name: 'test', count: 2 }],
    },
  ]);
  expect(rows.map(notificationWords)).toEqual([
    {
      text: 'The API token “test” could not start Web Checker: it needs your approval.',
      action: { label: 'Approve', path: `/actors/${actorId}?approvePermissions=true` },
    },
  ]);

  const scheduleId = await makeSchedule(olga, 'Nightly');
  await refuseSchedule(scheduleId, actorId);
  expect(await textsOf(olga)).toEqual([
    'The schedule “Nightly” and 1 other could not start Web Checker: it needs your approval.',
  ]);
  const [schedule] = (await list(olga)).rows[0]?.sources ?? [];
  expect(schedule && sourcePath(schedule)).toBe(`/schedules/${scheduleId}`);

  const { shown } = await getApprovalQuestion(olga.session, byId(actorId));
  await approveActor(olga.session, byId(actorId), { shown });
  expect(await countUnread(olga.session)).toBe(0);
  expect((await list(olga)).rows).toEqual([]);
});

test('a run that was refused is named by its Actor, and one whose Actor is out of sight by nothing', async () => {
  const olga = await person('olga');
  const { actorId } = await fullActor();
  const caller = await makeActor(dev, { isPublic: true });
  await titled(caller.actorId, 'Caller');
  const run = await started(olga, caller);
  await pool().query(
    `INSERT INTO refused_starts (account_id, actor_id, source, source_id, count) VALUES ($1, $2, 'run', $3, 1)`,
    [olga.id, actorId, run.id],
  );
  await pool().query(
    `INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id, created_at) VALUES ($1, $2, 'start-refused', 'actor', $3, now() - interval '1 minute')`,
    [run.id, olga.id, actorId],
  );
  expect((await textsOf(olga))[0]).toMatch(/^A run of Caller could not start /);
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [caller.actorId]);
  expect((await textsOf(olga))[0]).toMatch(/^A run could not start /);
});

test('a limited run has nobody asked about what it cannot start whatever they answer', async () => {
  const olga = await person('olga');
  const limited = await makeActor(dev, { isPublic: true });
  const forced = await makeActor(dev, { isPublic: true, runOptions: { forcePermissionLevel: 'FULL_PERMISSIONS' } });
  const { token } = await hold((await started(olga, limited)).id);
  for (const path of [`${limited.actorId}/runs?forcePermissionLevel=FULL_PERMISSIONS`, `${forced.actorId}/runs`]) {
    const { json } = await call(`/v2/actors/${path}`, { method: 'POST', token });
    expect(json.error.type).toBe('insufficient-permissions');
  }
  await flushRefusedStarts();
  expect((await list(olga)).rows).toEqual([]);
  const { requests } = await getApprovalQuestion(olga.session, byId(forced.actorId));
  expect(requests).toEqual([]);
});

test('ever new sources of the same refusal are counted, and kept apart no further than anybody reads', async () => {
  const olga = await person('olga');
  const { actorId } = await fullActor();
  const sources = Array.from({ length: 150 }, (_, n) => ({
    kind: 'token' as const,
    accountId: olga.id,
    tokenId: `token-${n}`,
    scope: null,
  }));
  for (let time = 0; time < 3; time++) {
    for (const source of sources.slice(time * 50, time * 50 + 50)) noteRefusedStart(olga.id, actorId, source);
    await flushRefusedStarts();
  }
  noteRefusedStart(olga.id, actorId, { kind: 'token', accountId: olga.id, tokenId: 'token-0', scope: null });
  await flushRefusedStarts();
  const { rows } = await pool().query(
    `SELECT count(*)::int AS kept, sum(count) FILTER (WHERE source_id = 'token-0')::int AS first FROM refused_starts WHERE account_id = $1`,
    [olga.id],
  );
  expect(rows).toEqual([{ kept: 100, first: 2 }]);
  expect((await list(olga)).rows).toMatchObject([{ count: 151 }]);
});

test('an Actor that is private by now, or was deleted, is not named and leaves the list whole', async () => {
  const olga = await person('olga');
  const [hidden, gone, seen] = [await fullActor(), await fullActor(), await fullActor()];
  for (const { actorId } of [hidden, gone, seen]) {
    await titled(actorId, `Secret ${actorId}`);
    await refuse(olga.token, actorId);
  }
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [hidden.actorId]);
  await pool().query('DELETE FROM resources WHERE id = $1', [gone.actorId]);
  const { rows } = await list(olga);
  expect(rows.flatMap(({ subject }) => subject?.id ?? [])).toEqual([seen.actorId]);
  expect(rows.length).toBe(3);
  const said = JSON.stringify([rows, rows.map(notificationWords)]);
  for (const { actorId, name } of [hidden, gone]) {
    for (const secret of [actorId, name, `Secret ${actorId}`]) expect(said).not.toContain(secret);
  }
  // Who is given it sees it again.
  await makeGrant(hidden.actorId, olga, ['READ']);
  expect((await list(olga)).rows.filter(({ subject }) => subject).length).toBe(2);
  await runUpkeep();
  expect((await list(olga)).rows.length).toBe(2);
});

test('the other kinds say what happened and lead to what solves it', async () => {
  const olga = await person('olga');
  const { actorId } = await fullActor();
  await titled(actorId, 'Web Checker');
  const webhookId = await makeWebhook(olga, 'https://hooks.example/services/SECRET?key=SECRET');
  const insert = (kind: string, subjectKind: string, subjectId: string) =>
    pool().query(
      `INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id, last_at)
       VALUES (substr(md5($3 || $2), 1, 17), $1, $2, $4, $3, now() - (SELECT count(*) FROM notifications WHERE account_id = $1) * interval '1 minute')`,
      [olga.id, kind, subjectId, subjectKind],
    );
  await insert('approval-ended', 'actor', actorId);
  await insert('webhook-failed', 'webhook', webhookId);
  await insert('webhook-failed', 'webhook', 'NoSuchWebhook0001');
  await pool().query(
    `INSERT INTO level_changes (actor_id, level_epoch, from_level, to_level, reason) VALUES ($1, 7, 'LIMITED_PERMISSIONS', 'FULL_PERMISSIONS', 'It sends reports now')`,
    [actorId],
  );
  const { rows } = await list(olga);
  expect(rows.map(({ reason }) => reason)).toEqual(['It sends reports now', null, null]);
  expect(rows.map(notificationWords)).toEqual([
    {
      text: 'Web Checker cannot start until you approve it: its developer changed its permission level.',
      action: { label: 'Approve', path: `/actors/${actorId}?approvePermissions=true` },
    },
    {
      text: 'The webhook “hooks.example” could not be delivered, and is not tried any more.',
      action: { label: 'See what it sent', path: `/webhooks/${webhookId}` },
    },
    { text: 'A webhook that is not there any more could not be delivered.', action: null },
  ]);
  expect(JSON.stringify(rows)).not.toContain('SECRET');
});

test('they are read one by one or all that were shown, put away, and come again when it happens again', async () => {
  const olga = await person('olga');
  const actors = [await fullActor(), await fullActor(), await fullActor()];
  for (const { actorId } of actors) await refuse(olga.token, actorId);
  const [first, second] = (await list(olga)).rows;
  if (!first || !second) throw new Error('There are three');
  await markRead(olga.session, first.id);
  expect(await countUnread(olga.session)).toBe(2);
  expect((await list(olga, true)).rows.map(({ id }) => id)).not.toContain(first.id);
  expect((await list(olga)).rows.length).toBe(3);

  const shownAt = new Date();
  const later = await fullActor();
  await new Promise((resolve) => setTimeout(resolve, 5));
  await refuse(olga.token, later.actorId);
  await markAllRead(olga.session, shownAt);
  expect((await list(olga, true)).rows.map(({ subject }) => subject?.id)).toEqual([later.actorId]);

  await closeNotification(olga.session, second.id);
  expect((await list(olga)).rows.map(({ id }) => id)).not.toContain(second.id);
  await refuse(olga.token, second.subject?.id ?? '');
  expect((await list(olga)).rows[0]).toMatchObject({ subject: { id: second.subject?.id }, count: 1, isRead: false });
});

test('pages follow each other without a gap', async () => {
  const olga = await person('olga');
  for (let n = 0; n < 5; n++) await refuse(olga.token, (await fullActor()).actorId);
  const all = (await list(olga)).rows.map(({ id }) => id);
  const first = await listNotifications(olga.session, { onlyUnread: false, limit: 2 });
  const second = await listNotifications(olga.session, { onlyUnread: false, limit: 3, after: first.next ?? undefined });
  expect([...first.rows, ...second.rows].map(({ id }) => id)).toEqual(all);
  expect(second.next).toBeNull();
});

test('they are for the person in the Console, and for nobody else', async () => {
  const [olga, stan] = [await person('olga'), await person('stan')];
  await refuse(olga.token, (await fullActor()).actorId);
  const [{ id } = { id: '' }] = (await list(olga)).rows;
  expect((await list(stan)).rows).toEqual([]);
  for (const change of [markRead, closeNotification]) {
    await expect(change(stan.session, id)).rejects.toMatchObject({ type: 'record-not-found' });
    await expect(change(olga.api, id)).rejects.toMatchObject({ type: 'insufficient-permissions' });
    await expect(change(anonymous, id)).rejects.toMatchObject({ type: 'token-not-provided' });
  }
  await markAllRead(stan.session, new Date());
  await expect(markAllRead(olga.session, new Date('soon'))).rejects.toMatchObject({ type: 'invalid-input' });
  await expect(markAllRead(olga.api, new Date())).rejects.toMatchObject({ type: 'insufficient-permissions' });
  for (const read of [
    countUnread,
    (ctx: typeof anonymous) => listNotifications(ctx, { onlyUnread: false, limit: 1 }),
  ]) {
    await expect(read(olga.api)).rejects.toMatchObject({ type: 'insufficient-permissions' });
    await expect(read(anonymous)).rejects.toMatchObject({ type: 'token-not-provided' });
  }
  expect(await countUnread(olga.session)).toBe(1);
});
