import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import type { Ctx } from '../context.ts';
import { makeDataset, makeGrant } from '../testing/arrange.ts';
import { makeRun } from '../testing/runs.ts';
import { approve, type MadeActor, makeActor, setLevel } from '../testing/starts.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import { flushRefusedStarts } from '../usage/refused-starts.ts';
import { approveActor } from './approve.ts';
import { getApprovalQuestion, getApprovalState } from './get-question.ts';
import { revokeApproval } from './revoke.ts';
import { setCeiling } from './set-ceiling.ts';

serveApi();

const FULL = 'FULL_PERMISSIONS';
const LIMITED = 'LIMITED_PERMISSIONS';

let colin: Person;
let dev: Person;
beforeAll(async () => {
  colin = await person('colin');
  dev = await person('dev');
});

const fullActor = () => makeActor(dev, { level: FULL, isPublic: true });
const byId = ({ actorId }: MadeActor) => ({ by: 'id', id: actorId }) as const;
const ask = (actor: MadeActor, ctx: Ctx = colin.session) => getApprovalQuestion(ctx, byId(actor));
const answer = async (actor: MadeActor, shown: string) => approveActor(colin.session, byId(actor), { shown });
const stateOf = async (actor: MadeActor) => (await getApprovalState(colin.session, byId(actor))).state;
const approvals = async ({ actorId }: MadeActor) =>
  (await pool().query('SELECT 1 FROM approvals WHERE actor_id = $1 AND revoked_at IS NULL', [actorId])).rowCount;

describe('the question', () => {
  test('says who made the Actor, what it would reach, and who asked for it', async () => {
    const actor = await fullActor();
    const rita = await person('rita');
    await makeDataset(rita);
    await makeGrant(await makeDataset(dev), rita, ['READ']);
    expect((await call(`/v2/acts/${actor.actorId}/runs`, { method: 'POST', token: rita.token })).status).toBe(403);
    await flushRefusedStarts();
    const question = await ask(actor, rita.session);
    expect(question.actor).toMatchObject({
      username: dev.username,
      name: actor.name,
      level: FULL,
      buildNumber: '0.0.1',
    });
    expect(question.actor).toMatchObject({ id: actor.actorId, ownRuns: 0, developerSince: expect.any(Date) });
    expect(question.reach).toMatchObject({ datasets: 1, keyValueStores: 0, shared: 1 });
    expect(question.requests).toMatchObject([{ source: 'token', sourceId: rita.tokenId, name: 'test', count: 1 }]);
    expect(question).toMatchObject({
      standing: { state: 'needed' },
      lastApproval: null,
      buildsSince: null,
      changes: [],
    });
  });

  test('says what happened since the last approval', async () => {
    const actor = await fullActor();
    await answer(actor, (await ask(actor)).shown);
    expect(await ask(actor)).toMatchObject({ standing: { state: 'approved', by: colin.username }, buildsSince: 0 });
    await pool().query("UPDATE builds SET finished_at = now() + interval '1 second' WHERE id = $1", [actor.buildId]);
    await setLevel(actor.actorId, LIMITED);
    await setLevel(actor.actorId, FULL);
    const { standing, lastApproval, buildsSince } = await ask(actor);
    expect(standing).toEqual({ state: 'needed' });
    expect(lastApproval).toMatchObject({ levelEpoch: 1, buildNumber: '0.0.1', revokedAt: null });
    expect(buildsSince).toBe(1);
  });

  test('says what an earlier run with limited permissions failed for', async () => {
    const actor = await fullActor();
    const failedOf = async (ctx?: Ctx) => (await ask(actor, ctx)).earlierRuns.failedLimited;
    const finished = (status: 'FAILED' | 'SUCCEEDED' | 'ABORTED') =>
      makeRun(colin, actor, { status, finishedAt: new Date(), startedAt: new Date(), level: LIMITED });
    const refuse = (id: string, subject: string, count: number) =>
      pool().query(
        "INSERT INTO run_refusals (run_id, kind, subject, asked, count) VALUES ($1, 'dataset', $2, 'write', $3)",
        [id, subject, count],
      );
    expect(await failedOf()).toBeNull();
    await finished('FAILED');
    // For a reason of its own.
    expect(await failedOf()).toBeNull();
    const id = await finished('FAILED');
    await refuse(id, 'prices', 2);
    await refuse(id, 'stock', 1);
    expect(await failedOf()).toMatchObject({ id, refusals: [{ kind: 'dataset', asked: 'write', count: 3 }] });
    expect(await failedOf((await person('rita')).session)).toBeNull();
    await refuse(await finished('ABORTED'), 'prices', 1);
    expect(await failedOf()).toBeNull();
  });

  test('says after five finished runs whether limited permissions would have done', async () => {
    const actor = await fullActor();
    const verdict = async () => (await ask(actor)).earlierRuns;
    const run = async (level: typeof FULL | typeof LIMITED, isOwn: boolean, asked = 'write') => {
      const id = await makeRun(colin, actor, { status: 'SUCCEEDED', finishedAt: new Date(), level });
      await pool().query(
        `INSERT INTO run_uses (account_id, actor_id, run_id, day, kind, asked, is_own, is_refused, count)
         VALUES ($1, $2, $3, current_date, 'dataset', $4, $5, false, 1)`,
        [colin.id, actor.actorId, id, asked, isOwn],
      );
      return id;
    };
    for (let n = 0; n < 4; n++) await run(FULL, true);
    expect(await verdict()).toMatchObject({ finishedRuns: 4, wouldWorkLimited: null, beyond: [] });
    const limited = await run(LIMITED, true);
    expect(await verdict()).toMatchObject({ finishedRuns: 5, wouldWorkLimited: true, failedLimited: null });
    // One that limited permissions have ended speaks against it.
    await pool().query("UPDATE runs SET status = 'FAILED' WHERE id = $1", [limited]);
    await pool().query(
      "INSERT INTO run_refusals (run_id, kind, subject, asked, count) VALUES ($1, 'dataset', 'prices', 'read', 1)",
      [limited],
    );
    await run(FULL, true);
    expect(await verdict()).toMatchObject({ finishedRuns: 5, wouldWorkLimited: false, beyond: [] });
    await run(FULL, false, 'share');
    expect(await verdict()).toMatchObject({
      wouldWorkLimited: false,
      beyond: [{ kind: 'dataset', asked: 'share', isOwn: false }],
    });
  });

  test('is only for persons, and tells nothing of an Actor that may not be seen', async () => {
    const actor = await fullActor();
    await expect(ask(actor, colin.api)).rejects.toMatchObject({ type: 'insufficient-permissions' });
    const hidden = await makeActor(dev, { level: FULL });
    const refusal = await ask(hidden).catch((error) => error);
    const nothing = await ask({ ...hidden, actorId: 'AAAAAAAAAAAAAAAAA' }).catch((error) => error);
    expect([refusal.type, refusal.message]).toEqual([nothing.type, nothing.message]);
    expect(refusal.type).toBe('record-not-found');
  });
});

