import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { createActor } from '../actor/create.ts';
import { setCeiling } from '../approval/set-ceiling.ts';
import { createId } from '../ids.ts';
import { createTask } from '../task/create.ts';
import { listTaskRows } from '../task-listing/list-rows.ts';
import { makeActor } from '../testing/starts.ts';
import { anonymous, context, person, serveApi } from '../testing/world.ts';
import { findFreeTitle } from './find-free-title.ts';
import { listActorRows } from './list-rows.ts';
import { listStoreRows } from './list-store-rows.ts';

serveApi();

test('the Console’s store shows public Actors of people who are there, limited ones first, a page at a time', async () => {
  const [dev, gone] = [await person('dev'), await person('gone')];
  const category = createId();
  const make = async (owner: typeof dev, values: Parameters<typeof makeActor>[1], runs = 0) => {
    const { actorId } = await makeActor(owner, { isPublic: true, ...values });
    await pool().query('UPDATE actors SET categories = $2, total_runs = $3, description = $4 WHERE id = $1', [
      ...[actorId, [category], runs, `About ${category}`],
    ]);
    return actorId;
  };
  const full = await make(dev, { level: 'FULL_PERMISSIONS' }, 9);
  const undeclared = await make(dev, { level: null }, 8);
  const forced = await make(dev, {
    level: 'LIMITED_PERMISSIONS',
    runOptions: { forcePermissionLevel: 'FULL_PERMISSIONS' },
  });
  const few = await make(dev, {}, 1);
  const many = await make(dev, {}, 5);
  await make(dev, { isPublic: false });
  await make(gone, {});
  await pool().query('UPDATE accounts SET disabled_at = now() WHERE id = $1', [gone.id]);

  const ids = async (query: Record<string, string>) =>
    (await listStoreRows(anonymous, { category, ...query })).rows.map(({ id }) => id);
  expect(await ids({})).toEqual([many, few, full, undeclared, forced]);
  expect(await ids({ sortBy: 'popularity' })).toEqual([full, undeclared, many, few, forced]);
  expect(await ids({ level: 'LIMITED_PERMISSIONS' })).toEqual([many, few]);
  expect((await ids({ level: 'FULL_PERMISSIONS' })).sort()).toEqual([full, undeclared, forced].sort());
  expect((await ids({ search: category.toLowerCase() })).length).toBe(5);
  const shown = await listStoreRows(dev.session, { category });
  expect(shown.categories).toContain(category);
  expect(shown.rows.map(({ level }) => level)).toEqual([
    ...Array(2).fill('LIMITED_PERMISSIONS'),
    ...Array(3).fill('FULL_PERMISSIONS'),
  ]);

  for (let n = 0; n < 21; n++) await make(dev, {});
  const first = await listStoreRows(anonymous, { category });
  const second = await listStoreRows(anonymous, { category, page: '1' });
  expect([first.rows.length, first.hasMore, second.rows.length, second.hasMore]).toEqual([24, true, 2, false]);
  expect(new Set([...first.rows, ...second.rows].map(({ id }) => id)).size).toBe(26);
});

test('an address that means nothing shows the store, and a wrong session is refused', async () => {
  for (const query of [{ page: '-1' }, { page: '99999999' }, { level: 'SOME' }, { sortBy: 'name' }, { search: '' }]) {
    expect((await listStoreRows(anonymous, query)).page).toBe(0);
  }
  const wrong = context({ kind: 'session', digest: Buffer.alloc(32) });
  await expect(listStoreRows(wrong, {})).rejects.toMatchObject({ type: 'user-or-token-not-found' });
});

test('each list says of an Actor whether the viewer, and nobody else, always limits it', async () => {
  const [dev, colin] = [await person('dev'), await person('colin')];
  const { actorId } = await makeActor(dev, { isPublic: true, level: 'FULL_PERMISSIONS' });
  await pool().query('UPDATE actors SET categories = $2 WHERE id = $1', [actorId, [actorId]]);
  await createTask(colin.session, { actId: actorId });
  await createTask(dev.session, { actId: actorId });
  const seen = async (ctx: typeof colin.session) => [
    (await listStoreRows(ctx, { category: actorId })).rows.map(({ hasCeiling }) => hasCeiling),
    (await listTaskRows(ctx, { limit: 5 })).rows.map(({ actor }) => actor?.hasCeiling),
  ];
  expect(await seen(colin.session)).toEqual([[false], [false]]);
  await setCeiling(colin.session, { by: 'id', id: actorId }, true);
  expect(await seen(colin.session)).toEqual([[true], [true]]);
  expect(await seen(dev.session)).toEqual([[false], [false]]);
  expect((await listStoreRows(anonymous, { category: actorId })).rows[0]?.hasCeiling).toBe(false);
  const own = async () => (await listActorRows(dev.session, { limit: 5 })).rows[0]?.hasCeiling;
  expect(await own()).toBe(false);
  await setCeiling(dev.session, { by: 'id', id: actorId }, true);
  expect(await own()).toBe(true);
});

test('the next Actor of one title gets a number that is free', async () => {
  const [dev, colin] = [await person('dev'), await person('colin')];
  const make = async () => {
    const title = await findFreeTitle(dev.session, 'Account report');
    await createActor(dev.session, { title });
    return title;
  };
  expect([await make(), await make(), await make()]).toEqual([
    'Account report',
    'Account report 2',
    'Account report 3',
  ]);
  await pool().query("UPDATE actors SET title = 'Prices' WHERE title = 'Account report 2'");
  expect(await make()).toBe('Account report 2');
  expect(await findFreeTitle(colin.session, 'Account report')).toBe('Account report');
});
