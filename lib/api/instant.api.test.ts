/**
 * A change of access that one process has acknowledged holds for the very next request on another; and nothing that it takes away is
 * committed after it.
 */
import { eq } from 'drizzle-orm';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { db, pool } from '../../db/client.ts';
import { resources } from '../../db/schema/resource.ts';
import { setAccountGeneralAccess } from '../account/settings.ts';
import { createLink } from '../link/create.ts';
import { listLinks } from '../link/list.ts';
import { revokeLink } from '../link/revoke.ts';
import { changeDisabled } from '../operator/people.ts';
import { endSession } from '../session/end.ts';
import { listSessions } from '../session/list.ts';
import { listStorages } from '../storage/list.ts';
import { makeDataset, makeGrant, setAccountAccess } from '../testing/arrange.ts';
import { runCount } from '../testing/scale.ts';
import { type SecondServer, startSecondServer } from '../testing/second-server.ts';
import { apiUrl, call, type Person, person, serveApi, sessionOf } from '../testing/world.ts';
import { createToken, deleteToken } from '../token/manage.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

serveApi();

const CYCLES = runCount('INSTANT_CYCLES', 50);

let elsewhere: SecondServer;
beforeAll(async () => {
  elsewhere = await startSecondServer();
}, 30_000);
afterAll(() => elsewhere.stop());

/** Changes something here; the other process is asked at once. */
const statusElsewhere = async (path: string, token?: string) =>
  (await call(new URL(path, elsewhere.url).href, token === undefined ? {} : { token })).status;

/** A change over the API of this process, which must be acknowledged. */
async function change(method: string, path: string, by: Person, body?: unknown) {
  const answer = await call(path, {
    method,
    token: by.token,
    ...(body !== undefined && { body: JSON.stringify(body) }),
  });
  expect(answer.status, answer.text).toBeLessThan(300);
  return answer;
}

async function cycles(each: (n: number) => Promise<void>): Promise<void> {
  for (let n = 0; n < CYCLES; n++) await each(n);
}

