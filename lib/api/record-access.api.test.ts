/** Who reaches keys and records: every way in × general access × address × route, over HTTP. */
import { expect, test } from 'vitest';
import { signRecord, signRecordOfficially } from '../signature/record-link.ts';
import { recordSigningKey, signingKey } from '../signature/signing-key.ts';
import { signStorage } from '../signature/storage-link.ts';
import { LONG_HENCE, makeToken } from '../testing/arrange.ts';
import { giveGrant, makeStore } from '../testing/records.ts';
import { call, person, serveApi } from '../testing/world.ts';

serveApi();

const SETTINGS = ['RESTRICTED', 'ANYONE_WITH_ID_CAN_READ', 'ANYONE_WITH_NAME_CAN_READ', 'FOLLOW_USER_SETTING'] as const;
type What = 'keys' | 'archive' | 'record' | 'other record';
const READS: { what: What; path: string }[] = [
  { what: 'keys', path: 'keys' },
  { what: 'archive', path: 'records' },
  { what: 'record', path: 'records/r' },
  { what: 'other record', path: 'records/s' },
];

test.each(SETTINGS)('each way in opens what it may, and no more: %s', { timeout: 60_000 }, async (generalAccess) => {
  const [olga, rita, wendy, stan] = [
    await person('olga'),
    await person('rita'),
    await person('wendy'),
    await person('stan'),
  ];
  const id = await makeStore(olga, { name: 'matrix', generalAccess });
  const other = await makeStore(olga);
  await giveGrant(id, rita, ['READ']);
  await giveGrant(id, wendy, ['WRITE']);
  const scoped = async (store: string, permission: 'read' | 'write') =>
    (await makeToken(olga, { scope: { resources: [{ id: store, permissions: [permission] }], kinds: [], create: [] } }))
      .token;
  const end = LONG_HENCE.getTime();
  const own = (storeId: string, recordKey: string, expiresAtMillis: number) =>
    signRecord(recordSigningKey(storeId, 1), { storeId, recordKey, expiresAtMillis, origin: '' });

  /** `reads`: what is opened whatever the setting is. */
  const ways: { name: string; token?: string; signature?: string; reads: readonly What[]; writes: boolean }[] = [
    { name: 'the owner', token: olga.token, reads: READS.map(({ what }) => what), writes: true },
    { name: 'a reader', token: rita.token, reads: READS.map(({ what }) => what), writes: false },
    { name: 'a writer', token: wendy.token, reads: READS.map(({ what }) => what), writes: true },
    { name: 'a stranger', token: stan.token, reads: [], writes: false },
    { name: 'nobody', reads: [], writes: false },
    {
      name: 'a token to read it',
      token: await scoped(id, 'read'),
      reads: READS.map(({ what }) => what),
      writes: false,
    },
    {
      name: 'a token to write it',
      token: await scoped(id, 'write'),
      reads: READS.map(({ what }) => what),
      writes: true,
    },
    { name: 'a token for another store', token: await scoped(other, 'write'), reads: [], writes: false },
    {
      name: 'a link to the keys',
      signature: signStorage(signingKey(id, 1), id, end),
      reads: ['keys', 'archive'],
      writes: false,
    },
    { name: 'an ended link to the keys', signature: signStorage(signingKey(id, 1), id, 1), reads: [], writes: false },
    {
      name: 'a link to the keys of another store',
      signature: signStorage(signingKey(other, 1), other, 0),
      reads: [],
      writes: false,
    },
    {
      name: 'an official link to the record',
      signature: signRecordOfficially(signingKey(id, 1), 'r'),
      reads: ['record'],
      writes: false,
    },
    { name: 'a link of ours to the record', signature: own(id, 'r', end), reads: ['record'], writes: false },
    { name: 'an ended link of ours', signature: own(id, 'r', 1), reads: [], writes: false },
    { name: 'a link of ours to another store’s record', signature: own(other, 'r', end), reads: [], writes: false },
    {
      name: 'a stranger with a link to the record',
      token: stan.token,
      signature: own(id, 'r', 0),
      reads: ['record'],
      writes: false,
    },
  ];
  const put = (key: string) =>
    call(`/v2/key-value-stores/${id}/records/${key}`, { method: 'PUT', token: olga.token, body: key });
  await put('r');
  await put('s');

  const wrong: string[] = [];
  for (const way of ways) {
    for (const address of [id, `${olga.username}~matrix`]) {
      const byId = address === id;
      const isOpen =
        generalAccess === 'ANYONE_WITH_NAME_CAN_READ' ||
        // New accounts are open unless they say otherwise.
        ((generalAccess === 'ANYONE_WITH_ID_CAN_READ' || generalAccess === 'FOLLOW_USER_SETTING') && byId);
      const ask = async (method: string, path: string, expected: number) => {
        const query = way.signature ? `?signature=${way.signature}` : '';
        const { status } = await call(`/v2/key-value-stores/${address}/${path}${query}`, {
          method,
          ...(way.token && { token: way.token }),
          ...(method === 'PUT' && { body: 'x' }),
        });
        if (status !== expected)
          wrong.push(`${way.name}, ${method} ${path} ${byId ? 'by id' : 'by name'}: ${status}, not ${expected}`);
      };
      for (const { what, path } of READS) {
        for (const method of ['GET', 'HEAD']) await ask(method, path, isOpen || way.reads.includes(what) ? 200 : 403);
      }
      for (const method of ['PUT', 'POST']) await ask(method, 'records/t', way.writes ? 201 : 403);
      await ask('DELETE', 'records/t', way.writes ? 204 : 403);
    }
  }
  expect(wrong).toEqual([]);
  for (const path of ['keys', 'records', 'records/r']) {
    expect((await call(`/v2/key-value-stores/${id}/${path}`, { token: 'wrong' })).status).toBe(401);
  }
});
