import { beforeAll, describe, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { addGrant } from '../grant/add.ts';
import { createLink } from '../link/create.ts';
import type { parseKey } from '../paging.ts';
import { LONG_AGO, LONG_HENCE, makeGrant, makeStorage, recordSignatureOf, signatureOf } from '../testing/arrange.ts';
import { call, lastAudit, type Person, person, serveApi } from '../testing/world.ts';
import { flushUsage } from '../usage/record.ts';
import { type ResourceKind, STORAGE_COLLECTIONS, STORAGE_KINDS, type StorageKind } from '../vocabulary.ts';
import { endAllAccountGrants, endAllAccountLinks } from './end-all.ts';
import { endSelectedAccess } from './end-selected.ts';
import { getLinkPolicy, setLinkPolicy } from './link-policy.ts';
import { listAccountGrants, listAccountLinks, summarizeAccess } from './list.ts';

serveApi();

let olga: Person;
let colin: Person;
let stan: Person;
beforeAll(async () => {
  [olga, colin, stan] = [await person('olga'), await person('colin'), await person('stan')];
});

const referenceOf = (kind: StorageKind, id: string) => ({ kind, address: { by: 'id', id } }) as const;
const all = (filter: Record<string, unknown> = {}) => ({ filter, limit: 100 });

/** Someone with a storage of each kind, a link to each, and a grant of Colin's on each. */
async function sharer() {
  const owner = await person('olga');
  const storages = new Map<StorageKind, { id: string; url: string }>();
  for (const kind of STORAGE_KINDS) {
    const id = await makeStorage(kind, owner, { name: `shared-${kind}` });
    const { url } = await createLink(owner.session, referenceOf(kind, id), { label: `to a ${kind}` });
    await makeGrant(id, colin, ['READ']);
    storages.set(kind, { id, url });
  }
  return { owner, storages };
}

describe('the list', () => {
  test('has every link and grant of the account, of every kind, and nobody else’s', async () => {
    const { owner } = await sharer();
    const links = await listAccountLinks(owner.session, all());
    expect(links.rows.map(({ kind, label }) => `${kind} ${label}`).sort()).toEqual(
      STORAGE_KINDS.map((kind) => `${kind} to a ${kind}`).sort(),
    );
    expect(links.rows[0]).toMatchObject({ createdByUsername: owner.username, state: 'live', useCount: 0 });
    const grants = await listAccountGrants(owner.session, all());
    expect(grants.rows.map(({ kind, username }) => `${kind} ${username}`).sort()).toEqual(
      STORAGE_KINDS.map((kind) => `${kind} ${colin.username}`).sort(),
    );
    expect((await listAccountLinks(stan.session, all())).rows).toEqual([]);
    expect((await listAccountGrants(colin.session, all())).rows).toEqual([]);
    expect(await summarizeAccess(owner.session)).toEqual({ liveLinkCount: 3, endlessLinkCount: 0, grantCount: 3 });
  });

  test('can be narrowed by kind, resource, state and words', async () => {
    const { owner, storages } = await sharer();
    const { id } = storages.get('dataset') ?? { id: '' };
    await createLink(owner.session, referenceOf('dataset', id), { label: 'short', lifetimeSecs: 86_400 });
    await createLink(owner.session, referenceOf('dataset', id), { label: 'endless', lifetimeSecs: null });
    const labels = async (filter: Record<string, unknown>) =>
      (await listAccountLinks(owner.session, all(filter))).rows.map(({ label }) => label).sort();
    expect(await labels({ kind: 'request-queue' })).toEqual(['to a request-queue']);
    expect(await labels({ resourceId: id })).toEqual(['endless', 'short', 'to a dataset']);
    expect(await labels({ state: 'ending' })).toEqual(['short']);
    expect(await labels({ state: 'ended' })).toEqual([]);
    expect(await labels({ search: 'SHARED-KEY' })).toEqual(['to a key-value-store']);
    expect(await labels({ search: '%' })).toEqual([]);
    expect(await labels({ search: id })).toEqual(['endless', 'short', 'to a dataset']);
    await expect(labels({ kind: 'nothing' })).rejects.toMatchObject({ type: 'invalid-input' });
    const people = await listAccountGrants(owner.session, all({ search: colin.username.toUpperCase() }));
    expect(people.rows).toHaveLength(3);
  });

  test('goes on by key to its very end, without gaps or repeats', async () => {
    const owner = await person('olga');
    const id = await makeStorage('dataset', owner);
    for (let n = 0; n < 7; n++) await createLink(owner.session, referenceOf('dataset', id), { label: `${n}` });
    const seen: string[] = [];
    let after: ReturnType<typeof parseKey>;
    do {
      const page = await listAccountLinks(owner.session, { filter: {}, limit: 3, after });
      seen.push(...page.rows.map(({ label }) => label));
      after = page.next ?? undefined;
    } while (after);
    expect(seen.sort()).toEqual(['0', '1', '2', '3', '4', '5', '6']);
  });

  test('shows a client’s link to a record once it was used', async () => {
    const owner = await person('olga');
    const id = await makeStorage('dataset', owner);
    await call(`/v2/datasets/${id}/items?signature=${signatureOf(id, LONG_HENCE)}`);
    await flushUsage();
    const [link] = (await listAccountLinks(owner.session, all())).rows;
    expect(link).toMatchObject({ origin: 'CLIENT', useCount: 1, createdByUsername: null });
    expect((await listAccountLinks(owner.session, all({ state: 'unused' }))).rows).toEqual([]);
  });

  test('says where a link is not what opens a storage, and where the account’s limit refuses it', async () => {
    const owner = await person('olga');
    await pool().query("UPDATE accounts SET general_access = 'ANYONE_WITH_ID_CAN_READ' WHERE id = $1", [owner.id]);
    const closed = await makeStorage('dataset', owner);
    const open = await makeStorage('dataset', owner, { generalAccess: 'FOLLOW_USER_SETTING' });
    await createLink(owner.session, referenceOf('dataset', closed), { label: 'closed', lifetimeSecs: 86_400 });
    await createLink(owner.session, referenceOf('dataset', open), { label: 'open' });
    const shown = async () =>
      (await listAccountLinks(owner.session, all())).rows.map(
        (link) => `${link.label} ${link.isOpenWithout} ${link.isBeyondLimit}`,
      );
    expect(await shown()).toEqual(['open true false', 'closed false false']);
    await setLinkPolicy(owner.session, { maxLinkLifetimeSecs: 7 * 86_400 });
    expect(await shown()).toEqual(['open true true', 'closed false false']);
  });

  test('is for the person in the Console only', async () => {
    const asks = [
      () => listAccountLinks(olga.api, all()),
      () => listAccountGrants(olga.api, all()),
      () => summarizeAccess(olga.api),
    ];
    for (const ask of asks) await expect(ask()).rejects.toMatchObject({ type: 'insufficient-permissions' });
  });
});

const opens = async (url: string) => (await call(url.replace(/^.*\/v2/, '/v2'))).status;

describe('ending all links', () => {
  test('ends links of every kind at once, also those that nobody has used', async () => {
    const { owner, storages } = await sharer();
    const { id, url } = storages.get('dataset') ?? { id: '', url: '' };
    const unseen = `/v2/datasets/${id}/items?signature=${signatureOf(id)}`;
    expect(await opens(url)).toBe(200);
    expect(await endAllAccountLinks(owner.session)).toBe(3);
    expect(await opens(url)).toBe(403);
    expect(await opens(unseen)).toBe(403);
    expect((await listAccountLinks(owner.session, all())).rows).toEqual([]);
    expect((await listAccountLinks(owner.session, all({ state: 'ended' }))).rows).toHaveLength(3);
    const again = await createLink(owner.session, referenceOf('dataset', id), {});
    expect(await opens(again.url)).toBe(200);
    expect(await lastAudit(owner.id)).toMatchObject({ event: 'link.created' });
  });

  test('never brings an older link back', async () => {
    const owner = await person('olga');
    const id = await makeStorage('dataset', owner);
    const signatures = new Set<string>();
    for (let n = 0; n < 3; n++) {
      const { url } = await createLink(owner.session, referenceOf('dataset', id), { lifetimeSecs: null });
      const signature = new URL(url).searchParams.get('signature') ?? '';
      expect(signatures.has(signature)).toBe(false);
      for (const old of signatures) expect(await opens(`/v2/datasets/${id}/items?signature=${old}`)).toBe(403);
      signatures.add(signature);
      await endAllAccountLinks(owner.session);
    }
  });

  test('leaves other accounts’ links alone', async () => {
    const [one, other] = [await sharer(), await sharer()];
    await endAllAccountLinks(one.owner.session);
    expect(await opens(other.storages.get('dataset')?.url ?? '')).toBe(200);
  });

  test('and all grants asks for a recent sign-in, and never a token', async () => {
    const { owner } = await sharer();
    for (const end of [endAllAccountLinks, endAllAccountGrants]) {
      await expect(end(owner.api)).rejects.toMatchObject({ type: 'insufficient-permissions' });
    }
    await pool().query("UPDATE sessions SET authenticated_at = now() - interval '1 day' WHERE account_id = $1", [
      owner.id,
    ]);
    for (const end of [endAllAccountLinks, endAllAccountGrants]) {
      await expect(end(owner.session)).rejects.toMatchObject({ type: 'elevated-permissions-needed' });
    }
    expect(await summarizeAccess(owner.session)).toMatchObject({ liveLinkCount: 3, grantCount: 3 });
  });
});

test('ending all grants takes them back from everyone, at once', async () => {
  const { owner, storages } = await sharer();
  const { id } = storages.get('dataset') ?? { id: '' };
  await addGrant(owner.session, referenceOf('dataset', id), { userId: stan.id, permissions: ['WRITE'] });
  expect((await call(`/v2/datasets/${id}`, { token: stan.token })).status).toBe(200);
  expect(await endAllAccountGrants(owner.session)).toBe(4);
  expect((await call(`/v2/datasets/${id}`, { token: stan.token })).status).toBe(403);
  expect((await listAccountGrants(owner.session, all())).rows).toEqual([]);
  expect(await lastAudit(owner.id)).toMatchObject({
    event: 'account.grants-ended',
    detail: { count: 4, usernames: [colin.username, stan.username].sort() },
  });
});

describe('ending some', () => {
  test('ends each that was named, and says of the others why not', async () => {
    const { owner } = await sharer();
    const { rows: links } = await listAccountLinks(owner.session, all());
    const { rows: grants } = await listAccountGrants(owner.session, all());
    const entry = (what: 'link' | 'grant') => (row: { kind: ResourceKind; resourceId: string; id: string }) => ({
      ...{ what, kind: row.kind, resourceId: row.resourceId, id: row.id },
    });
    const entries = [...links.slice(0, 2).map(entry('link')), ...grants.slice(0, 1).map(entry('grant'))];
    const ended = await endSelectedAccess(owner.session, [...entries, { ...entries[0], id: 'NoSuchLink0000001' }]);
    expect(ended.map(({ error }) => error)).toEqual([null, null, null, 'The link was not found']);
    expect((await listAccountLinks(owner.session, all())).rows).toHaveLength(1);
    expect((await listAccountGrants(owner.session, all())).rows).toHaveLength(2);
  });

  test('is refused one by one to a stranger, and a list that is none changes nothing', async () => {
    const { owner } = await sharer();
    const { rows } = await listAccountLinks(owner.session, all());
    const entries = rows.map(({ kind, resourceId, id }) => ({ what: 'link', kind, resourceId, id }));
    const refused = await endSelectedAccess(stan.session, entries);
    expect(refused.every(({ error }) => error?.startsWith('Insufficient permissions'))).toBe(true);
    await expect(endSelectedAccess(owner.session, [])).rejects.toMatchObject({ type: 'invalid-input' });
    await expect(endSelectedAccess(owner.session, [{ ...entries[0], kind: 'account' }])).rejects.toMatchObject({
      type: 'invalid-input',
    });
    expect((await listAccountLinks(owner.session, all())).rows).toHaveLength(3);
  });
});

describe('the longest lifetime', () => {
  test('refuses longer links from the very next request on, whoever made them, and lets them open when it is lifted', async () => {
    const { owner, storages } = await sharer();
    const { id, url } = storages.get('dataset') ?? { id: '', url: '' };
    const endless = `/v2/datasets/${id}/items?signature=${signatureOf(id)}`;
    expect([await opens(url), await opens(endless)]).toEqual([200, 200]);
    await setLinkPolicy(owner.session, { maxLinkLifetimeSecs: 7 * 86_400 });
    expect([await opens(url), await opens(endless)]).toEqual([403, 403]);
    await expect(createLink(owner.session, referenceOf('dataset', id), {})).rejects.toMatchObject({
      type: 'invalid-input',
    });
    const short = await createLink(owner.session, referenceOf('dataset', id), { lifetimeSecs: 86_400 });
    expect(await opens(short.url)).toBe(200);
    await setLinkPolicy(owner.session, { maxLinkLifetimeSecs: null });
    expect([await opens(url), await opens(endless)]).toEqual([200, 200]);
    expect(await lastAudit(owner.id)).toMatchObject({
      event: 'account.link-lifetime-changed',
      detail: { from: 7 * 86_400, to: null },
    });
  });

  test('refuses nonsense, tokens and forms that show older settings', async () => {
    const owner = await person('olga');
    for (const maxLinkLifetimeSecs of [0, 60, -1, 1.5, '3600', 1e12, undefined]) {
      await expect(setLinkPolicy(owner.session, { maxLinkLifetimeSecs })).rejects.toMatchObject({
        type: 'invalid-input',
      });
    }
    await expect(setLinkPolicy(owner.api, { maxLinkLifetimeSecs: 86_400 })).rejects.toMatchObject({
      type: 'insufficient-permissions',
    });
    const { settingsVersion } = await getLinkPolicy(owner.session);
    await setLinkPolicy(owner.session, { maxLinkLifetimeSecs: 86_400, settingsVersion });
    await expect(setLinkPolicy(owner.session, { maxLinkLifetimeSecs: null, settingsVersion })).rejects.toMatchObject({
      type: 'changed-elsewhere',
    });
    expect((await getLinkPolicy(owner.session)).maxLinkLifetimeSecs).toBe(86_400);
  });
});

test('a link of one storage opens no other kind’s, whatever is signed', async () => {
  const owner = await person('olga');
  const ids = await Promise.all(STORAGE_KINDS.map((kind) => makeStorage(kind, owner)));
  for (const [at, kind] of STORAGE_KINDS.entries()) {
    const id = ids[at] ?? '';
    for (const signature of [
      signatureOf(id),
      signatureOf(id, LONG_HENCE),
      recordSignatureOf(id, 'OUTPUT'),
      signatureOf(id, LONG_AGO),
    ]) {
      expect((await call(`/v2/${STORAGE_COLLECTIONS[kind]}/${id}?signature=${signature}`)).status).toBe(403);
    }
  }
});
