import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { revokeApproval } from '../approval/revoke.ts';
import { setCeiling } from '../approval/set-ceiling.ts';
import { createId } from '../ids.ts';
import type { PageKey } from '../paging.ts';
import { makeRun } from '../testing/runs.ts';
import { insertSchedule, insertTask, insertWebhook } from '../testing/starters.ts';
import { approve, finish, hold, type MadeActor, makeActor, runRow, setLevel, started } from '../testing/starts.ts';
import { anonymous, call, lastAudit, type Person, person, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';
import { getStarters } from './get-starters.ts';
import { WHYS, type Why } from './input.ts';
import { type ApprovalRowView, countApprovals, listApprovals } from './list.ts';

serveApi();

const LIMITED = 'LIMITED_PERMISSIONS';
const FULL = 'FULL_PERMISSIONS';
const byId = (id: string) => ({ by: 'id', id }) as const;

let dev: Person;
beforeAll(async () => {
  dev = await person('dev');
});

const fullActor = () => makeActor(dev, { level: FULL, isPublic: true });
const allOf = async ({ session }: Person, why?: Why) =>
  (await listApprovals(session, { filter: { why }, limit: 1_000 })).rows;
const rowOf = async (who: Person, { actorId }: MadeActor) => (await allOf(who)).find(({ id }) => id === actorId);
const start = async (by: Person, actorId: string) => {
  const { status, json } = await call(`/v2/actors/${actorId}/runs`, { method: 'POST', token: by.token });
  if (status !== 201) return `${status} ${json.error.type}`;
  const { level, levelBecause } = await runRow(json.data.id);
  return { level, levelBecause };
};
const REFUSED = '403 full-permission-actor-not-approved';

describe('why an Actor may run with full permissions', () => {
  const APPROVALS = ['none', 'in force', 'of an older level', 'revoked', 'given again'] as const;
  const RUNS = ['none', 'direct', 'of an older level', 'called by another', 'become it', 'limited'] as const;
  /** A run that counts for nothing is the same beside any approval, as is any level beside an approval that counts for nothing. */
  const isTried = (level: string, approval: string, run: string, hasCeiling: boolean) =>
    (hasCeiling ? approval === 'in force' : level === 'full' || approval === 'in force' || run === 'direct') &&
    (approval === 'none' || run === 'none' || run === 'direct');
  const LEVELS = {
    full: { level: FULL },
    undeclared: { level: null },
    limited: { level: LIMITED },
    'forced full': { level: LIMITED, runOptions: { forcePermissionLevel: FULL } },
    'forced limited': { level: FULL, runOptions: { forcePermissionLevel: LIMITED } },
  } as const;
  const EPOCH = 3;
  const HOUR_MILLIS = 3_600_000;
  const hoursAgo = (hours: number) => new Date(Date.now() - hours * HOUR_MILLIS);

  async function insertApproval(who: Person, actorId: string, levelEpoch: number, revokedAt: Date | null) {
    await pool().query(
      `INSERT INTO approvals (id, account_id, actor_id, level_epoch, approved_by, approved_at, revoked_at, revoked_by)
       VALUES ($1, $2, $3, $4, $2, $5, $6, CASE WHEN $6::timestamptz IS NULL THEN NULL ELSE $2 END)`,
      [createId(), who.id, actorId, levelEpoch, hoursAgo(5), revokedAt],
    );
  }

  async function arrange(who: Person, actor: MadeActor, approval: string, run: string, hasCeiling: boolean) {
    const { actorId } = actor;
    await pool().query('UPDATE actors SET level_epoch = $2 WHERE id = $1', [actorId, EPOCH]);
    if (approval === 'in force') await insertApproval(who, actorId, EPOCH, null);
    if (approval === 'of an older level') await insertApproval(who, actorId, EPOCH - 1, null);
    if (approval === 'revoked' || approval === 'given again') await insertApproval(who, actorId, EPOCH, hoursAgo(3));
    if (approval === 'given again') await insertApproval(who, actorId, EPOCH, null);
    if (run !== 'none') {
      await makeRun(who, actor, {
        ...{ level: run === 'limited' ? LIMITED : FULL, levelEpoch: run === 'of an older level' ? EPOCH - 1 : EPOCH },
        ...{ startedAt: hoursAgo(4), status: 'SUCCEEDED', finishedAt: hoursAgo(4) },
        ...(run === 'called by another' && { ancestorIds: [createId()] }),
        ...(run === 'become it' && { metamorphCount: 1 }),
      });
    }
    if (hasCeiling) await pool().query('INSERT INTO level_ceilings VALUES ($1, $2)', [who.id, actorId]);
  }

  /** What a start by the account itself does, for each word of the list. */
  const EXPECTED: Record<Why, (row: ApprovalRowView) => unknown> = {
    approved: () => ({ level: FULL, levelBecause: expect.arrayContaining(['approved']) }),
    'prior-run': () => ({ level: FULL, levelBecause: expect.arrayContaining(['prior-run']) }),
    'own-actor': () => ({ level: FULL, levelBecause: expect.arrayContaining(['own-actor']) }),
    'skip-setting': () => ({ level: FULL, levelBecause: ['skip-setting'] }),
    ceiling: () => ({ level: LIMITED, levelBecause: expect.arrayContaining(['limited']) }),
    waits: () => REFUSED,
    ended: ({ level }) => (level === FULL ? REFUSED : { level: LIMITED, levelBecause: expect.anything() }),
  };

  test.each([false, true])(
    'is said as each start is decided, and each filter gives those it names (skip: %s)',
    async (skips) => {
      const who = await person('user');
      await pool().query('UPDATE accounts SET skips_approval = $2 WHERE id = $1', [who.id, skips]);
      const names = new Map<string, string>();
      const withHistory = new Set<string>();
      for (const [name, values] of Object.entries(LEVELS)) {
        for (const hasCeiling of [false, true]) {
          const own = await makeActor(who, values);
          await arrange(who, own, 'none', 'none', hasCeiling);
          names.set(own.actorId, `${name}, own${hasCeiling ? ', ceiling' : ''}`);
          for (const approval of APPROVALS) {
            for (const run of RUNS) {
              if (!isTried(name, approval, run, hasCeiling)) continue;
              const actor = await makeActor(dev, { ...values, isPublic: true });
              await arrange(who, actor, approval, run, hasCeiling);
              names.set(actor.actorId, `${name}, approval ${approval}, run ${run}${hasCeiling ? ', ceiling' : ''}`);
              const isDirect = run === 'direct' || run === 'of an older level';
              if (approval !== 'none' || isDirect || hasCeiling) withHistory.add(actor.actorId);
            }
          }
        }
      }
      const rows = await allOf(who);
      const listed = new Set(rows.map(({ id }) => id));
      for (const id of withHistory) expect(listed.has(id), names.get(id)).toBe(true);
      const counts = await countApprovals(who.session);
      for (const why of WHYS) {
        const ofWhy = rows.filter((row) => row.why === why);
        expect((await allOf(who, why)).map(({ id }) => id)).toEqual(ofWhy.map(({ id }) => id));
        expect(counts[why], why).toBe(ofWhy.length);
        expect(ofWhy.length > 0, why).toBe(why !== (skips ? 'waits' : 'skip-setting'));
      }
      for (const row of rows) expect(await start(who, row.id), names.get(row.id)).toEqual(EXPECTED[row.why](row));
      // What is not listed had no consent of any kind, or needs none.
      for (const [id, name] of names) {
        if (listed.has(id)) continue;
        const outcome = await start(who, id);
        const isFree = outcome === REFUSED || (typeof outcome === 'object' && outcome.level === LIMITED);
        expect(isFree || (skips && typeof outcome === 'object'), name).toBe(true);
      }
    },
    120_000,
  );
});

test('what ended is told: by whom it was revoked, or what the maker changed and why', async () => {
  const who = await person('user');
  const [revoked, raised, ran] = [await fullActor(), await fullActor(), await fullActor()];
  for (const { actorId } of [revoked, raised, ran]) await approve(actorId, who);
  expect(await rowOf(who, raised)).toMatchObject({
    ...{ why: 'approved', ended: null, ownerUsername: dev.username, isVisible: true, level: FULL, lastRun: null },
    standing: { state: 'approved', by: who.username, since: expect.any(Date) },
  });
  await started(who, ran);
  await pool().query('DELETE FROM approvals WHERE account_id = $1 AND actor_id = $2', [who.id, ran.actorId]);
  expect(await rowOf(who, ran)).toMatchObject({ why: 'prior-run', lastRun: { level: FULL } });

  for (const { actorId } of [revoked, ran]) await revokeApproval(who.session, byId(actorId));
  for (const actor of [revoked, ran]) {
    expect(await rowOf(who, actor)).toMatchObject({
      ...{ why: 'ended', ended: { how: 'revoked', by: who.username, at: expect.any(Date) } },
    });
    expect(await start(who, actor.actorId)).toBe(REFUSED);
  }
  const put = (body: object) =>
    call(`/v2/actors/${raised.actorId}`, {
      ...{ method: 'PUT', token: dev.token, body: JSON.stringify(body) },
      headers: { 'content-type': 'application/json' },
    });
  await put({ actorPermissionLevel: LIMITED });
  expect(await rowOf(who, raised)).toMatchObject({ why: 'ended', level: LIMITED, standing: { state: 'limited' } });
  await put({ actorPermissionLevel: FULL, actorPermissionLevelReason: 'It sweeps.' });
  expect(await rowOf(who, raised)).toMatchObject({
    ...{ why: 'waits', level: FULL, standing: { state: 'needed' } },
    ended: { how: 'level-changed', from: LIMITED, to: FULL, reason: 'It sweeps.', at: expect.any(Date) },
  });
  const { shown } = await getApprovalQuestion(who.session, byId(raised.actorId));
  await approveActor(who.session, byId(raised.actorId), { shown });
  expect(await rowOf(who, raised)).toMatchObject({ why: 'approved', ended: null });
});

test('each row has what the Actor touched, and after five finished runs whether limited permissions would have done', async () => {
  const who = await person('user');
  const [modest, reaching] = [await fullActor(), await fullActor()];
  const work = async (actor: MadeActor, reaches: boolean) => {
    const run = await hold((await started(who, actor)).id);
    await call(`/v2/actor-runs/${run.id}/dataset/items`, { method: 'POST', token: run.token, body: '[{}]' });
    if (reaches) await call('/v2/datasets', { token: run.token });
    await finish(run);
  };
  for (const { actorId } of [modest, reaching]) await approve(actorId, who);
  for (let n = 0; n < 4; n++) await work(modest, false);
  await flushUsage();
  expect((await rowOf(who, modest))?.use.wouldWorkLimited).toBeNull();
  await work(modest, false);
  for (let n = 0; n < 5; n++) await work(reaching, n === 0);
  await flushUsage();
  expect((await rowOf(who, modest))?.use).toEqual({
    ...{ days: 30, wouldWorkLimited: true },
    uses: [
      { kind: 'dataset', asked: 'write', isOwn: true, isRefused: false, count: 10 },
      { kind: 'run', asked: 'read', isOwn: true, isRefused: false, count: 5 },
    ],
  });
  const { use } = (await rowOf(who, reaching)) ?? {};
  expect(use?.wouldWorkLimited).toBe(false);
  expect(use?.uses.filter(({ isOwn }) => !isOwn)).toEqual([
    { kind: 'account', asked: 'list', isOwn: false, isRefused: false, count: 1 },
  ]);
  expect(await allOf(await person('other'))).toEqual([]);
});

test('what an account gave it takes back although the Actor has been hidden since, and a stranger to it cannot', async () => {
  const [who, stranger] = [await person('user'), await person('stranger')];
  const actor = await fullActor();
  const { actorId } = actor;
  await approve(actorId, who);
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [actorId]);
  expect(await rowOf(who, actor)).toMatchObject({ why: 'approved', isVisible: false });
  await setCeiling(who.session, byId(actorId), true);
  expect(await lastAudit(who.id)).toMatchObject({ event: 'approval.ceiling-set' });
  expect((await rowOf(who, actor))?.why).toBe('ceiling');
  await setCeiling(who.session, byId(actorId), false);
  await revokeApproval(who.session, byId(actorId));
  expect(await lastAudit(who.id)).toMatchObject({ event: 'approval.revoked', detail: { wasApproved: true } });
  expect((await rowOf(who, actor))?.why).toBe('ended');
  for (const attempt of [
    () => revokeApproval(stranger.session, byId(actorId)),
    () => setCeiling(stranger.session, byId(actorId), true),
    () => revokeApproval(who.session, { by: 'name', username: dev.username, name: actor.name }),
  ]) {
    await expect(attempt()).rejects.toMatchObject({ type: 'record-not-found' });
  }
  await pool().query('UPDATE actors SET is_public = true WHERE id = $1', [actorId]);
  expect(await start(who, actorId)).toBe(REFUSED);
});

