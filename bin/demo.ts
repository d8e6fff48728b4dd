/** `npm start -- --demo`: a small world to click through. It goes through the same use-cases as people do. */
import { closeDatabase } from '../db/client.ts';
import { hasNoAccounts } from '../lib/account/entrance.ts';
import { setAccountGeneralAccess } from '../lib/account/settings.ts';
import { signUp } from '../lib/account/sign-up.ts';
import { createActor } from '../lib/actor/create.ts';
import { getActor } from '../lib/actor/get.ts';
import { listActorTemplates } from '../lib/actor-template/list.ts';
import { sessionCredential } from '../lib/authentication/credential.ts';
import { startBuild } from '../lib/build/start.ts';
import type { Ctx } from '../lib/context.ts';
import { pushItems } from '../lib/dataset/push-items.ts';
import { addGrant } from '../lib/grant/add.ts';
import { closeJobQueue } from '../lib/job-queue/queries.ts';
import { putRecord } from '../lib/key-value-store/put-record.ts';
import { createLink } from '../lib/link/create.ts';
import { lockHead } from '../lib/request-lock/lock-head.ts';
import { addRequests } from '../lib/request-queue/add-requests.ts';
import { createSchedule } from '../lib/schedule/create.ts';
import { signOut } from '../lib/session/end.ts';
import { getOrCreateStorage } from '../lib/storage/get-or-create.ts';
import { updateStorage } from '../lib/storage/update.ts';
import { createTask } from '../lib/task/create.ts';
import type { StorageKind } from '../lib/vocabulary.ts';
import { createWebhook } from '../lib/webhook/create.ts';
import { StartError } from './start-error.ts';

const PASSWORD = 'gatehouse-demo';

const PEOPLE = {
  olga: { username: 'olga', name: 'Olga Orlová', email: 'olga@demo.example' },
  colin: { username: 'colin', name: 'Colin Campbell', email: 'colin@demo.example' },
  rita: { username: 'rita', name: 'Rita Ribeiro', email: 'rita@demo.example' },
};

/** Fills an empty instance and prints its sign-ins. Throws `StartError` where there are accounts already. */
export async function seedDemo(): Promise<void> {
  try {
    if (!(await hasNoAccounts()))
      throw new StartError('--demo fills an empty instance only, and this one has accounts.');
    // One after another: the first to sign up becomes the operator.
    const olga = await signIn(PEOPLE.olga);
    const colin = await signIn(PEOPLE.colin);
    const rita = await signIn(PEOPLE.rita);
    await seedOlga(olga);
    await seedStore(olga);
    await seedQueue(olga);
    await seedColin(colin);
    await seedActors(colin, olga);
    await setAccountGeneralAccess(rita, { generalAccess: 'RESTRICTED' });
    await Promise.all([olga, colin, rita].map(signOut));
    console.log('Sign in as one of these (the first is the operator):');
    for (const { username } of Object.values(PEOPLE)) console.log(`  ${username.padEnd(8)} password  ${PASSWORD}`);
  } finally {
    await closeJobQueue();
    await closeDatabase();
  }
}

async function signIn(person: { username: string; name: string; email: string }): Promise<Ctx> {
  const ctx: Ctx = { credential: { kind: 'none' }, requestId: 'demo', via: 'CLI', ipAddress: null, userAgent: null };
  const { secret } = await signUp(ctx, { ...person, password: PASSWORD });
  return { ...ctx, credential: sessionCredential(secret) };
}

/** Datasets under each kind of access, shared with people and by link. */
async function seedOlga(olga: Ctx): Promise<void> {
  const prices = await dataset(olga, 'shop-prices', 'Shop prices, weekly', priceItems(240));
  await addGrant(olga, prices, { username: 'colin', permissions: ['READ', 'WRITE'] });
  await addGrant(olga, prices, { username: 'rita', permissions: ['READ'], expiresAt: inDays(30) });
  await createLink(olga, prices, { label: 'Quarterly report' });
  await updateStorage(olga, 'dataset', prices.address, { generalAccess: 'RESTRICTED' });

  const parks = await dataset(olga, 'public-parks', 'Public parks', parkItems());
  await updateStorage(olga, 'dataset', parks.address, { generalAccess: 'ANYONE_WITH_NAME_CAN_READ' });

  await dataset(olga, 'crawl-errors', null, errorItems(36));
  await dataset(olga, undefined, null, priceItems(12));
}

