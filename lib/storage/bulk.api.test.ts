import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { listGrants } from '../grant/list.ts';
import { createId } from '../ids.ts';
import { makeGrant, makeStorage } from '../testing/arrange.ts';
import { lastAudit, type Person, person, serveApi } from '../testing/world.ts';
import { STORAGE_KINDS } from '../vocabulary.ts';
import { changeStorages, MAX_BULK } from './bulk.ts';
import { describeChosen } from './describe-chosen.ts';
import { getStorage } from './get.ts';

serveApi();

let olga: Person;
let colin: Person;
beforeAll(async () => {
  [olga, colin] = [await person('olga'), await person('colin')];
});

const referenceTo = (id: string) => ({ kind: 'dataset', address: { by: 'id', id } }) as const;
const accessOf = async (id: string) => {
  const { rows } = await pool().query('SELECT general_access FROM resources WHERE id = $1', [id]);
  return rows[0]?.general_access;
};

describe.each(STORAGE_KINDS)('several storages at once: %s', (kind) => {
  test('are opened, shared and deleted, with a result and an audit row for each', async () => {
    const owner = await person('olga');
    const ids = [await makeStorage(kind, owner, { name: 'first' }), await makeStorage(kind, owner)];
    const done = [
      { id: ids[0], name: 'first', error: null },
      { id: ids[1], name: null, error: null },
    ];
    const open = { what: 'general-access', generalAccess: 'ANYONE_WITH_ID_CAN_READ' } as const;
    expect(await changeStorages(owner.session, kind, ids, open)).toEqual(done);
    for (const id of ids) {
      expect(await accessOf(id)).toBe('ANYONE_WITH_ID_CAN_READ');
      await expect(getStorage(colin.session, kind, { by: 'id', id })).resolves.toMatchObject({ id });
    }

    const grant = { username: colin.username, permissions: ['READ', 'WRITE', 'SHARE'] };
    expect(await changeStorages(owner.session, kind, ids, { what: 'share', grant })).toEqual(done);
    for (const id of ids) {
      expect(await listGrants(owner.session, { kind, address: { by: 'id', id } })).toMatchObject([
        { username: colin.username, permissions: ['READ', 'WRITE', 'SHARE'] },
      ]);
    }

    expect(await changeStorages(owner.session, kind, ids, { what: 'delete' })).toEqual(done);
    expect(await lastAudit(owner.id)).toMatchObject({ event: `${kind}.deleted`, because: ['owner'] });
    const { rows } = await pool().query('SELECT count(*) FROM audit_events WHERE account_id = $1 AND event = $2', [
      owner.id,
      `${kind}.deleted`,
    ]);
    expect(Number(rows[0]?.count)).toBe(2);
    expect(await describeChosen(owner.session, kind, ids)).toEqual([]);
  });
});

test('one that is refused does not hold up the others, and its name is told to none who may not read it', async () => {
  const [mine, readable, foreign, missing] = [
    await makeStorage('dataset', olga, { name: `mine-${createId()}` }),
    await makeStorage('dataset', colin, { name: `readable-${createId()}` }),
    await makeStorage('dataset', colin, { name: `foreign-${createId()}` }),
    createId(),
  ];
  await makeGrant(readable, olga, ['READ']);
  const results = await changeStorages(olga.session, 'dataset', [foreign, readable, missing, mine], { what: 'delete' });
  expect(results).toEqual([
    { id: foreign, name: null, error: { type: 'insufficient-permissions', message: expect.any(String) } },
    {
      id: readable,
      name: expect.stringMatching(/^readable/),
      error: { type: 'insufficient-permissions', message: expect.any(String) },
    },
    { id: missing, name: null, error: { type: 'record-not-found', message: expect.any(String) } },
    { id: mine, name: expect.stringMatching(/^mine/), error: null },
  ]);
  expect(await describeChosen(colin.session, 'dataset', [foreign, readable, mine])).toMatchObject([
    { id: foreign, may: { write: true, share: true } },
    { id: readable },
  ]);
  expect(await describeChosen(olga.session, 'dataset', [foreign, readable])).toMatchObject([
    { id: readable, isOwn: false, may: { write: false, share: false } },
  ]);
});

test('one that is named twice is changed once', async () => {
  const id = await makeStorage('dataset', olga);
  const results = await changeStorages(olga.session, 'dataset', [id, id], { what: 'delete' });
  expect(results).toEqual([{ id, name: null, error: null }]);
});

test('one of another kind is not there', async () => {
  const id = await makeStorage('request-queue', olga);
  const [result] = await changeStorages(olga.session, 'dataset', [id], { what: 'delete' });
  expect(result?.error?.type).toBe('record-not-found');
  await expect(getStorage(olga.session, 'request-queue', { by: 'id', id })).resolves.toMatchObject({ id });
});

describe('what could be done to none is refused, and nothing changes', () => {
  test.each([
    ['none chosen', [], { what: 'delete' }],
    ['too many', Array.from({ length: MAX_BULK + 1 }, createId), { what: 'delete' }],
    ['no such level', null, { what: 'general-access', generalAccess: 'OPEN' }],
    ['no level', null, { what: 'general-access', generalAccess: undefined }],
    ['nobody named', null, { what: 'share', grant: { permissions: ['READ'] } }],
    ['no such right', null, { what: 'share', grant: { username: 'x', permissions: ['OWN'] } }],
  ] as const)('%s', async (_what, ids, change) => {
    const id = await makeStorage('dataset', olga);
    await expect(changeStorages(olga.session, 'dataset', ids ?? [id], change)).rejects.toMatchObject({
      type: 'invalid-input',
    });
    expect(await accessOf(id)).toBe('RESTRICTED');
    expect(await listGrants(olga.session, referenceTo(id))).toEqual([]);
  });
});