describe('an answer to what was shown before', () => {
  const CHANGES: Record<string, (actor: MadeActor) => Promise<unknown>> = {
    'a new level, and back': async ({ actorId }) => {
      await setLevel(actorId, LIMITED);
      await setLevel(actorId, FULL);
    },
    'a lower level': ({ actorId }) => setLevel(actorId, LIMITED),
    'another build': ({ buildId }) => pool().query("UPDATE builds SET build_number = '0.0.9' WHERE id = $1", [buildId]),
    'another title': ({ actorId }) => pool().query("UPDATE actors SET title = 'Other' WHERE id = $1", [actorId]),
    'a decision to limit it always': ({ actorId }) => setCeiling(colin.session, { by: 'id', id: actorId }, true),
    'another name': ({ actorId }) =>
      pool().query('UPDATE resources SET name = $2 WHERE id = $1', [actorId, `x-${actorId.toLowerCase()}`]),
  };
  test.each(Object.entries(CHANGES))('approves nothing after %s', async (_, change) => {
    const actor = await fullActor();
    const { shown } = await ask(actor);
    await change(actor);
    await expect(answer(actor, shown)).rejects.toMatchObject({ type: 'changed-elsewhere', status: 409 });
    expect(await approvals(actor)).toBe(0);
    const again = await ask(actor);
    expect(again.shown).not.toBe(shown);
    if (again.standing.state === 'needed') await answer(actor, again.shown);
  });

  test('approves nothing of another Actor', async () => {
    const [actor, other] = [await fullActor(), await fullActor()];
    const { shown } = await ask(actor);
    await expect(answer(other, shown)).rejects.toMatchObject({ type: 'changed-elsewhere' });
    expect(await approvals(other)).toBe(0);
  });
});

describe('how an Actor stands', () => {
  test('is what decides its start', async () => {
    expect(await stateOf(await makeActor(dev, { isPublic: true }))).toBe('limited');
    expect(await stateOf(await makeActor(colin, { level: FULL }))).toBe('own-actor');
    const actor = await fullActor();
    expect(await stateOf(actor)).toBe('needed');
    await approve(actor.actorId, colin);
    expect(await stateOf(actor)).toBe('approved');
    await setCeiling(colin.session, byId(actor), true);
    expect(await stateOf(actor)).toBe('ceiling');
    await setCeiling(colin.session, byId(actor), false);
    expect(await stateOf(actor)).toBe('approved');
    await revokeApproval(colin.session, byId(actor));
    expect(await stateOf(actor)).toBe('needed');
    await pool().query('UPDATE accounts SET skips_approval = true WHERE id = $1', [colin.id]);
    expect(await stateOf(actor)).toBe('skip-setting');
    await pool().query('UPDATE accounts SET skips_approval = false WHERE id = $1', [colin.id]);
    const used = await fullActor();
    await makeRun(colin, used, { level: FULL });
    expect(await stateOf(used)).toBe('prior-run');
    await revokeApproval(colin.session, byId(used));
    expect(await stateOf(used)).toBe('needed');
  });
});
