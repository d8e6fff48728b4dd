import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { setCeiling } from '../approval/set-ceiling.ts';
import { makeActor, runRow } from '../testing/starts.ts';
import { anonymous, call, lastAudit, type Person, person, serveApi, sessionOf } from '../testing/world.ts';
import { flushRefusedStarts } from '../usage/refused-starts.ts';
import { setApprovalSetting } from './approval-setting.ts';
import { getSettings } from './settings.ts';

serveApi();

const FULL = 'FULL_PERMISSIONS';
const start = async (by: Person, actorId: string) => {
  const { status, json } = await call(`/v2/actors/${actorId}/runs`, { method: 'POST', token: by.token });
  return status === 201 ? (json.data.id as string) : `${status} ${json.error.type}`;
};
const REFUSED = '403 full-permission-actor-not-approved';

test('skipping lets any Actor start from the next request on; requiring asks again for all that has not run meanwhile', async () => {
  const [olga, dev] = [await person('olga'), await person('dev')];
  const [used, unused] = [
    await makeActor(dev, { level: FULL, isPublic: true }),
    await makeActor(dev, { level: FULL, isPublic: true }),
  ];
  expect(await start(olga, used.actorId)).toBe(REFUSED);
  await flushRefusedStarts();
  const openCount = async () =>
    (
      await pool().query('SELECT count(*) AS count FROM notifications WHERE account_id = $1 AND closed_at IS NULL', [
        olga.id,
      ])
    ).rows[0].count;
  expect(await openCount()).toBe(1);

  expect(await setApprovalSetting(olga.session, { skipsApproval: true })).toEqual({ skipsApproval: true });
  expect(await lastAudit(olga.id)).toMatchObject({
    ...{ event: 'account.approval-setting-changed', because: ['owner'], detail: { from: 'require', to: 'skip' } },
  });
  expect((await getSettings(olga.session)).skipsApproval).toBe(true);
  expect(await openCount()).toBe(0);
  const run = await runRow(await start(olga, used.actorId));
  expect([run.level, run.levelBecause]).toEqual([FULL, ['skip-setting']]);

  const limited = await makeActor(dev, { level: FULL, isPublic: true });
  await setCeiling(olga.session, { by: 'id', id: limited.actorId }, true);
  expect((await runRow(await start(olga, limited.actorId))).level).toBe('LIMITED_PERMISSIONS');

  await setApprovalSetting(olga.session, { skipsApproval: false });
  expect(await lastAudit(olga.id)).toMatchObject({ detail: { from: 'skip', to: 'require' } });
  expect(await start(olga, unused.actorId)).toBe(REFUSED);
  expect((await runRow(await start(olga, used.actorId))).levelBecause).toEqual(['prior-run']);
});

test('it takes a person who has signed in lately, and the newest version of the settings', async () => {
  const olga = await person('olga');
  const stale = await sessionOf(olga);
  await pool().query(`UPDATE sessions SET authenticated_at = now() - interval '9 hours' WHERE digest = $1`, [
    'digest' in stale.credential ? stale.credential.digest : null,
  ]);
  const skip = { skipsApproval: true };
  await expect(setApprovalSetting(stale, skip)).rejects.toMatchObject({ type: 'elevated-permissions-needed' });
  await expect(setApprovalSetting(olga.api, skip)).rejects.toMatchObject({ type: 'insufficient-permissions' });
  await expect(setApprovalSetting(anonymous, skip)).rejects.toMatchObject({ type: 'token-not-provided' });
  await expect(setApprovalSetting(olga.session, { skipsApproval: 'yes' })).rejects.toMatchObject({
    type: 'invalid-input',
  });
  const { settingsVersion } = await getSettings(olga.session);
  await expect(
    setApprovalSetting(olga.session, { ...skip, settingsVersion: settingsVersion - 1 }),
  ).rejects.toMatchObject({ type: 'changed-elsewhere' });
  expect((await getSettings(olga.session)).skipsApproval).toBe(false);

  await setApprovalSetting(olga.session, { ...skip, settingsVersion });
  const audited = await lastAudit(olga.id);
  await setApprovalSetting(olga.session, skip);
  expect(await getSettings(olga.session)).toMatchObject({ skipsApproval: true, settingsVersion: settingsVersion + 1 });
  expect(await lastAudit(olga.id)).toEqual(audited);
});
