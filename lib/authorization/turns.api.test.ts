/**
 * Requests without end hold up no change of what lets them in: it comes about at once, and what they ask for afterwards is not done. Each
 * change is made while twelve go on and on in a circle.
 */
import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { endAllAccountGrants } from '../access-hub/end-all.ts';
import { updateActor } from '../actor/update.ts';
import { pushItems } from '../dataset/push-items.ts';
import { removeGrant } from '../grant/remove.ts';
import { createId, createWebhookToken, digestOf } from '../ids.ts';
import { reapRuns } from '../lease/queries.ts';
import { changeDisabled as changeDisabledByCommand } from '../operator/command.ts';
import { changeDisabled } from '../operator/people.ts';
import { deleteRun } from '../run/delete.ts';
import { rebootRun } from '../run-restart/reboot.ts';
import { endOtherSessions, endSession } from '../session/end.ts';
import { deleteStorage } from '../storage/delete.ts';
import { updateStorage } from '../storage/update.ts';
import { makeDataset, makeGrant } from '../testing/arrange.ts';
import { insertWebhook } from '../testing/starters.ts';
import { finish, hold, makeActor, started } from '../testing/starts.ts';
import { call, type Person, person, serveApi, sessionOf } from '../testing/world.ts';
import { deleteToken } from '../token/manage.ts';
import { updateWebhook } from '../webhook/update.ts';

serveApi();
vi.setConfig({ testTimeout: 60_000 });

const FLOOD = 12;
/** Of milliseconds. Without turns none of these changes came about at all; with them they take some tens of these. */
const AT_ONCE_MILLIS = 5_000;

const byId = (id: string) => ({ by: 'id', id }) as const;

/** Makes a change while twelve do `work` without a pause. `count`: what they have brought about. Gives how long the change took. */
async function under(
  work: () => Promise<unknown>,
  count: () => Promise<number>,
  change: () => Promise<unknown>,
  { staysOpen = false } = {},
): Promise<void> {
  let isOver = false;
  let done = 0;
  const circle = async () => {
    while (!isOver) {
      // What is refused asks again: a program that goes on and on does not look at the answer.
      await work().catch(() => {});
      done++;
    }
  };
  const flood = Array.from({ length: FLOOD }, circle);
  try {
    while (done < 3 * FLOOD) await wait(10);
    const began = performance.now();
    await change();
    const millis = performance.now() - began;
    const [atOnce, doneThen] = [await count(), done];
    while (done < doneThen + 3 * FLOOD) await wait(10);
    const later = await count();
    process.stdout.write(`${expect.getState().currentTestName}: ${millis.toFixed(0)} ms\n`);
    expect(atOnce).toBeGreaterThan(0);
    expect(millis).toBeLessThan(AT_ONCE_MILLIS);
    if (!staysOpen) expect(later).toBe(atOnce);
  } finally {
    isOver = true;
    await Promise.all(flood);
  }
}

const itemsOf = (datasetId: string) => async () => {
  const { rows } = await pool().query<{ count: number }>('SELECT count(*) FROM dataset_items WHERE dataset_id = $1', [
    datasetId,
  ]);
  return rows[0]?.count ?? 0;
};
const push = (datasetId: string, by: { token: string }) => () =>
  call(`/v2/datasets/${datasetId}/items`, {
    ...{ method: 'POST', token: by.token, body: '{"a":1}' },
    headers: { 'content-type': 'application/json' },
  });
const sessionIdOf = async (of: Person) => {
  const { rows } = await pool().query<{ id: string }>(
    'SELECT id FROM sessions WHERE account_id = $1 ORDER BY created_at DESC LIMIT 1',
    [of.id],
  );
  return rows[0]?.id ?? '';
};

describe('of credentials', () => {
  test('a token is deleted', async () => {
    const olga = await person('olga');
    const id = await makeDataset(olga);
    await under(push(id, olga), itemsOf(id), () => deleteToken(olga.session, olga.tokenId));
  });

  test('a session is ended', async () => {
    const olga = await person('olga');
    const other = await sessionOf(olga);
    const sessionId = await sessionIdOf(olga);
    const id = await makeDataset(olga);
    const work = () => pushItems(other, byId(id), '{"a":1}');
    await under(work, itemsOf(id), () => endSession(olga.session, sessionId));
  });

  test('all other sessions are ended', async () => {
    const olga = await person('olga');
    const other = await sessionOf(olga);
    const id = await makeDataset(olga);
    await under(
      () => pushItems(other, byId(id), '{"a":1}'),
      itemsOf(id),
      () => endOtherSessions(olga.session),
    );
  });

  test('an account is disabled by the operator', async () => {
    const [olga, oscar] = [await person('olga'), await person('oscar', { isOperator: true })];
    const id = await makeDataset(olga);
    await under(push(id, olga), itemsOf(id), () => changeDisabled(oscar.session, olga.username, true));
  });

  test('an account is disabled by the command line', async () => {
    const olga = await person('olga');
    const id = await makeDataset(olga);
    await under(push(id, olga), itemsOf(id), () => changeDisabledByCommand(olga.username, true));
  });

  test.each(['finished', 'rebooted', 'given up'])('a run is %s', async (end) => {
    const olga = await person('olga');
    const run = await hold((await started(olga, await makeActor(olga, { level: 'FULL_PERMISSIONS' }))).id);
    const id = await makeDataset(olga);
    await under(push(id, run), itemsOf(id), async () => {
      if (end === 'finished') return finish(run);
      if (end === 'rebooted') return rebootRun(olga.session, byId(run.id));
      await pool().query(`UPDATE runs SET lease_until = now() - interval '1 hour' WHERE id = $1`, [run.id]);
      expect((await reapRuns()).map(({ runId }) => runId)).toContain(run.id);
    });
  });

  test('a webhook is switched off', async () => {
    const olga = await person('olga');
    const id = await makeDataset(olga);
    const { actorId } = await makeActor(olga);
    const webhookId = await insertWebhook(olga, actorId, { startsActorId: actorId });
    const token = createWebhookToken();
    await pool().query(
      `INSERT INTO webhook_tokens (digest, webhook_id, account_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`,
      [digestOf(token), webhookId, olga.id],
    );
    await under(push(id, { token }), itemsOf(id), () => updateWebhook(olga.session, webhookId, { isEnabled: false }));
  });
});