async function seedColin(colin: Ctx): Promise<void> {
  const leads = await dataset(colin, 'conference-talks', 'Conference talks', talkItems());
  await addGrant(colin, leads, { username: 'olga', permissions: ['READ'] });
}

async function storage<K extends StorageKind>(ctx: Ctx, kind: K, name: string | undefined, title: string | null) {
  const made = await getOrCreateStorage(ctx, kind, { name, body: title === null ? {} : { title } });
  return { kind, address: { by: 'id', id: made.storage.id } } as const;
}

async function dataset(ctx: Ctx, name: string | undefined, title: string | null, items: object[]) {
  const reference = await storage(ctx, 'dataset', name, title);
  await pushItems(ctx, reference.address, JSON.stringify(items));
  return reference;
}

/**
 * Colin's public Actors, one with full permissions, and what Olga has of them: a task, a schedule that waits for her yes, and a webhook. Their
 * builds are made by the worker once it runs.
 */
async function seedActors(colin: Ctx, olga: Ctx): Promise<void> {
  const actors: { address: { by: 'id'; id: string } }[] = [];
  for (const template of await listActorTemplates()) {
    if (template.id === 'empty') continue;
    const { id } = await createActor(colin, {
      ...{ name: template.id, title: template.title, description: template.description, isPublic: true },
      actorPermissionLevel: template.level,
      versions: [
        {
          ...{ versionNumber: '0.1', buildTag: 'latest', sourceType: 'SOURCE_FILES' },
          sourceFiles: template.files.map((file) => ({ ...file, format: 'TEXT' })),
        },
      ],
    });
    await startBuild(colin, { by: 'id', id }, { version: '0.1' });
    actors.push({ address: { by: 'id', id } });
  }
  for (const { address } of actors) {
    const { name, title, actorPermissionLevel } = await getActor(olga, address);
    const isFull = actorPermissionLevel === 'FULL_PERMISSIONS';
    const { id } = await createTask(olga, { actId: address.id, name: `my-${name}`, title: `${title}, as I like it` });
    if (isFull) {
      await createSchedule(olga, {
        ...{ name: 'every-morning', cronExpression: '30 6 * * *', timezone: 'Europe/Prague', isEnabled: true },
        actions: [{ type: 'RUN_ACTOR_TASK', actorTaskId: id }],
      });
    } else {
      await createWebhook(olga, {
        ...{
          eventTypes: ['ACTOR.RUN.FAILED'],
          condition: { actorTaskId: id },
          requestUrl: 'https://hooks.example/failed',
        },
        description: 'Tells the team when a run has failed',
      });
    }
  }
}

/** Records of each kind of content, one of them behind a link. */
async function seedStore(olga: Ctx): Promise<void> {
  const store = await storage(olga, 'key-value-store', 'shop-reports', 'Shop reports');
  const put = (key: string, contentType: string, text: string) =>
    putRecord(olga, store, key, { contentType, bytes: Buffer.from(text) });
  const totals = { shops: SHOPS, products: PRODUCTS.length, currency: 'EUR', weekly: { average: 87.4, lowest: 9.53 } };
  await put('OUTPUT', 'application/json', JSON.stringify(totals));
  await put('INPUT', 'application/json', JSON.stringify({ shops: SHOPS, maxPages: 20 }));
  await put('notes.md', 'text/markdown; charset=utf-8', '# Prices\n\nRain coats are dearer than last week.\n');
  await put('report.html', 'text/html', '<h1>Prices</h1><script>document.title = "It must not run"</script>');
  await put('chart.svg', 'image/svg+xml', CHART);
  await putRecord(olga, store, 'chart.png', { contentType: 'image/png', bytes: Buffer.from(BARS, 'base64') });
  for (let week = 1; week <= 20; week++) {
    await put(`weeks-${String(week).padStart(2, '0')}.csv`, 'text/csv', `product,price\nKettle,${20 + week}\n`);
  }
  await createLink(olga, store, { recordKey: 'OUTPUT', label: 'Totals for the board' });
  await addGrant(olga, store, { username: 'colin', permissions: ['READ', 'WRITE', 'SHARE'] });
  await addGrant(olga, store, { username: 'rita', permissions: ['READ'] });
  await updateStorage(olga, 'key-value-store', store.address, { generalAccess: 'RESTRICTED' });
}

