/** What a person is told when something is shared with them. */
import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { endAllAccountGrants } from '../access-hub/end-all.ts';
import { countUnread, listNotifications } from '../notification/list.ts';
import { closeNotification, markRead } from '../notification/put-away.ts';
import { notificationWords } from '../notification/words.ts';
import { makeStorage } from '../testing/arrange.ts';
import { makeSchedule } from '../testing/refusals.ts';
import { makeBuild, makeRun } from '../testing/runs.ts';
import { type Person, person, serveApi } from '../testing/world.ts';
import { runUpkeep } from '../upkeep/run.ts';
import type { ResourceKind } from '../vocabulary.ts';
import { addGrant } from './add.ts';
import { MAX_TOLD_PER_HOUR } from './queries.ts';
import { removeGrant } from './remove.ts';

serveApi();

const at = (kind: ResourceKind, id: string) => ({ kind, address: { by: 'id', id } }) as const;
const share = (by: Person, kind: ResourceKind, id: string, to: Person, values: object = {}) =>
  addGrant(by.session, at(kind, id), { username: to.username, permissions: ['READ'], ...values });
const told = async (who: Person) => (await listNotifications(who.session, { onlyUnread: false, limit: 20 })).rows;
const wordsTo = async (who: Person) => (await told(who)).map(notificationWords);
const GONE = 'Something that was shared with you is not there any more, or not for you.';

test('a person is told once who shared what, until it is taken back', async () => {
  const [olga, rita, stan] = [await person('olga'), await person('rita'), await person('stan')];
  const id = await makeStorage('dataset', olga, { name: 'prices' });
  const grant = await share(olga, 'dataset', id, rita);
  expect(await wordsTo(rita)).toEqual([
    {
      text: `${olga.username} shared the dataset prices with you.`,
      action: { label: 'Open', path: `/storage/datasets/${id}` },
    },
  ]);
  for (const other of [olga, stan]) expect(await told(other)).toEqual([]);

  // Another right on the same is no news, and what was put away stays away.
  const [{ id: first } = { id: '' }] = await told(rita);
  await markRead(rita.session, first);
  await share(olga, 'dataset', id, rita, { permissions: ['READ', 'WRITE'] });
  expect(await countUnread(rita.session)).toBe(0);
  await closeNotification(rita.session, first);
  await share(olga, 'dataset', id, rita);
  expect(await told(rita)).toEqual([]);

  await removeGrant(olga.session, at('dataset', id), grant.id);
  const again = await share(olga, 'dataset', id, rita);
  expect((await told(rita)).length).toBe(1);
  await removeGrant(olga.session, at('dataset', id), again.id);
  expect(await told(rita)).toEqual([]);
});

test('its name is looked up when it is shown, and never of what may not be read any more', async () => {
  const [olga, rita] = [await person('olga'), await person('rita')];
  const id = await makeStorage('dataset', olga, { name: 'prices' });
  await share(olga, 'dataset', id, rita);
  await pool().query("UPDATE resources SET name = 'costs' WHERE id = $1", [id]);
  expect(await wordsTo(rita)).toMatchObject([{ text: `${olga.username} shared the dataset costs with you.` }]);
  const stored = await pool().query('SELECT data FROM notifications WHERE account_id = $1', [rita.id]);
  expect(stored.rows).toEqual([{ data: { giverId: olga.id } }]);

  await pool().query("UPDATE grants SET expires_at = now() - interval '1 second' WHERE resource_id = $1", [id]);
  expect(await wordsTo(rita)).toEqual([{ text: GONE, action: null }]);
  expect(JSON.stringify(await told(rita))).not.toMatch(new RegExp(`${id}|costs|${olga.username}`));
  // Given again after its end, it is news again.
  const [row] = await told(rita);
  await markRead(rita.session, row?.id ?? '');
  await share(olga, 'dataset', id, rita, { expiresAt: null });
  expect(await countUnread(rita.session)).toBe(1);

  await pool().query('DELETE FROM resources WHERE id = $1', [id]);
  expect(await wordsTo(rita)).toEqual([{ text: GONE, action: null }]);
  await runUpkeep();
  expect(await told(rita)).toEqual([]);
});

