import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { closeDatabase, db, pool } from '../../db/client.ts';
import { grants, resources } from '../../db/schema/resource.ts';
import { runs } from '../../db/schema/run.ts';
import { transaction } from '../../db/transaction.ts';
import { tokenCredential } from '../authentication/credential.ts';
import type { Ctx } from '../context.ts';
import { createId, createRunToken, digestOf } from '../ids.ts';
import { LONG_AGO, makeGrant, makeStorage, makeToken } from '../testing/arrange.ts';
import { makeRun } from '../testing/runs.ts';
import { approve, type MadeActor, makeActor, setLevel } from '../testing/starts.ts';
import { context, type Person, person } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';
import { RESOURCE_KINDS } from '../vocabulary.ts';
import { authorize, authorizeListing, authorizeStart } from './authorize.ts';
import { listedPage } from './listing.ts';
import { loadResource } from './load.ts';
import { PRINCIPAL_STATEMENTS, RECORD_STATEMENTS, STATEMENTS } from './statements.ts';
import type { Scope } from './types.ts';

let rita: Person;
let adam: Person;
let actor: MadeActor;
let other: MadeActor;

beforeAll(async () => {
  [rita, adam] = [await person('rita'), await person('adam')];
  actor = await makeActor(adam, { isPublic: true });
  other = await makeActor(rita);
});
afterAll(async () => {
  await flushUsage();
  await closeDatabase();
});

/** A run with a token, as its program. */
async function running(about: Partial<typeof runs.$inferInsert> = {}): Promise<{ id: string; ctx: Ctx }> {
  const token = createRunToken();
  const id = await makeRun(rita, actor, { status: 'RUNNING', attempt: 1, tokenDigest: digestOf(token), ...about });
  return { id, ctx: context(tokenCredential(token), 'API') };
}

const factsOf = async (ctx: Ctx, kind: 'dataset' | 'run' | 'build' | 'actor', id: string) =>
  (await loadResource(ctx, { kind, address: { by: 'id', id } })).found?.facts;
const datasetOf = async (runId: string) => {
  const [run] = await db().select().from(runs).where(eq(runs.id, runId));
  return run?.defaultDatasetId ?? '';
};

describe('what is loaded', () => {
  test('of a default storage: its run, the chain above it, and the Actor', async () => {
    const parent = await running();
    const child = await running({ ancestorIds: ['TheFirstRun000001', parent.id] });
    const facts = await factsOf(rita.api, 'dataset', await datasetOf(child.id));
    expect(facts?.run).toEqual({
      ...{ id: child.id, generalAccess: 'FOLLOW_USER_SETTING', permissions: [], task: null },
      ancestorIds: ['TheFirstRun000001', parent.id],
    });
    expect(facts?.actor).toMatchObject({ id: actor.actorId, ownerId: adam.id, isPublic: true, permissions: [] });
  });

  test('of a run whose Actor is gone, the run alone', async () => {
    const gone = await makeActor(adam);
    const run = await makeRun(rita, gone);
    await db().delete(resources).where(eq(resources.id, gone.actorId));
    const facts = await factsOf(rita.api, 'run', run);
    expect(facts?.run?.id).toBe(run);
    expect(facts?.actor).toBeNull();
  });

  test('grants on the run and the Actor, while they last, to this account alone', async () => {
    const [vera, stan] = [await person('vera'), await person('stan')];
    const run = await makeRun(rita, actor);
    await makeGrant(run, vera, ['READ']);
    await makeGrant(actor.actorId, vera, ['VIEW_OWNER_RUNS']);
    const dataset = await datasetOf(run);
    const granted = async (who: Person) => {
      const facts = await factsOf(who.api, 'dataset', dataset);
      return [facts?.run?.permissions, facts?.actor?.permissions];
    };
    expect(await granted(vera)).toEqual([['read'], ['view-owner-runs']]);
    expect(await granted(stan)).toEqual([[], []]);
    expect(await granted(rita)).toEqual([[], []]);
    await db().update(grants).set({ expiresAt: LONG_AGO }).where(eq(grants.accountId, vera.id));
    expect(await granted(vera)).toEqual([[], []]);
  });

  test('of an Actor: whether the run that asks has started it, at any depth; never for another', async () => {
    const run = await running();
    const stranger = await running();
    const started = async (ctx: Ctx) => (await factsOf(ctx, 'actor', other.actorId))?.actor?.wasStartedByPrincipal;
    expect(await started(run.ctx)).toBe(false);
    const child = await running({ ancestorIds: [run.id], actorId: actor.actorId });
    await makeRun(rita, other, { ancestorIds: [run.id, child.id] });
    expect([await started(run.ctx), await started(child.ctx)]).toEqual([true, true]);
    expect([await started(stranger.ctx), await started(rita.api)]).toEqual([false, false]);
  });

  test('a level that an Actor never declared is full; its default run options go before', async () => {
    const level = async (values: Parameters<typeof makeActor>[1]) => {
      const made = await makeActor(rita, values);
      const { level, effectiveLevel } = (await factsOf(rita.api, 'actor', made.actorId))?.actor ?? {};
      return [level, effectiveLevel];
    };
    const limited = { forcePermissionLevel: 'LIMITED_PERMISSIONS' } as const;
    expect(await level({ level: null })).toEqual(['FULL_PERMISSIONS', 'FULL_PERMISSIONS']);
    expect(await level({ level: null, runOptions: limited })).toEqual(['FULL_PERMISSIONS', 'LIMITED_PERMISSIONS']);
    expect(await level({ level: 'LIMITED_PERMISSIONS' })).toEqual(['LIMITED_PERMISSIONS', 'LIMITED_PERMISSIONS']);
  });
});

