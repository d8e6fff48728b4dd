/** Names of storages, over HTTP and the official client: what they lead to, for whom, and when they clash. */
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { runCount } from '../testing/scale.ts';
import { call, client, type Person, person, serveApi } from '../testing/world.ts';
import { STORAGE_COLLECTIONS, STORAGE_KINDS, type StorageKind } from '../vocabulary.ts';

serveApi();

let olga: Person;
let stan: Person;
beforeAll(async () => {
  [olga, stan] = [await person('olga'), await person('stan')];
});

const pathOf = (kind: StorageKind, address = '') => `/v2/${STORAGE_COLLECTIONS[kind]}${address && `/${address}`}`;

async function create(kind: StorageKind, name: string, as = olga) {
  const { status, json } = await call(`${pathOf(kind)}?name=${encodeURIComponent(name)}`, {
    method: 'POST',
    token: as.token,
  });
  return { status, id: json?.data?.id as string, type: json?.error?.type as string | undefined };
}

async function rename(kind: StorageKind, id: string, name: string | null) {
  const { status, json } = await call(pathOf(kind, id), {
    method: 'PUT',
    token: olga.token,
    body: JSON.stringify({ name }),
  });
  return { status, type: json?.error?.type, name: json?.data?.name };
}

const idAt = async (kind: StorageKind, address: string, as: Person | null = olga) => {
  const { status, json } = await call(pathOf(kind, address), as ? { token: as.token } : {});
  return status === 200 ? json.data.id : status;
};

const kinds = fc.constantFrom(...STORAGE_KINDS);
const names = fc.stringMatching(/^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?$/);
const otherCase = (text: string) =>
  [...text].map((letter, n) => (n % 2 ? letter.toUpperCase() : letter.toLowerCase())).join('');

describe('any good name', () => {
  test('leads to its storage however it is written, by username and by tilde alone, and bare to nothing', async () => {
    await fc.assert(
      fc.asyncProperty(kinds, names, async (kind, name) => {
        const { id, status } = await create(kind, name);
        expect([200, 201]).toContain(status);
        for (const text of [name, otherCase(name)]) {
          expect(await idAt(kind, `${olga.username}~${text}`)).toBe(id);
          expect(await idAt(kind, `${olga.username.toUpperCase()}~${text}`)).toBe(id);
          expect(await idAt(kind, `~${text}`)).toBe(id);
          expect(await create(kind, text)).toMatchObject({ id, status: 200 });
        }
        expect(await idAt(kind, `~${name}`, stan)).toBe(404);
        expect(await idAt(kind, `${olga.username}~${name}`, stan)).toBe(403);
        const bare = await call(pathOf(kind, name), { token: olga.token });
        expect(bare).toMatchObject({ status: 404, json: { error: { type: 'record-not-found' } } });
      }),
      { numRuns: runCount('NAMES', 25) },
    );
  });

  test('is one storage of each kind, and is free again once it is given up', async () => {
    await fc.assert(
      fc.asyncProperty(
        kinds,
        fc.uniqueArray(names, { minLength: 2, maxLength: 2, selector: (name) => name.toLowerCase() }),
        async (kind, [name = '', other = '']) => {
          const [one, two] = [await create(kind, name), await create(kind, other)];
          expect(await rename(kind, two.id, otherCase(name))).toMatchObject({ status: 409, type: 'name-not-unique' });
          expect(await idAt(kind, `~${other}`)).toBe(two.id);
          for (const elsewhere of STORAGE_KINDS.filter((each) => each !== kind)) {
            expect((await create(elsewhere, name)).id).not.toBe(one.id);
          }
          // Its own name in another case is no clash.
          expect(await rename(kind, one.id, otherCase(name))).toMatchObject({ status: 200, name: otherCase(name) });
          expect(await rename(kind, one.id, null)).toMatchObject({ status: 200, name: null });
          expect(await idAt(kind, `~${name}`)).toBe(404);
          expect(await rename(kind, two.id, name)).toMatchObject({ status: 200, name });
          expect(await idAt(kind, `~${name}`)).toBe(two.id);
        },
      ),
      { numRuns: runCount('NAMES', 25) },
    );
  });
});

test('what is no name is refused and makes nothing', async () => {
  const notNames = fc.oneof(
    fc.stringMatching(/^-[a-z]{1,10}$/),
    fc.stringMatching(/^[a-z]{1,10}-$/),
    fc.stringMatching(/^[a-z]{64,80}$/),
    fc.string({ minLength: 1, maxLength: 20 }).filter((text) => !/^[a-zA-Z0-9-]*$/.test(text) && !text.includes('\0')),
  );
  await fc.assert(
    fc.asyncProperty(kinds, notNames, async (kind, name) => {
      const owner = await person('olga');
      expect(await create(kind, name, owner)).toMatchObject({ status: 400, type: 'invalid-input' });
      const { json } = await call(`${pathOf(kind)}?unnamed=1`, { token: owner.token });
      expect(json.data.total).toBe(0);
    }),
    { numRuns: 30 },
  );
});

test('two clients that create the same name at once get the same storage', async () => {
  for (const kind of STORAGE_KINDS) {
    const made = await Promise.all(Array.from({ length: 10 }, () => create(kind, 'at-once')));
    expect(new Set(made.map(({ id }) => id)).size).toBe(1);
    expect(made.filter(({ status }) => status === 201)).toHaveLength(1);
  }
});

test('two storages that take one name at once: one has it, the other is told', async () => {
  for (const kind of STORAGE_KINDS) {
    const made = await Promise.all(Array.from({ length: 6 }, (_, n) => create(kind, `racer-${n}`)));
    const renamed = await Promise.all(made.map(({ id }) => rename(kind, id, 'the-prize')));
    expect(renamed.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(renamed.filter(({ status, type }) => status === 409 && type === 'name-not-unique')).toHaveLength(5);
  }
});

describe('anyone with the name', () => {
  test.each(STORAGE_KINDS)(
    'reads a %s by it, without a token, and loses it with the setting or the name',
    async (kind) => {
      const { id } = await create(kind, `open-${kind}`);
      const address = `${olga.username}~open-${kind}`;
      const set = (body: object) =>
        call(pathOf(kind, id), { method: 'PUT', token: olga.token, body: JSON.stringify(body) });
      await set({ generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
      expect([await idAt(kind, address, null), await idAt(kind, id, null)]).toEqual([403, id]);
      await set({ generalAccess: 'ANYONE_WITH_NAME_CAN_READ' });
      expect([await idAt(kind, address, null), await idAt(kind, id, null)]).toEqual([id, id]);
      await set({ name: `moved-${kind}` });
      expect(await idAt(kind, address, null)).toBe(404);
      expect(await idAt(kind, `${olga.username}~moved-${kind}`, null)).toBe(id);
      await set({ name: null });
      expect([await idAt(kind, `${olga.username}~moved-${kind}`, null), await idAt(kind, id, null)]).toEqual([404, id]);
      await set({ generalAccess: 'RESTRICTED' });
      expect(await idAt(kind, id, null)).toBe(403);
    },
  );

  test('is served to the official client without a token', async () => {
    await olga.client.datasets().getOrCreate('open-to-names');
    const dataset = olga.client.dataset(`${olga.username}/open-to-names`);
    await dataset.pushItems([{ a: 1 }]);
    await dataset.update({ generalAccess: 'ANYONE_WITH_NAME_CAN_READ' as never });
    const { items } = await client().dataset(`${olga.username}/open-to-names`).listItems();
    expect(items).toEqual([{ a: 1 }]);
  });
});
