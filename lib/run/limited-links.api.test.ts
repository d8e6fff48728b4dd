/** What a program with limited permissions can leave behind for others to read: links to its own work, none to what was lent to it. */
import { beforeAll, expect, test } from 'vitest';
import { makeStorage, setAccountAccess } from '../testing/arrange.ts';
import { hold, makeActor, started } from '../testing/starts.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';

serveApi();

let olga: Person;
let dev: Person;
beforeAll(async () => {
  olga = await person('olga');
  dev = await person('dev');
  await setAccountAccess(olga, 'RESTRICTED');
});

const LENT = {
  title: 'Store',
  type: 'string',
  description: '',
  resourceType: 'keyValueStore',
  resourcePermissions: ['READ', 'WRITE'],
  editor: 'resourcePicker',
};

test('a limited run signs links to what it created, and none to what its input names', async () => {
  const inputSchema = { title: 'Input', type: 'object', schemaVersion: 1, properties: { store: LENT } };
  const actor = await makeActor(dev, { isPublic: true, inputSchema });
  const lent = await makeStorage('key-value-store', olga, { name: 'lent' });
  const created = await started(olga, actor, '', { store: lent });
  const run = await hold(created.id);
  const put = (id: string) =>
    call(`/v2/key-value-stores/${id}/records/KEY`, { method: 'PUT', token: run.token, body: 'text' });
  const described = async (id: string, token: string) => {
    const { data } = (await call(`/v2/key-value-stores/${id}`, { token })).json;
    const { items } = (await call(`/v2/key-value-stores/${id}/keys`, { token })).json.data;
    const urls = [
      data.keysPublicUrl,
      data.recordsPublicUrl,
      ...items.map((item: { recordPublicUrl: string }) => item.recordPublicUrl),
    ];
    return { key: data.urlSigningSecretKey, isSigned: urls.map((url) => new URL(url).searchParams.has('signature')) };
  };
  const made = (await call('/v2/key-value-stores?name=made-by-run', { method: 'POST', token: run.token })).json.data.id;
  for (const id of [lent, made]) expect((await put(id)).status).toBe(201);

  expect(await described(lent, run.token)).toEqual({ key: undefined, isSigned: [false, false, false] });
  expect(await described(lent, olga.token)).toMatchObject({ key: expect.any(String), isSigned: [true, true, true] });
  expect(await described(made, run.token)).toMatchObject({ key: expect.any(String), isSigned: [true, true, true] });
  const own = await described(created.defaultKeyValueStoreId, run.token);
  expect(own).toMatchObject({ key: expect.any(String), isSigned: expect.not.arrayContaining([false]) });
});

test('one with full permissions, which is trusted with the account, signs what its account may', async () => {
  const run = await hold((await started(olga, await makeActor(olga, { level: 'FULL_PERMISSIONS' }))).id);
  const id = await makeStorage('key-value-store', olga);
  expect((await call(`/v2/key-value-stores/${id}`, { token: run.token })).json.data.urlSigningSecretKey).toBeTypeOf(
    'string',
  );
});
