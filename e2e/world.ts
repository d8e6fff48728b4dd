/**
 * A world of named people for the browser tests: Olga owns, Colin collaborates, Rita reviews, Stan is a stranger. Each test has its own; each
 * person has an account, an API token with an official client, and a session where a test asks for one.
 */
import { type BrowserContext, test as base, expect, type Locator, type Page } from '@playwright/test';
import { ApifyApiError, ApifyClient } from 'apify-client';
import { closeDatabase, pool } from '../db/client.ts';
import { transaction } from '../db/transaction.ts';
import { insertAccount } from '../lib/account/queries.ts';
import { hashPassword } from '../lib/authentication/password.ts';
import { createId, createToken } from '../lib/ids.ts';
import { consolePath, type StorageQuery } from '../lib/paths.ts';
import { insertSession } from '../lib/session/queries.ts';
import { insertToken } from '../lib/token/queries.ts';
import { type GeneralAccess, STORAGE_COLLECTIONS, type StorageKind } from '../lib/vocabulary.ts';

export interface Person {
  id: string;
  username: string;
  email: string;
  password: string;
  token: string;
  client: ApifyClient;
}

interface World {
  olga: Person;
  colin: Person;
  rita: Person;
  stan: Person;
  /** A page in a browser of the person's own, signed in. */
  as: (someone: Person) => Promise<Page>;
}

/** Held by each test for its time: by all at once, or by one alone. */
const INSTANCE_LOCK = 7_411;

export const test = base.extend<World & { isAlone: boolean; instance: undefined }, { newPerson: typeof person }>({
  isAlone: [false, { option: true }],
  instance: [
    async ({ isAlone }, use) => {
      const holder = await pool().connect();
      try {
        // Whoever is alone may take long.
        await holder.query('SET lock_timeout = 0; SET statement_timeout = 0');
        await holder.query(`SELECT pg_advisory_lock${isAlone ? '' : '_shared'}($1)`, [INSTANCE_LOCK]);
        await use(undefined);
      } finally {
        // The lock is the connection's, and ends with it.
        holder.release(true);
      }
    },
    // To wait for the others is no time of the test's own.
    { auto: true, timeout: 600_000 },
  ],
  newPerson: [
    async ({ browserName: _ }, use) => {
      await use(person);
      await closeDatabase();
    },
    { scope: 'worker', auto: true },
  ],
  olga: async ({ newPerson }, use) => use(await newPerson('olga')),
  colin: async ({ newPerson }, use) => use(await newPerson('colin')),
  rita: async ({ newPerson }, use) => use(await newPerson('rita')),
  stan: async ({ newPerson }, use) => use(await newPerson('stan')),
  as: async ({ browser }, use) => {
    const contexts: BrowserContext[] = [];
    await use(async (someone) => {
      const context = await browser.newContext();
      contexts.push(context);
      await signIn(context, someone);
      return context.newPage();
    });
    for (const context of contexts) await context.close();
  },
});

/** `test.use(ALONE)`, for tests that change or count what belongs to the whole instance: nothing else goes on meanwhile. */
export const ALONE = { isAlone: true };

export { expect };

export const PASSWORD = 'a gate, a key, a tower';
const passwordHash = hashPassword(PASSWORD);

/** Makes a person. The name is a hint: usernames are unique over all tests. */
async function person(name: string, options: { isOperator?: boolean } = {}): Promise<Person> {
  const username = `${name}-${createId().slice(0, 6).toLowerCase()}`;
  const email = `${username}@example.com`;
  const account = {
    username,
    email,
    name: '',
    passwordHash: await passwordHash,
    isOperator: options.isOperator ?? false,
  };
  const token = createToken();
  const id = await transaction(async (tx) => {
    const inserted = await insertAccount(tx, account);
    if ('taken' in inserted) throw new Error(`${inserted.taken} is taken`);
    await insertToken(tx, { accountId: inserted.id, token, description: 'First', expiresAt: null });
    return inserted.id;
  });
  return { id, username, email, password: PASSWORD, token, client: client(token) };
}

/** Starts a session for the person and gives it to the browser: what sign-in does, without its page. */
export async function signIn(context: BrowserContext, { id }: Person): Promise<void> {
  const origin = { requestId: 'test', via: 'CONSOLE', ipAddress: '127.0.0.1', userAgent: 'Test browser' } as const;
  const { secret } = await transaction((tx) => insertSession(tx, origin, id));
  await context.addCookies([{ name: 'gatehouse-session', value: secret, url: consoleUrl, httpOnly: true }]);
}

/** Signs in by the page that is open. */
export async function fillSignIn(page: Page, { username }: Pick<Person, 'username'>, password = PASSWORD) {
  await page.getByLabel('Username or e-mail').fill(username);
  await page.getByLabel('Password').fill(password);
  await page.getByRole('button', { name: 'Sign in', exact: true }).click();
}

/** Makes the last sign-in of all the person's sessions an old one. */
export async function ageSessions({ id }: Person): Promise<void> {
  await pool().query("UPDATE sessions SET authenticated_at = now() - interval '1 year' WHERE account_id = $1", [id]);
}

