import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { setAccountAccess } from '../testing/arrange.ts';
import { makeActor, started } from '../testing/starts.ts';
import { anonymous, call, lastAudit, person, serveApi, sessionOf } from '../testing/world.ts';
import { getRunSharingReach, setRunSharing } from './run-sharing.ts';
import { getSettings } from './settings.ts';

serveApi();

test('sharing runs opens those of public Actors to their maker, at once and both ways, and no others', async () => {
  const [olga, dev, stan] = [await person('olga'), await person('dev'), await person('stan')];
  await setAccountAccess(olga, 'RESTRICTED');
  const [open, own] = [await makeActor(dev, { isPublic: true }), await makeActor(olga)];
  const [shared, kept] = [await started(olga, open), await started(olga, own)];
  const read = async (id: string, by: { token: string }) =>
    (await call(`/v2/actor-runs/${id}`, { token: by.token })).status;
  expect(await read(shared.id, dev)).toBe(403);
  expect(await getRunSharingReach(olga.session)).toEqual({ actorCount: 1, developerCount: 1 });

  await setRunSharing(olga.session, { sharesRuns: true });
  expect(await lastAudit(olga.id)).toMatchObject({
    ...{ event: 'account.run-sharing-changed', because: ['owner'], detail: { from: false, to: true } },
  });
  expect((await getSettings(olga.session)).sharesRuns).toBe(true);
  expect(await read(shared.id, dev)).toBe(200);
  expect(await read(shared.id, stan)).toBe(403);
  expect(await read(kept.id, dev)).toBe(403);
  const items = `/v2/datasets/${shared.defaultDatasetId}/items`;
  expect((await call(items, { token: dev.token })).status).toBe(200);
  expect((await call(items, { token: dev.token, method: 'POST', body: '[{}]' })).status).toBe(403);
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [open.actorId]);
  expect(await read(shared.id, dev)).toBe(403);
  await pool().query('UPDATE actors SET is_public = true WHERE id = $1', [open.actorId]);
  await setRunSharing(olga.session, { sharesRuns: false });
  expect(await read(shared.id, dev)).toBe(403);
});

test('it takes a person who has signed in lately, and the newest version of the settings', async () => {
  const olga = await person('olga');
  const stale = await sessionOf(olga);
  await pool().query(`UPDATE sessions SET authenticated_at = now() - interval '9 hours' WHERE digest = $1`, [
    'digest' in stale.credential ? stale.credential.digest : null,
  ]);
  const on = { sharesRuns: true };
  await expect(setRunSharing(stale, on)).rejects.toMatchObject({ type: 'elevated-permissions-needed' });
  await expect(setRunSharing(olga.api, on)).rejects.toMatchObject({ type: 'insufficient-permissions' });
  await expect(setRunSharing(anonymous, on)).rejects.toMatchObject({ type: 'token-not-provided' });
  await expect(setRunSharing(olga.session, { sharesRuns: 'yes' })).rejects.toMatchObject({ type: 'invalid-input' });
  const { settingsVersion } = await getSettings(olga.session);
  await expect(setRunSharing(olga.session, { ...on, settingsVersion: settingsVersion - 1 })).rejects.toMatchObject({
    type: 'changed-elsewhere',
  });
  expect((await getSettings(olga.session)).sharesRuns).toBe(false);
  await setRunSharing(olga.session, { ...on, settingsVersion });
  expect((await getSettings(olga.session)).sharesRuns).toBe(true);
});
