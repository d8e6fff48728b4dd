/** `npm start -- --demo`: a small world to click through. It goes through the same use-cases as people do. */
import { closeDatabase } from '../db/client.ts';
import { hasNoAccounts } from '../lib/account/entrance.ts';
import { setAccountGeneralAccess } from '../lib/account/settings.ts';
import { signUp } from '../lib/account/sign-up.ts';
import { sessionCredential } from '../lib/authentication/credential.ts';
import type { Ctx } from '../lib/context.ts';
import { pushItems } from '../lib/dataset/push-items.ts';
import { addGrant } from '../lib/grant/add.ts';
import { createLink } from '../lib/link/create.ts';
import { signOut } from '../lib/session/end.ts';
import { getOrCreateStorage } from '../lib/storage/get-or-create.ts';
import { updateStorage } from '../lib/storage/update.ts';
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
    await seedColin(colin);
    await setAccountGeneralAccess(rita, { generalAccess: 'RESTRICTED' });
    await Promise.all([olga, colin, rita].map(signOut));
    console.log('Sign in as one of these (the first is the operator):');
    for (const { username } of Object.values(PEOPLE)) console.log(`  ${username.padEnd(8)} password  ${PASSWORD}`);
  } finally {
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

async function dataset(ctx: Ctx, name: string | undefined, title: string | null, items: object[]) {
  const { storage } = await getOrCreateStorage(ctx, 'dataset', { name, body: title === null ? {} : { title } });
  const address = { by: 'id', id: storage.id } as const;
  await pushItems(ctx, address, JSON.stringify(items));
  return { kind: 'dataset', address } as const;
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