describe('of resources', () => {
  test('a dataset is restricted', async () => {
    const [olga, colin] = [await person('olga'), await person('colin')];
    const id = await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    await makeGrant(id, colin, ['READ', 'WRITE']);
    const change = () => updateStorage(olga.session, 'dataset', byId(id), { generalAccess: 'RESTRICTED' });
    await under(push(id, colin), itemsOf(id), change, { staysOpen: true });
    const { rows } = await pool().query('SELECT general_access FROM resources WHERE id = $1', [id]);
    expect(rows).toEqual([{ general_access: 'RESTRICTED' }]);
  });

  test('what was given to a collaborator is taken back', async () => {
    const [olga, colin] = [await person('olga'), await person('colin')];
    const id = await makeDataset(olga);
    const grantId = await makeGrant(id, colin, ['READ', 'WRITE']);
    await under(push(id, colin), itemsOf(id), () =>
      removeGrant(olga.session, { kind: 'dataset', address: byId(id) }, grantId),
    );
  });

  test('all that was given to anybody is taken back', async () => {
    const [olga, colin] = [await person('olga'), await person('colin')];
    const id = await makeDataset(olga);
    await makeGrant(id, colin, ['READ', 'WRITE']);
    await under(push(id, colin), itemsOf(id), () => endAllAccountGrants(olga.session));
  });

  test('a dataset is deleted, while strangers and wrong tokens ask for it too', async () => {
    const [olga, stan] = [await person('olga'), await person('stan')];
    const id = await makeDataset(olga);
    const asked = [push(id, olga), push(id, stan), push(id, { token: `apify_api_${createId()}` })];
    let turns = 0;
    let isDeleted = false;
    await under(
      () => asked[turns++ % asked.length]?.() ?? Promise.resolve(),
      async () => (isDeleted ? 1 : 0),
      async () => {
        await deleteStorage(olga.session, 'dataset', byId(id));
        isDeleted = true;
      },
    );
  });

  test('a run is deleted with a storage that is written to', async () => {
    const olga = await person('olga');
    const run = await started(olga, await makeActor(olga));
    await pool().query(`UPDATE runs SET status = 'ABORTED', finished_at = now() WHERE id = $1`, [run.id]);
    const found = async () => (await pool().query('SELECT 1 FROM runs WHERE id = $1', [run.id])).rowCount ?? 0;
    await under(
      push(run.defaultDatasetId, olga),
      async () => 1 + (await found()),
      () => deleteRun(olga.session, byId(run.id)),
    );
    expect(await found()).toBe(0);
  });

  test('the level of an Actor is changed, and no run of before comes after', async () => {
    const [dev, rita] = [await person('dev'), await person('rita')];
    const actor = await makeActor(dev, { isPublic: true });
    const startsOfBefore = async () => {
      const text = 'SELECT count(*) FROM runs WHERE actor_id = $1 AND level_epoch = 1';
      return (await pool().query<{ count: number }>(text, [actor.actorId])).rows[0]?.count ?? 0;
    };
    await under(
      () => call(`/v2/actors/${actor.actorId}/runs`, { method: 'POST', token: rita.token }),
      startsOfBefore,
      () => updateActor(dev.session, byId(actor.actorId), { actorPermissionLevel: 'FULL_PERMISSIONS' }),
    );
  });
});

test('changes that cross each other all come about', async () => {
  const [olga, paul] = [await person('olga'), await person('paul')];
  const ids = [await makeDataset(olga), await makeDataset(paul)] as const;
  await makeGrant(ids[0], paul, ['READ', 'WRITE', 'SHARE']);
  await makeGrant(ids[1], olga, ['READ', 'WRITE', 'SHARE']);
  const [first, second] = [await sessionOf(olga), await sessionOf(paul)];
  const circles = Array.from({ length: 10 }, async (_, round) => {
    for (const id of ids) {
      await Promise.all([
        ...[olga, paul].map((by) => push(id, by)()),
        ...[first, second].map((by) => updateStorage(by, 'dataset', byId(id), { title: `of round ${round}` })),
      ]);
    }
  });
  const began = performance.now();
  await Promise.all([...circles, endOtherSessions(await sessionOf(await person('quinn')))]);
  // A deadlock would be found after a second, each time.
  expect(performance.now() - began).toBeLessThan(AT_ONCE_MILLIS);
});
