import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { changePassword, setAccountGeneralAccess } from '../account/settings.ts';
import { signUp } from '../account/sign-up.ts';
import { listGrants } from '../grant/list.ts';
import { endAllLinks } from '../link/end-all.ts';
import { listLinks } from '../link/list.ts';
import { revokeLink } from '../link/revoke.ts';
import { changeDisabled } from '../operator/people.ts';
import { reauthenticate } from '../session/reauthenticate.ts';
import { signStorage } from '../signature/storage-link.ts';
import { explainResource } from '../storage/explain.ts';
import { makeDataset, makeGrant, makeToken } from '../testing/arrange.ts';
import { call, context, person, serveApi, sessionOf } from '../testing/world.ts';
import { deleteToken } from '../token/manage.ts';
import { flushUsage } from '../usage/record.ts';

serveApi();
const ref = (id: string) => ({ kind: 'dataset' as const, address: { by: 'id' as const, id } });

test.each([
  ['NUL in an id', 'GET', '/v2/datasets/%00'],
  ['NUL in a name', 'GET', '/v2/datasets/~a%00'],
  ['NUL in a username', 'GET', '/v2/users/%00'],
  ['NUL in the id of a grant', 'DELETE', '/v2/datasets/:id/grants/%00'],
  ['NUL in a title', 'PUT', '/v2/datasets/:id', '{"title":"a\\u0000"}'],
  ['NUL in a schema', 'POST', '/v2/datasets', '{"schema":{"a":"\\u0000"}}'],
  ['half a surrogate pair', 'POST', '/v2/datasets', '{"schema":{"a":"\\ud800"}}'],
  ['5,000 levels', 'POST', '/v2/datasets', `{"schema":{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}}`],
  ['NUL in a grant', 'POST', '/v2/datasets/:id/grants', '{"username":"a\\u0000","permissions":["READ"]}'],
])('%s is refused, and no failure of ours', async (_what, method, path, body?: string) => {
  const olga = await person('olga');
  const id = await makeDataset(olga);
  const { status } = await call(path.replace(':id', id), { method, token: olga.token, ...(body && { body }) });
  expect(status).toBeGreaterThanOrEqual(400);
  expect(status).toBeLessThan(500);
});

for (const [what, takeAway] of [
  ['token deleted', async (colin) => deleteToken(colin.session, colin.tokenId)],
  [
    'account disabled',
    async (colin) => changeDisabled((await person('otto', { isOperator: true })).session, colin.username, true),
  ],
] as [string, (c: Awaited<ReturnType<typeof person>>) => Promise<unknown>][])
  test(`no push is committed after: ${what}`, { timeout: 60_000 }, async () => {
    for (let n = 0; n < 40; n++) {
      const [olga, colin] = [await person('olga'), await person('colin')];
      const id = await makeDataset(olga);
      await makeGrant(id, colin, ['READ', 'WRITE']);
      let stop = false;
      let acked = 0;
      const all = Promise.all(
        [1, 2, 3, 4].map(async () => {
          while (!stop)
            if (
              (await call(`/v2/datasets/${id}/items`, { method: 'POST', token: colin.token, body: '{"a":1}' }))
                .status === 201
            )
              acked++;
        }),
      );
      await expect.poll(() => acked, { interval: 1 }).toBeGreaterThan(n % 7);
      await takeAway(colin);
      const count = async () =>
        (await pool().query('SELECT count(*) FROM dataset_items WHERE dataset_id = $1', [id])).rows[0].count;
      const atOnce = await count();
      stop = true;
      await all;
      expect(await count()).toBe(atOnce);
    }
  });
