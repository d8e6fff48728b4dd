import { beforeAll, expect, test } from 'vitest';
import { makeDataset, setAccountAccess } from '../testing/arrange.ts';
import { finish, hold, makeActor, started } from '../testing/starts.ts';
import { anonymous, call, type Person, person, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';
import { getActorUse, getRunUse } from './get-use.ts';

serveApi();

let olga: Person;
let dev: Person;
beforeAll(async () => {
  [olga, dev] = [await person('olga'), await person('dev')];
  await setAccountAccess(olga, 'RESTRICTED');
});

const byId = (id: string) => ({ by: 'id', id }) as const;

test('a refused call of a limited run is shown with what was missing and how often, to its account and nobody else', async () => {
  const actor = await makeActor(dev, { isPublic: true });
  const run = await hold((await started(olga, actor)).id);
  const secret = await makeDataset(olga);
  for (let n = 0; n < 2; n++) await call(`/v2/datasets/${secret}/items`, { token: run.token });
  await call(`/v2/datasets/${secret}/items`, { method: 'POST', token: run.token, body: '[{}]' });
  await call('/v2/users/me', { token: run.token });
  const shared = { userId: dev.id, permissions: ['READ'] };
  await call(`/v2/datasets/${secret}/grants`, { method: 'POST', token: run.token, body: JSON.stringify(shared) });
  await flushUsage();
  const use = await getRunUse(olga.session, byId(run.id));
  expect(use.refusals).toHaveLength(4);
  expect(use.refusals).toEqual(
    expect.arrayContaining([
      expect.objectContaining({ kind: 'dataset', subject: secret, asked: 'read', count: 2 }),
      expect.objectContaining({ kind: 'dataset', subject: secret, asked: 'write', count: 1 }),
      expect.objectContaining({ kind: 'dataset', subject: secret, asked: 'grant', count: 1 }),
      expect.objectContaining({ kind: 'account', subject: '', asked: 'read-settings', count: 1 }),
    ]),
  );
  expect(use).toMatchObject({ level: 'LIMITED_PERMISSIONS', wouldWorkLimited: true });
  for (const stranger of [dev.session, anonymous]) {
    await expect(getRunUse(stranger, byId(run.id))).rejects.toMatchObject({ type: 'insufficient-permissions' });
  }
});

test('of an Actor it is known after five runs whether limited permissions would have done, to each account for itself', async () => {
  const actor = await makeActor(olga, { level: 'FULL_PERMISSIONS', isPublic: true });
  const work = async (reaches: boolean) => {
    const run = await hold((await started(olga, actor)).id);
    await call(`/v2/actor-runs/${run.id}/dataset/items`, { method: 'POST', token: run.token, body: '[{}]' });
    if (reaches) await call('/v2/datasets', { token: run.token });
    await finish(run);
    await flushUsage();
  };
  const verdict = async (by: Person) => (await getActorUse(by.session, byId(actor.actorId))).wouldWorkLimited;
  for (let n = 0; n < 4; n++) await work(false);
  expect(await verdict(olga)).toBeNull();
  await work(false);
  expect(await verdict(olga)).toBe(true);
  await work(true);
  expect(await verdict(olga)).toBe(false);
  const { finishedRuns, uses, lastUsedOn } = await getActorUse(olga.session, byId(actor.actorId));
  expect({ finishedRuns, lastUsedOn }).toEqual({
    finishedRuns: 6,
    lastUsedOn: expect.stringMatching(/^\d{4}-\d\d-\d\d$/),
  });
  expect(uses).toContainEqual({ kind: 'account', asked: 'list', isOwn: false, isRefused: false, count: 1 });
  expect(await getActorUse(dev.session, byId(actor.actorId))).toMatchObject({ finishedRuns: 0, uses: [] });
  const closed = await makeActor(olga);
  await expect(getActorUse(dev.session, byId(closed.actorId))).rejects.toMatchObject({ type: 'record-not-found' });
});