test('what would stop with an approval is named: the account’s own schedules, webhooks and tasks', async () => {
  const [who, other] = [await person('user'), await person('other')];
  const { actorId } = await fullActor();
  const task = await insertTask(who, actorId);
  const direct = await insertSchedule(who, { actorId });
  const byTask = await insertSchedule(who, { actorTaskId: task });
  const hook = await insertWebhook(who, (await makeActor(who)).actorId, { startsActorId: actorId });
  await insertSchedule(who, { actorId }, { isEnabled: false });
  await insertSchedule(other, { actorId });
  const found = await getStarters(who.session, actorId);
  expect(found.map(({ kind, id }) => `${kind} ${id}`).sort()).toEqual(
    [`schedule ${direct}`, `schedule ${byTask}`, `task ${task}`, `webhook ${hook}`].sort(),
  );
  expect(found.find(({ kind }) => kind === 'webhook')?.name).toBe('https://hooks.example/');
});

test('pages go on by key and miss none; only a person in the Console is told', async () => {
  const who = await person('user');
  const made: string[] = [];
  for (let n = 0; n < 5; n++) {
    const { actorId } = await fullActor();
    await approve(actorId, who);
    made.push(actorId);
  }
  const seen: string[] = [];
  let after: PageKey | undefined;
  do {
    const { rows, next } = await listApprovals(who.session, { filter: { why: 'approved' }, after, limit: 2 });
    seen.push(...rows.map(({ id }) => id));
    after = next ?? undefined;
  } while (after);
  expect(seen.sort()).toEqual(made.sort());
  await setLevel(made[0] ?? '', LIMITED);
  expect(await countApprovals(who.session)).toMatchObject({ approved: 4, ended: 1 });

  const filter = {};
  await expect(listApprovals(who.api, { filter, limit: 1 })).rejects.toMatchObject({
    type: 'insufficient-permissions',
  });
  await expect(listApprovals(anonymous, { filter, limit: 1 })).rejects.toMatchObject({ type: 'token-not-provided' });
  await expect(listApprovals(who.session, { filter: { why: 'x' }, limit: 1 })).rejects.toMatchObject({
    type: 'invalid-input',
  });
  await expect(countApprovals(who.api)).rejects.toMatchObject({ type: 'insufficient-permissions' });
  await expect(getStarters(who.api, made[0] ?? '')).rejects.toMatchObject({ type: 'insufficient-permissions' });
});