test('every kind that can be shared is named as people name it, and led to', async () => {
  const [olga, rita] = [await person('olga'), await person('rita')];
  const build = await makeBuild(olga);
  await pool().query("UPDATE actors SET title = 'Web Checker' WHERE id = $1", [build.actorId]);
  const runId = await makeRun(olga, build);
  const scheduleId = await makeSchedule(olga, 'Nightly');
  const nameless = await makeStorage('key-value-store', olga, {});
  await share(olga, 'actor', build.actorId, rita);
  await share(olga, 'build', build.buildId, rita);
  await share(olga, 'run', runId, rita);
  await share(olga, 'schedule', scheduleId, rita);
  await share(olga, 'key-value-store', nameless, rita);
  const words = await wordsTo(rita);
  expect(words.map(({ text, action }) => [text.split(' shared ')[1], action?.path]).reverse()).toEqual([
    ['the Actor Web Checker with you.', `/actors/${build.actorId}`],
    ['a build with you.', `/actors/${build.actorId}/builds/${build.buildId}`],
    ['a run with you.', `/actors/runs/${runId}`],
    ['the schedule Nightly with you.', `/schedules/${scheduleId}`],
    ['a key-value store with you.', `/storage/key-value-stores/${nameless}`],
  ]);
  await endAllAccountGrants(olga.session);
  expect(await told(rita)).toEqual([]);
});

test('a share that is refused tells nobody', async () => {
  const [olga, rita, stan] = [await person('olga'), await person('rita'), await person('stan')];
  const id = await makeStorage('dataset', olga, { name: 'prices' });
  await expect(share(rita, 'dataset', id, stan)).rejects.toThrow();
  await expect(share(olga, 'dataset', id, rita, { permissions: ['RUN'] })).rejects.toMatchObject({
    type: 'invalid-input',
  });
  for (const who of [rita, stan]) expect(await told(who)).toEqual([]);
});

test('nobody fills the bell of another by sharing again and again, or very much', async () => {
  const [olga, rita, stan] = [await person('olga'), await person('rita'), await person('stan')];
  const [id, ended] = [await makeStorage('dataset', stan, {}), await makeStorage('dataset', stan, {})];
  for (let round = 0; round < MAX_TOLD_PER_HOUR / 2; round++) {
    const { id: grantId } = await share(stan, 'dataset', id, rita);
    await removeGrant(stan.session, at('dataset', id), grantId);
    await share(stan, 'dataset', ended, rita, { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    await pool().query("UPDATE grants SET expires_at = now() - interval '1 second' WHERE resource_id = $1", [ended]);
  }
  for (const { id: row } of await told(rita)) await markRead(rita.session, row);
  await share(stan, 'dataset', ended, rita);
  await share(stan, 'dataset', id, rita);
  const others = await Promise.all(Array.from({ length: 3 }, () => makeStorage('dataset', stan, {})));
  await Promise.all(others.map((other) => share(stan, 'dataset', other, rita)));
  expect(await told(rita)).toHaveLength(1);
  expect(await countUnread(rita.session)).toBe(0);

  // What somebody else shares is told all the same, and so is what he shares later.
  await share(olga, 'dataset', await makeStorage('dataset', olga, { name: 'prices' }), rita);
  expect((await wordsTo(rita))[0]?.text).toBe(`${olga.username} shared the dataset prices with you.`);
  await pool().query(`UPDATE notifications SET last_at = now() - interval '61 minutes' WHERE account_id = $1`, [
    rita.id,
  ]);
  const later = await makeStorage('dataset', stan, {});
  await share(stan, 'dataset', later, rita);
  expect((await told(rita)).map(({ shared }) => shared?.id)).toContain(later);
});