test('a stale session without a password cannot make itself fresh', async () => {
  const olga = await person('olga');
  const stale = await sessionOf(olga);
  await pool().query("UPDATE sessions SET authenticated_at = '2020-01-01'");
  await changePassword(stale, { currentPassword: '', newPassword: 'a new long password' }).catch(() => {});
  await reauthenticate(stale, 'a new long password').catch(() => {});
  await expect(setAccountGeneralAccess(stale, { generalAccess: 'RESTRICTED' })).rejects.toMatchObject({
    type: 'elevated-permissions-needed',
  });
});
test('guessing the current password is limited', { timeout: 60_000 }, async () => {
  const olga = await person('olga');
  await changePassword(olga.session, { currentPassword: '', newPassword: 'a new long password' });
  let last = '';
  for (let n = 0; n < 15; n++)
    last = await changePassword(olga.session, { currentPassword: 'x', newPassword: 'a new long password' }).then(
      () => '',
      (e) => e.type,
    );
  expect(last).toBe('rate-limit-exceeded');
});
test('the 501st grant is refused or listed', async () => {
  const [olga, stan] = [await person('olga'), await person('stan')];
  const id = await makeDataset(olga);
  await pool().query(
    "INSERT INTO accounts (id, username, email, general_access) SELECT 'bulk-'||g, 'bulk-'||g, 'bulk-'||g||'@example.com', 'RESTRICTED' FROM generate_series(1,500) g",
  );
  await pool().query(
    "INSERT INTO grants (id, resource_id, account_id, permissions, kind, resource_created_at, owner_id, created_by, created_at) SELECT 'g-'||g, $1, 'bulk-'||g, '{READ}', 'dataset', now(), $2, $2, now() - interval '1 day' FROM generate_series(1,500) g",
    [id, olga.id],
  );
  const { status } = await call(`/v2/datasets/${id}/grants`, {
    method: 'POST',
    token: olga.token,
    body: JSON.stringify({ userId: stan.id, permissions: ['READ'] }),
  });
  expect(status >= 400 || (await listGrants(olga.session, ref(id))).some((g) => g.userId === stan.id)).toBe(true);
});
test('after revoking it, itemsPublicUrl is not handed out dead', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga);
  const url = async () => (await call(`/v2/datasets/${id}`, { token: olga.token })).json.data.itemsPublicUrl;
  await call(await url());
  await flushUsage();
  const [link] = await listLinks(olga.session, ref(id));
  await revokeLink(olga.session, ref(id), link?.id ?? '');
  expect((await call(await url())).status).toBe(200);
});
test('a token that may only share lists nothing (listing and deciding agree)', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga);
  for (const scope of [
    { resources: [{ id, permissions: ['share' as const] }], kinds: [], create: [] },
    { resources: [], kinds: [{ kind: 'dataset' as const, permissions: ['share' as const] }], create: [] },
  ]) {
    const { token } = await makeToken(olga, { scope });
    expect((await call(`/v2/datasets/${id}`, { token })).status).toBe(403);
    expect((await call('/v2/datasets?unnamed=1', { token })).json.data.total).toBe(0);
  }
});
test("nobody takes another's id for a username", async () => {
  const olga = await person('olga');
  await expect(
    signUp(context({ kind: 'none' }), {
      username: olga.id,
      email: `e${Date.now()}@example.com`,
      password: 'a long password',
    }),
  ).rejects.toMatchObject({ type: 'invalid-input' });
});
test('a PUT of the general access it has is refused to a mere reader', async () => {
  const id = await makeDataset(await person('olga'), { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
  expect(
    (await call(`/v2/datasets/${id}`, { method: 'PUT', body: '{"generalAccess":"ANYONE_WITH_ID_CAN_READ"}' })).status,
  ).toBe(403);
});
test('the use of a link by one who may read anyway is not counted', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga);
  await call(await olga.client.dataset(id).createItemsPublicUrl(), { token: olga.token });
  await flushUsage();
  expect(await listLinks(olga.session, ref(id))).toEqual([]);
});
test('PATCH is 405', async () => {
  expect((await call('/v2/datasets', { method: 'PATCH' })).status).toBe(405);
});
test('a head too large, and one that is no HTTP, get the envelope', async () => {
  expect((await call('/v2/datasets', { headers: { 'x-a': 'x'.repeat(20_000) } })).text).toContain('"type"');
});
test('a path that is not percent-encoded right carries the request id and no-store', async () => {
  expect((await call('/v2/datasets/%ZZ')).headers.get('cache-control')).toBe('no-store');
});