describe('the token of a run', () => {
  test('is one of the present attempt of an unfinished run of an account that is not disabled', async () => {
    const run = await running();
    const reads = () => authorize(run.ctx, 'read', { kind: 'run', address: { by: 'id', id: run.id } });
    expect((await reads()).principal).toMatchObject({
      ...{ kind: 'run', runId: run.id, accountId: rita.id, actorId: actor.actorId, level: 'LIMITED_PERMISSIONS' },
      ...{ scope: null, inputStorages: [] },
    });
    const refused = { type: 'user-or-token-not-found' };
    await pool().query('UPDATE runs SET finished_at = now() WHERE id = $1', [run.id]);
    await expect(reads()).rejects.toMatchObject(refused);
    await pool().query('UPDATE runs SET finished_at = NULL, token_digest = $2 WHERE id = $1', [
      run.id,
      digestOf('new'),
    ]);
    await expect(reads()).rejects.toMatchObject(refused);
    const doomed = await person('doomed');
    const token = createRunToken();
    const id = await makeRun(doomed, actor, { tokenDigest: digestOf(token) });
    await pool().query('UPDATE accounts SET disabled_at = now() WHERE id = $1', [doomed.id]);
    const ctx = context(tokenCredential(token), 'API');
    await expect(authorize(ctx, 'read', { kind: 'run', address: { by: 'id', id } })).rejects.toMatchObject(refused);
  });

  test('an API token that looks like one of a run is none, and the other way about', async () => {
    const run = await running();
    const swapped: Ctx = { ...run.ctx, credential: { ...run.ctx.credential, kind: 'token' } as Ctx['credential'] };
    await expect(authorizeListing(swapped, 'run')).rejects.toMatchObject({ type: 'user-or-token-not-found' });
    const asRun: Ctx = { ...rita.api, credential: { ...rita.api.credential, kind: 'run' } as Ctx['credential'] };
    await expect(authorizeListing(asRun, 'run')).rejects.toMatchObject({ type: 'user-or-token-not-found' });
  });
});

describe('what lifts the need for approval', () => {
  const start = (of: MadeActor, who: Ctx = rita.api) =>
    transaction((tx) =>
      authorizeStart(who, 'run', { kind: 'actor', address: { by: 'id', id: of.actorId } }, undefined, tx),
    );
  const notApproved = { type: 'full-permission-actor-not-approved' };
  const full = { level: 'FULL_PERMISSIONS' as const, levelBecause: ['approved'] } satisfies Partial<
    typeof runs.$inferInsert
  >;
  const publicFull = () => makeActor(adam, { isPublic: true, level: 'FULL_PERMISSIONS' });

  test('a run at full permissions that was started directly, in this account, at this epoch', async () => {
    const made = await publicFull();
    const stan = await person('stan');
    await makeRun(rita, made, { level: 'LIMITED_PERMISSIONS' });
    await makeRun(rita, made, { ...full, ancestorIds: ['AnotherRun0000001'] });
    await makeRun(rita, made, { ...full, levelEpoch: 0 });
    await makeRun(stan, made, full);
    await expect(start(made)).rejects.toMatchObject(notApproved);
    await makeRun(rita, made, full);
    expect((await start(made)).because).toEqual(['prior-run']);
    await setLevel(made.actorId, 'FULL_PERMISSIONS');
    await expect(start(made)).rejects.toMatchObject(notApproved);
  });

  test('not a run that became the Actor: a program chose that', async () => {
    const made = await publicFull();
    await makeRun(rita, made, { ...full, metamorphCount: 1 });
    await expect(start(made)).rejects.toMatchObject(notApproved);
  });

  test('not an approval that was revoked, nor the runs that it permitted', async () => {
    const made = await publicFull();
    await approve(made.actorId, rita);
    expect((await start(made)).because).toEqual(['approved']);
    await makeRun(rita, made, full);
    await pool().query('UPDATE approvals SET revoked_at = now() WHERE actor_id = $1', [made.actorId]);
    await expect(start(made)).rejects.toMatchObject(notApproved);
  });

  test('not the approval of another account or at another epoch', async () => {
    const made = await publicFull();
    await approve(made.actorId, adam);
    await expect(start(made)).rejects.toMatchObject(notApproved);
    await approve(made.actorId, rita);
    await setLevel(made.actorId, 'FULL_PERMISSIONS');
    await expect(start(made)).rejects.toMatchObject(notApproved);
  });
});