const setting = (name: string): string => {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: the tests are run by Playwright`);
  return value;
};

export const consoleUrl = setting('CONSOLE_URL');
export const apiUrl = setting('API_URL');

/** An official client; without a token, a stranger's. */
export function client(token?: string): ApifyClient {
  return new ApifyClient({ baseUrl: apiUrl, publicBaseUrl: apiUrl, ...(token && { token }), maxRetries: 0 });
}

export const ITEMS = [
  { title: 'Gate', price: 12 },
  { title: 'Tower, north', price: 7 },
];

/** Makes a dataset with two items. Without a name it is found by its id only. */
export async function makeDataset(
  owner: Person,
  { name, generalAccess = 'RESTRICTED' }: { name?: string; generalAccess?: GeneralAccess } = {},
): Promise<string> {
  const { id } = await owner.client.datasets().getOrCreate(name);
  await owner.client.dataset(id).pushItems(ITEMS);
  await setGeneralAccess(owner, id, generalAccess);
  return id;
}

/** A page of small records, one of each sort of content, and what is in them. */
export const RECORDS = [
  { key: 'OUTPUT', value: '{"shops":["north"],"total":12345678901234567890}', contentType: 'application/json' },
  {
    key: 'page.html',
    value: '<h1>Prices</h1><script>document.title = "run"</script><img src=x onerror="document.title = \'run\'">',
    contentType: 'text/html',
  },
  { key: 'notes.txt', value: 'Rain coats are dearer.', contentType: 'text/plain; charset=utf-8' },
];

/** Makes a key-value store with three records. */
export async function makeStore(
  owner: Person,
  { name, generalAccess = 'RESTRICTED' }: { name?: string; generalAccess?: GeneralAccess } = {},
): Promise<string> {
  const { id } = await owner.client.keyValueStores().getOrCreate(name);
  for (const record of RECORDS) await owner.client.keyValueStore(id).setRecord(record);
  await setGeneralAccess(owner, id, generalAccess, 'key-value-store');
  return id;
}

/** The address of a queue's `n`th request. */
export const requestUrl = (n: number): string => `https://shop.example/p/${n}`;

/** Makes a request queue with `count` requests. */
export async function makeQueue(
  owner: Person,
  { name, count = 3 }: { name?: string; count?: number } = {},
): Promise<string> {
  const { id } = await owner.client.requestQueues().getOrCreate(name);
  const requests = Array.from({ length: count }, (_, n) => ({ url: requestUrl(n), uniqueKey: `page-${n}` }));
  if (requests.length > 0) await owner.client.requestQueue(id).batchAddRequests(requests, { maxParallel: 1 });
  await setGeneralAccess(owner, id, 'RESTRICTED', 'request-queue');
  return id;
}

export async function setGeneralAccess(
  owner: Person,
  id: string,
  generalAccess: GeneralAccess,
  kind: StorageKind = 'dataset',
): Promise<void> {
  await api(owner, `/v2/${STORAGE_COLLECTIONS[kind]}/${id}`, 'PUT', { generalAccess });
}

/** Shares a storage over the API. */
export async function share(
  owner: Person,
  id: string,
  to: Person,
  permissions: ('READ' | 'WRITE' | 'SHARE')[] = ['READ'],
  kind: StorageKind = 'dataset',
): Promise<void> {
  await api(owner, `/v2/${STORAGE_COLLECTIONS[kind]}/${id}/grants`, 'POST', { username: to.username, permissions });
}

async function api({ token }: Person, path: string, method: string, body: object): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const response = await fetch(apiUrl + path, { method, headers, body: JSON.stringify(body) });
  if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${await response.text()}`);
}

export type Outcome = 'permitted' | 401 | 403 | 404;

/** Whether the next request to read is permitted. `who`: a person's official client, or that of nobody. */
export const reading = (who: Person | null, idOrName: string): Promise<Outcome> =>
  outcome((who?.client ?? client()).dataset(idOrName).listItems({ limit: 1 }));

/** Whether the next request to add an item is permitted. */
export const writing = (who: Person, id: string): Promise<Outcome> =>
  outcome(who.client.dataset(id).pushItems({ title: 'Moat', price: 1 }));

export async function outcome(request: Promise<unknown>): Promise<Outcome> {
  try {
    await request;
    return 'permitted';
  } catch (error) {
    if (error instanceof ApifyApiError && [401, 403, 404].includes(error.statusCode)) {
      return error.statusCode as Outcome;
    }
    throw error;
  }
}

export const storagePath = (kind: StorageKind, idOrName: string, query: StorageQuery = {}) =>
  consolePath.storage(kind, idOrName, query);

export const datasetPath = (id: string, query = '') => `/storage/datasets/${id}${query}`;

/** The status message that is shown. The innermost region has it; the others are empty. */
export const status = (page: Page): Locator => page.getByRole('status').filter({ hasText: /\S/ });

/** The row of a table, by the words it begins with. */
export const row = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('row').filter({ has: page.getByRole('rowheader', { name }) });

/** Waits until an open dialog takes what is done in it: its script has come, and the focus with it. */
export const awaitDialog = (page: Page) => expect(page.getByRole('dialog').locator(':focus')).toHaveCount(1);