test.each(['constructor', '__proto__', 'toString'])(
  'a body encoded as %s is refused, and the server lives on',
  async (encoding) => {
    const olga = await person('olga');
    const id = await makeDataset(olga);
    const push = { method: 'POST', token: olga.token, body: 'x', headers: { 'content-encoding': encoding } };
    expect(await call(`/v2/datasets/${id}/items`, push)).toMatchObject({ status: 415 });
    expect(await call('/health')).toMatchObject({ status: 200 });
  },
);
test('nobody gives a permission that they do not have', async () => {
  const [olga, shirley] = [await person('olga'), await person('shirley')];
  const id = await makeDataset(olga);
  await makeGrant(id, shirley, ['READ', 'SHARE']);
  const body = JSON.stringify({ username: shirley.username, permissions: ['READ', 'WRITE', 'SHARE'] });
  expect((await call(`/v2/datasets/${id}/grants`, { method: 'POST', token: shirley.token, body })).status).toBe(403);
});

test('forty strangers who send changes at once do not hold up anybody else', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga);
  const strangers = Array.from({ length: 40 }, () =>
    call('/v2/datasets/AAAAAAAAAAAAAAAAA', { method: 'PUT', body: '{}' }),
  );
  const startedAt = Date.now();
  expect((await call(`/v2/datasets/${id}`, { token: olga.token })).status).toBe(200);
  // The pool gives up after ten seconds; a few are for a busy machine.
  expect(Date.now() - startedAt).toBeLessThan(8_000);
  for (const { status } of await Promise.all(strangers)) expect(status).toBe(404);
});

test('a link that ends after the year 9999 opens nothing, since it could not be listed', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga, { generalAccess: 'RESTRICTED' });
  const { urlSigningSecretKey: key } = (await call(`/v2/datasets/${id}`, { token: olga.token })).json.data;
  const open = async (expiresAtMillis: number) =>
    (await call(`/v2/datasets/${id}/items?signature=${signStorage(key, id, expiresAtMillis)}`)).status;
  expect(await open(253_402_300_799_999)).toBe(200);
  expect(await open(253_402_300_800_000)).toBe(403);
});

test('ending all links ends those that nobody has used yet', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga, { generalAccess: 'RESTRICTED' });
  const url = await olga.client.dataset(id).createItemsPublicUrl();
  await endAllLinks(olga.session, ref(id));
  expect((await call(url)).status).toBe(403);
  expect((await call(await olga.client.dataset(id).createItemsPublicUrl())).status).toBe(200);
});

test('names of fields are kept within the limits of columns, and items whole', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga);
  const item = Object.fromEntries(Array.from({ length: 60_000 }, (_, n) => [`field-${n}`, n]));
  const push = (body: string) => call(`/v2/datasets/${id}/items`, { method: 'POST', token: olga.token, body });
  expect((await push(JSON.stringify(item))).status).toBe(201);
  expect((await push(JSON.stringify({ ['x'.repeat(1_000_000)]: 1 }))).status).toBe(201);
  const { json } = await call(`/v2/datasets/${id}`, { token: olga.token });
  expect(json.data.fields).toHaveLength(2_000);
  expect(json.data.itemCount).toBe(2);
});

test('a failure while writing is a failure of ours, and is not blamed on the caller', async () => {
  const olga = await person('olga');
  const id = await makeDataset(olga);
  await pool().query('ALTER TABLE audit_heads RENAME TO audit_heads_away');
  try {
    const answer = await call(`/v2/datasets/${id}`, {
      method: 'PUT',
      token: olga.token,
      body: '{"generalAccess":"ANYONE_WITH_ID_CAN_READ"}',
    });
    expect(answer).toMatchObject({ status: 500, json: { error: { type: 'internal-error' } } });
  } finally {
    await pool().query('ALTER TABLE audit_heads_away RENAME TO audit_heads');
  }
  expect((await call(`/v2/datasets/${id}`, { token: olga.token })).json.data.generalAccess).toBe('RESTRICTED');
});

test('a collaborator who may share does not see the tokens of the owner', async () => {
  const [olga, shirley] = [await person('olga'), await person('shirley')];
  const id = await makeDataset(olga);
  await makeGrant(id, shirley, ['READ', 'SHARE']);
  const kinds = async (as: typeof olga) =>
    (await explainResource(as.session, { kind: 'dataset', address: { by: 'id', id } })).map(({ who }) => who.kind);
  expect(await kinds(olga)).toContain('token');
  expect(await kinds(shirley)).not.toContain('token');
});