/** Requests that wait, that are being worked on and that are done. */
async function seedQueue(olga: Ctx): Promise<void> {
  const queue = await storage(olga, 'request-queue', 'shop-pages', 'Shop pages');
  const handledAt = new Date(Date.now() - 3_600_000).toISOString();
  const requests = Array.from({ length: 24 }, (_, n) => ({
    url: `https://${SHOPS[n % SHOPS.length]}/p/${3_000 + n}`,
    uniqueKey: `page-${3_000 + n}`,
    userData: { label: n % 4 === 0 ? 'LIST' : 'DETAIL', depth: n % 4 },
    ...(n % 3 === 0 && { handledAt, retryCount: n % 2 }),
    ...(n % 5 === 0 && { retryCount: 2, errorMessages: ['Timed out after 30 s', 'The page answered 503'] }),
  }));
  await addRequests(olga, queue, JSON.stringify(requests), { clientKey: 'crawler-1', forefront: false });
  await lockHead(olga, queue, { limit: 2, lockSecs: 86_400, clientKey: 'crawler-1' });
  await addGrant(olga, queue, { username: 'rita', permissions: ['READ'] });
}

const inDays = (days: number) => new Date(Date.now() + days * 86_400_000).toISOString();

const PRODUCTS = [
  'Kettle',
  'Desk lamp',
  'Wool blanket',
  'Enamel mug',
  'Bread knife',
  'Wall clock',
  'Rain coat',
  'Oak stool',
];
const SHOPS = ['north.example', 'harbour.example', 'market.example'];

function priceItems(count: number) {
  return Array.from({ length: count }, (_, n) => ({
    url: `https://${SHOPS[n % SHOPS.length]}/p/${1_000 + n}`,
    product: PRODUCTS[n % PRODUCTS.length],
    price: Math.round((9 + ((n * 37) % 190)) * 100 + ((n * 53) % 100)) / 100,
    currency: 'EUR',
    inStock: n % 7 !== 0,
    rating: { average: Math.round((3 + ((n * 11) % 20) / 10) * 10) / 10, count: (n * 13) % 400 },
    '#debug': { attempt: (n % 3) + 1 },
  }));
}

function parkItems() {
  const names = ['Riegrovy sady', 'Stromovka', 'Letenské sady', 'Vítkov', 'Petřín', 'Havlíčkovy sady'];
  return names.map((name, n) => ({ name, hectares: 11 + n * 17, hasCafe: n % 2 === 0, benches: 40 + n * 23 }));
}

function errorItems(count: number) {
  const messages = [
    'Timed out after 30 s',
    'The page answered 403',
    'No price on the page',
    'The address does not resolve',
  ];
  return Array.from({ length: count }, (_, n) => ({
    url: `https://${SHOPS[n % SHOPS.length]}/p/${2_000 + n}`,
    error: messages[n % messages.length],
    retries: n % 4,
  }));
}

/** A picture of three bars, as a program draws one. */
const CHART =
  '<svg xmlns="http://www.w3.org/2000/svg" width="60" height="40"><path d="M5 40V20h10v20M25 40V8h10v32M45 40V28h10v12"/></svg>';

/** The same as pixels. */
const BARS =
  'iVBORw0KGgoAAAANSUhEUgAAADAAAAAgCAMAAABjCgsuAAAABlBMVEX09/YLbmNR7b7cAAAALElEQVR42mNgGNaAEQSGmAZ0BcNJA06Ng1gDLn' +
  'owayCkcBBrgGsc1TAINAAANtICIn2g4Z4AAAAASUVORK5CYII=';

function talkItems() {
  const talks = [
    'Small files, true names',
    'Default deny',
    'What a link can promise',
    'Reading one row once',
    'Time zones again',
  ];
  return talks.map((title, n) => ({ title, speaker: ['Ada', 'Grace', 'Edsger'][n % 3], minutes: 25 + (n % 2) * 20 }));
}
