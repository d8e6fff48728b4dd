import { expect, test } from 'vitest';
import { updateActor } from '../actor/update.ts';
import { makeGrant } from '../testing/arrange.ts';
import { makeRun } from '../testing/runs.ts';
import { approve, makeActor } from '../testing/starts.ts';
import { person, serveApi } from '../testing/world.ts';
import { listLevelHistory } from './list.ts';

serveApi();

const FULL = 'FULL_PERMISSIONS';
const LIMITED = 'LIMITED_PERMISSIONS';

test('each change says who made it and why, and how many others it concerned, if not few', async () => {
  const [dev, colin, rita, stan] = [
    await person('dev'),
    await person('colin'),
    await person('rita'),
    await person('stan'),
  ];
  const actor = await makeActor(dev, { level: FULL, isPublic: true });
  const byId = { by: 'id', id: actor.actorId } as const;
  const change = (actorPermissionLevel: string, actorPermissionLevelReason?: string) =>
    updateActor(dev.session, byId, { actorPermissionLevel, actorPermissionLevelReason });
  expect(await listLevelHistory(dev.session, byId)).toEqual([]);

  // Colin has approved it, Rita has run it; its developer's own runs and those of long ago do not count.
  await approve(actor.actorId, colin);
  await makeRun(rita, actor, { level: LIMITED });
  await makeRun(dev, actor);
  await makeRun(stan, actor, { startedAt: new Date(Date.now() - 31 * 86_400_000) });
  await change(LIMITED, 'It needs no more');
  await change(FULL);
  expect(await listLevelHistory(dev.session, byId)).toMatchObject([
    { levelEpoch: 3, fromLevel: LIMITED, toLevel: FULL, reason: null, concernedCount: 'few', changedBy: dev.username },
    { levelEpoch: 2, fromLevel: FULL, toLevel: LIMITED, reason: 'It needs no more', concernedCount: 'few' },
  ]);

  // What came after a change was not concerned by it.
  const changedAt = (await listLevelHistory(dev.session, byId))[0]?.changedAt ?? new Date();
  const [uma, vera] = [await person('uma'), await person('vera')];
  await approve(actor.actorId, stan);
  for (const later of [uma, vera]) await makeRun(later, actor);
  expect((await listLevelHistory(dev.session, byId))[0]?.concernedCount).toBe('few');
  // Where it was five, their number is told.
  for (const earlier of [colin, stan, uma, vera]) {
    await makeRun(earlier, actor, { startedAt: new Date(changedAt.getTime() - 60_000) });
  }
  expect((await listLevelHistory(dev.session, byId))[0]?.concernedCount).toBe(5);

  await expect(listLevelHistory(stan.session, byId)).rejects.toMatchObject({ type: 'insufficient-permissions' });
  await makeGrant(actor.actorId, rita, ['READ', 'WRITE']);
  expect(await listLevelHistory(rita.session, byId)).toHaveLength(2);
});