describe('invariant 6: a list has what a single read permits by owner, grant or scope', () => {
  const scope: Scope = { resources: [], kinds: [], create: [] };

  async function listed(ctx: Ctx, kind: 'dataset' | 'run' | 'actor'): Promise<string[]> {
    const listing = await authorizeListing(ctx, kind);
    const { text, values } = listedPage(listing, { onlyNamed: false }, { limit: 10_000, offset: 0, desc: true });
    const { rows } = await pool().query<{ id: string }>(text, values);
    return rows.map(({ id }) => id).sort();
  }

  test('for a run that a scoped token started: itself, what it created, what it started, and nothing else', async () => {
    const run = await running({ scope, level: 'FULL_PERMISSIONS' });
    const child = await makeRun(rita, other, { ancestorIds: [run.id] });
    const grandchild = await makeRun(rita, actor, { ancestorIds: [run.id, child] });
    const created = await makeStorage('dataset', rita);
    await pool().query(
      'UPDATE resources SET created_by_run_id = $2, created_by_actor_id = $3, created_by_level = $4 WHERE id = $1',
      [...[created, run.id, actor.actorId, 'FULL_PERMISSIONS']],
    );
    const named = await makeStorage('dataset', rita);
    await pool().query('UPDATE runs SET scope = $2 WHERE id = $1', [
      run.id,
      JSON.stringify({ ...scope, resources: [{ id: named, permissions: ['read'] }] }),
    ]);
    const datasets = [await datasetOf(run.id), await datasetOf(child), await datasetOf(grandchild), created, named];
    expect(await listed(run.ctx, 'dataset')).toEqual(datasets.sort());
    expect(await listed(run.ctx, 'run')).toEqual([run.id, child, grandchild].sort());
    // The other Actor is not Rita's: she may run it, and still has it not in her list.
    expect(await listed(run.ctx, 'actor')).toEqual([other.actorId]);
    for (const kind of ['dataset', 'run', 'actor'] as const) {
      const ids = await listed(rita.api, kind);
      const readable = await Promise.all(
        ids.map(async (id) => {
          const asking = authorize(run.ctx, 'read', { kind, address: { by: 'id', id } });
          return asking.then(
            ({ because }) => (because.includes('full-run') ? [id] : []),
            () => [],
          );
        }),
      );
      expect(await listed(run.ctx, kind)).toEqual(readable.flat().sort());
    }
  });

  test('for a scoped token: what it created', async () => {
    const { id, token } = await makeToken(rita, { scope });
    const created = await makeStorage('dataset', rita, { createdByTokenId: id });
    expect(await listed(context(tokenCredential(token), 'API'), 'dataset')).toEqual([created]);
  });

  test('a limited run is told no list', async () => {
    const { ctx } = await running();
    await expect(authorizeListing(ctx, 'dataset')).rejects.toMatchObject({ type: 'insufficient-permissions' });
  });
});

test('no statement of the gate has to read a whole table', async () => {
  const client = await pool().connect();
  try {
    await client.query('BEGIN');
    await client.query('SET LOCAL enable_seqscan = off');
    // Prepared, then planned for any values.
    await client.query('SET LOCAL plan_cache_mode = force_generic_plan');
    const all = [
      ...RESOURCE_KINDS.flatMap((kind) => Object.values(STATEMENTS[kind])),
      ...Object.values(RECORD_STATEMENTS),
    ].flatMap((byCredential) =>
      Object.values(byCredential).flatMap(({ withLink, withoutLink }) => [withLink, withoutLink]),
    );
    const wrong: string[] = [];
    for (const { name, text, parameters } of [...all, ...Object.values(PRINCIPAL_STATEMENTS)]) {
      await client.query(`PREPARE planned AS ${text}`);
      const nulls = parameters.length > 0 ? `(${parameters.map(() => 'NULL').join(', ')})` : '';
      const { rows } = await client.query<{ 'QUERY PLAN': string }>(`EXPLAIN EXECUTE planned${nulls}`);
      const scans = rows.map((row) => row['QUERY PLAN']).filter((line) => line.includes('Seq Scan'));
      if (scans.length > 0) wrong.push(`${name}: ${scans.join()}`);
      await client.query('DEALLOCATE planned');
    }
    expect(wrong).toEqual([]);
    expect(all.length).toBe(9 * 3 * 6 * 2 + 3 * 6 * 2);
  } finally {
    await client.query('ROLLBACK');
    client.release();
  }
});

test('a run id that nobody has is no run: nothing is loaded', async () => {
  expect(await factsOf(rita.api, 'run', createId())).toBeUndefined();
});