describe('the very next request on another process sees', () => {
  test('a grant that was added, changed and removed', async () => {
    const [olga, colin] = [await person('olga'), await person('colin')];
    const id = await makeDataset(olga);
    const read = () => statusElsewhere(`/v2/datasets/${id}`, colin.token);
    const write = async () =>
      (await call(`${elsewhere.url}/v2/datasets/${id}/items`, { method: 'POST', token: colin.token, body: '[{}]' }))
        .status;
    await cycles(async () => {
      expect(await read()).toBe(403);
      const { json } = await change('POST', `/v2/datasets/${id}/grants`, olga, {
        username: colin.username,
        permissions: ['READ'],
      });
      expect([await read(), await write()]).toEqual([200, 403]);
      await change('POST', `/v2/datasets/${id}/grants`, olga, { username: colin.username, permissions: ['WRITE'] });
      expect([await read(), await write()]).toEqual([200, 201]);
      await change('POST', `/v2/datasets/${id}/grants`, olga, { username: colin.username, permissions: ['READ'] });
      expect([await read(), await write()]).toEqual([200, 403]);
      await change('DELETE', `/v2/datasets/${id}/grants/${json.data.id}`, olga);
      expect([await read(), await write()]).toEqual([403, 403]);
    });
  });

  test('the general access of a dataset', async () => {
    const olga = await person('olga');
    await setAccountAccess(olga, 'RESTRICTED');
    const id = await makeDataset(olga, { name: 'open-or-not' });
    const set = (generalAccess: string | null) => change('PUT', `/v2/datasets/${id}`, olga, { generalAccess });
    const seen = async () => [
      await statusElsewhere(`/v2/datasets/${id}`),
      await statusElsewhere(`/v2/datasets/${olga.username}~open-or-not/items`),
    ];
    await cycles(async () => {
      await set('ANYONE_WITH_ID_CAN_READ');
      expect(await seen()).toEqual([200, 403]);
      await set('ANYONE_WITH_NAME_CAN_READ');
      expect(await seen()).toEqual([200, 200]);
      await set('RESTRICTED');
      expect(await seen()).toEqual([403, 403]);
      await set('ANYONE_WITH_ID_CAN_READ');
      expect(await seen()).toEqual([200, 403]);
      await set(null);
      expect(await seen()).toEqual([403, 403]);
    });
  });

  test('the general access of an account', async () => {
    const olga = await person('olga');
    const following = await makeDataset(olga, { generalAccess: 'FOLLOW_USER_SETTING' });
    const restricted = await makeDataset(olga);
    await cycles(async () => {
      await setAccountGeneralAccess(olga.session, { generalAccess: 'RESTRICTED' });
      expect(await statusElsewhere(`/v2/datasets/${following}`)).toBe(403);
      await setAccountGeneralAccess(olga.session, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
      expect(await statusElsewhere(`/v2/datasets/${following}`)).toBe(200);
      expect(await statusElsewhere(`/v2/datasets/${restricted}`)).toBe(403);
    });
  });

  test('a token that was created and deleted', async () => {
    const olga = await person('olga');
    const id = await makeDataset(olga);
    await cycles(async () => {
      const made = await createToken(olga.session, { description: 'for an hour', lifetimeDays: 1 });
      expect(await statusElsewhere(`/v2/datasets/${id}`, made.token)).toBe(200);
      await deleteToken(olga.session, made.id);
      expect(await statusElsewhere(`/v2/datasets/${id}`, made.token)).toBe(401);
      expect(await statusElsewhere('/v2/users/me', made.token)).toBe(401);
    });
  });

  test('an account that was disabled and enabled', async () => {
    const [otto, olga] = [await person('otto', { isOperator: true }), await person('olga')];
    const id = await makeDataset(olga);
    await cycles(async () => {
      await changeDisabled(otto.session, olga.username, true);
      expect(await statusElsewhere(`/v2/datasets/${id}`, olga.token)).toBe(401);
      await changeDisabled(otto.session, olga.username, false);
      expect(await statusElsewhere(`/v2/datasets/${id}`, olga.token)).toBe(200);
    });
    await expect(listStorages(olga.session, 'dataset', LIST)).rejects.toMatchObject({
      type: 'user-or-token-not-found',
    });
  });

  test('a link that was made and revoked', async () => {
    const olga = await person('olga');
    const dataset = { kind: 'dataset' as const, address: { by: 'id' as const, id: await makeDataset(olga) } };
    await cycles(async (n) => {
      const { url } = await createLink(olga.session, dataset, { label: `link ${n}` });
      const { pathname, search } = new URL(url);
      expect(await statusElsewhere(pathname + search)).toBe(200);
      const link = (await listLinks(olga.session, dataset)).find(({ label }) => label === `link ${n}`);
      await revokeLink(olga.session, dataset, link?.id ?? '');
      expect(await statusElsewhere(pathname + search)).toBe(403);
    });
  });

  test('that all links of a dataset were ended', async () => {
    const olga = await person('olga');
    const id = await makeDataset(olga);
    await cycles(async (n) => {
      const { pathname, search } = new URL(await olga.client.dataset(id).createItemsPublicUrl());
      expect(await statusElsewhere(pathname + search)).toBe(200);
      await db()
        .update(resources)
        .set({ signingEpoch: n + 2 })
        .where(eq(resources.id, id));
      expect(await statusElsewhere(pathname + search)).toBe(403);
    });
  });

  test('that a dataset was deleted', async () => {
    const olga = await person('olga');
    await cycles(async () => {
      const id = await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
      expect(await statusElsewhere(`/v2/datasets/${id}`)).toBe(200);
      await change('DELETE', `/v2/datasets/${id}`, olga);
      expect(await statusElsewhere(`/v2/datasets/${id}`)).toBe(404);
    });
  });
});

const LIST = { offset: 0, limit: 10, desc: false, unnamed: true };

test('a session that was ended asks nothing more', async () => {
  const olga = await person('olga');
  await cycles(async () => {
    const other = await sessionOf(olga);
    expect((await listStorages(other, 'dataset', LIST)).total).toBe(0);
    const here = (await listSessions(other)).find(({ isThisOne }) => isThisOne);
    await endSession(olga.session, here?.id ?? '');
    await expect(listStorages(other, 'dataset', LIST)).rejects.toMatchObject({ type: 'user-or-token-not-found' });
  });
});

/** Pushes from both processes until told to stop; each push is one item. */
function pushing(id: string, token: string) {
  let isStopped = false;
  let acknowledged = 0;
  const push = async (base: string) => {
    while (!isStopped) {
      const { status } = await call(`${base}/v2/datasets/${id}/items`, { method: 'POST', token, body: '{"a":1}' });
      if (status === 201) acknowledged++;
    }
  };
  const all = Promise.all([apiUrl(), apiUrl(), elsewhere.url, elsewhere.url].map(push));
  return {
    acknowledged: () => acknowledged,
    stop: async () => {
      isStopped = true;
      await all;
    },
  };
}

async function itemCount(id: string): Promise<number> {
  const { rows } = await pool().query<{ count: number }>('SELECT count(*) FROM dataset_items WHERE dataset_id = $1', [
    id,
  ]);
  return rows[0]?.count ?? 0;
}

const RACES = runCount('RACES', 20);

describe('while pushes are under way', () => {
  async function race(takeAway: (olga: Person, colin: Person, id: string) => Promise<unknown>) {
    const [olga, colin] = [await person('olga'), await person('colin')];
    for (let n = 0; n < RACES; n++) {
      const id = await makeDataset(olga);
      await makeGrant(id, colin, ['READ', 'WRITE']);
      const pushes = pushing(id, colin.token);
      await expect.poll(() => pushes.acknowledged(), { interval: 1 }).toBeGreaterThan(n % 7);
      await takeAway(olga, colin, id);
      const atOnce = await itemCount(id);
      await pushes.stop();
      expect(await itemCount(id)).toBe(atOnce);
      expect(atOnce).toBeGreaterThanOrEqual(pushes.acknowledged());
    }
  }

  test('no push is committed after its grant was removed', () =>
    race(async (olga, colin, id) => {
      const { json } = await call(`/v2/datasets/${id}/grants`, { token: olga.token });
      const grant = json.data.items.find((each: { userId: string }) => each.userId === colin.id);
      await change('DELETE', `/v2/datasets/${id}/grants/${grant.id}`, olga);
    }));

  test('no push is committed after its grant was narrowed to reading', () =>
    race((olga, colin, id) =>
      change('POST', `/v2/datasets/${id}/grants`, olga, { username: colin.username, permissions: ['READ'] }),
    ));

  test('no push is committed after the dataset was deleted', () =>
    race((olga, _colin, id) => change('DELETE', `/v2/datasets/${id}`, olga)));
});
