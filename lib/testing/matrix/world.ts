/** The storages and the askers of the access matrix. */
import { pool } from '../../../db/client.ts';
import type { Scope } from '../../authorization/types.ts';
import { type GeneralAccess, STORAGE_COLLECTIONS, STORAGE_KINDS, type StorageKind } from '../../vocabulary.ts';
import {
  LONG_AGO,
  LONG_HENCE,
  makeGrant,
  makeStorage,
  makeToken,
  recordSignatureOf,
  revokedRecordSignature,
  revokedSignature,
  setAccountAccess,
  signatureOf,
} from '../arrange.ts';
import { call, type Person, person } from '../world.ts';
import { A_REQUEST, type Asker, CLIENT_KEY, type Content, type Held, RECORD_KEY, type Target } from './cell.ts';

const SETTINGS: readonly GeneralAccess[] = [
  'FOLLOW_USER_SETTING',
  'RESTRICTED',
  'ANYONE_WITH_ID_CAN_READ',
  'ANYONE_WITH_NAME_CAN_READ',
];
const ALL: readonly Held[] = ['read', 'write', 'share'];

const NAMES = ['olga', 'oskar', 'colin', 'wendy', 'shirley', 'erika', 'stan', 'greta', 'dora'] as const;
type People = Record<(typeof NAMES)[number] | 'otto', Person>;

export interface MatrixWorld extends People {
  targets: Target[];
  askers: Asker[];
}

export async function makeWorld(): Promise<MatrixWorld> {
  const people = await makePeople();
  const { id: creatorId, token: creatorToken } = await makeToken(people.olga, {
    scope: { resources: [], kinds: [], create: [...STORAGE_KINDS] },
  });
  const targets = await makeTargets(people, creatorId);
  const askers = [
    ...(await makeHolders(people, targets)),
    {
      name: 'olga, the token that created one',
      account: people.olga,
      token: creatorToken,
      tokenId: creatorId,
      mayCreate: STORAGE_KINDS,
      scope: () => [],
    },
    ...(await makeLinkHolders(people, targets)),
    ...(await makeWrong(people)),
  ];
  return { ...people, targets, askers };
}

async function makePeople(): Promise<People> {
  const made = await Promise.all(NAMES.map(async (name) => [name, await person(name)] as const));
  const people = Object.fromEntries(made) as Record<(typeof NAMES)[number], Person>;
  return { ...people, otto: await person('otto', { isOperator: true }) };
}

async function makeTargets(people: People, creatorId: string): Promise<Target[]> {
  const { olga, oskar, colin, wendy, shirley, erika, greta } = people;
  const accountSettings = new Map([
    [olga, 'RESTRICTED'],
    [oskar, 'ANYONE_WITH_ID_CAN_READ'],
    [colin, 'RESTRICTED'],
  ] as const);
  for (const [owner, setting] of accountSettings) await setAccountAccess(owner, setting);

  const targets: Target[] = [];
  async function add(kind: StorageKind, owner: Person, setting: GeneralAccess, name: string | null, creator?: string) {
    const id = await makeStorage(kind, owner, {
      generalAccess: setting,
      ...(name !== null && { name }),
      ...(creator !== undefined && { createdByTokenId: creator }),
    });
    if (owner !== colin) await makeGrant(id, colin, ['READ']);
    await makeGrant(id, wendy, ['READ', 'WRITE']);
    await makeGrant(id, shirley, ['READ', 'SHARE']);
    await makeGrant(id, erika, ['READ', 'WRITE', 'SHARE'], LONG_AGO);
    targets.push({
      ...{ kind, id, name, person: owner, setting, madeByToken: creator ?? null },
      owner: { id: owner.id, setting: accountSettings.get(owner) ?? '', sharesRuns: false },
      given: new Map<string, readonly Held[]>([
        [colin.id, ['read']],
        [wendy.id, ['read', 'write']],
        [shirley.id, ['read', 'share']],
      ]),
      gretasGrant: await makeGrant(id, greta, ['READ']),
    });
  }

  const nameOf = (setting: GeneralAccess) => `of-${setting.toLowerCase().replaceAll('_', '-')}`;
  for (const owner of [olga, oskar]) {
    for (const setting of SETTINGS) await add('dataset', owner, setting, nameOf(setting));
    await add('dataset', owner, 'ANYONE_WITH_NAME_CAN_READ', null);
  }
  // The rules are the same for every kind: one is asked in all settings under both accounts, the others where the settings differ most.
  for (const kind of ['key-value-store', 'request-queue'] as const) {
    for (const setting of ['RESTRICTED', 'ANYONE_WITH_NAME_CAN_READ'] as const) {
      await add(kind, olga, setting, nameOf(setting));
    }
    await add(kind, oskar, 'FOLLOW_USER_SETTING', nameOf('FOLLOW_USER_SETTING'));
  }
  for (const kind of STORAGE_KINDS) {
    await add(kind, olga, 'RESTRICTED', 'of-a-token', creatorId);
    // Under the name of one of Olga's, so that "~name" means another storage to him than to her.
    await add(kind, colin, 'RESTRICTED', 'of-restricted');
  }
  await Promise.all(targets.map(fill));
  return targets;
}

/** Puts in what is asked for: a record into a store, and a locked request into a queue. */
async function fill({ kind, id, person: { token } }: Target): Promise<void> {
  const path = `/v2/${STORAGE_COLLECTIONS[kind]}/${id}`;
  if (kind === 'key-value-store') {
    await call(`${path}/records/${RECORD_KEY}`, { method: 'PUT', token, body: '{}' });
  }
  if (kind === 'request-queue') {
    await call(`${path}/requests`, { method: 'POST', token, body: JSON.stringify(A_REQUEST) });
    await call(`${path}/head/lock?clientKey=${CLIENT_KEY}&lockSecs=3600`, { method: 'POST', token });
  }
}

/** Those with tokens, unscoped and scoped. */
async function makeHolders(people: People, targets: readonly Target[]): Promise<Asker[]> {
  const { olga, oskar, colin, wendy, shirley, erika, stan, otto } = people;
  const askers: Asker[] = [olga, oskar, colin, wendy, shirley, erika, stan, otto].map((account) => {
    const { username, token, tokenId } = account;
    return { name: `${username.split('-')[0]}, token`, account, token, tokenId, mayCreate: STORAGE_KINDS };
  });
  interface Listed {
    listed?: readonly Held[];
    ofAll?: readonly Held[];
    kinds?: readonly StorageKind[];
    create?: readonly StorageKind[];
  }
  async function add(
    name: string,
    account: Person,
    { listed = [], ofAll = [], kinds = STORAGE_KINDS, create = [] }: Listed = {},
  ) {
    const scope: Scope = {
      resources: listed.length > 0 ? targets.map(({ id }) => ({ id, permissions: listed })) : [],
      kinds: ofAll.length > 0 ? kinds.map((kind) => ({ kind, permissions: ofAll })) : [],
      create,
    };
    const { id: tokenId, token } = await makeToken(account, { scope });
    askers.push({
      ...{ name: `${account.username.split('-')[0]}, token scoped to ${name}`, account, token, tokenId },
      mayCreate: create,
      scope: ({ kind }) => [...listed, ...(kinds.some((one) => one === kind) ? ofAll : [])],
    });
  }
  await add('write all of one kind', olga, { ofAll: ['write'], kinds: ['key-value-store'], create: ['request-queue'] });
  for (const owner of [olga, oskar]) {
    await add('nothing', owner);
    await add('create', owner, { create: STORAGE_KINDS });
    await add('read', owner, { listed: ['read'] });
    await add('write', owner, { listed: ['write'] });
    await add('share', owner, { listed: ['read', 'share'] });
    await add('read all', owner, { ofAll: ['read'] });
    await add('write all', owner, { ofAll: ['write'] });
    await add('everything', owner, { listed: ALL, ofAll: ALL, create: STORAGE_KINDS });
  }
  await add('nothing', colin);
  await add('write', colin, { listed: ['write'] });
  await add('read', wendy, { listed: ['read'] });
  await add('write all', wendy, { ofAll: ['write'] });
  await add('share', shirley, { listed: ['read', 'share'] });
  await add('everything', stan, { listed: ALL, ofAll: ALL, create: STORAGE_KINDS });
  return askers;
}

/** Those who come with nothing, or with a signed link. */
async function makeLinkHolders({ olga, stan }: People, targets: readonly Target[]): Promise<Asker[]> {
  const revoked = new Map<string, Record<Content, string>>();
  for (const { id } of targets) {
    revoked.set(id, { whole: await revokedSignature(id), record: await revokedRecordSignature(id, RECORD_KEY) });
  }
  const elsewhere = await makeStorage('key-value-store', olga);
  const record = (id: string, expiresAt: Date | null, epoch = 1) => recordSignatureOf(id, RECORD_KEY, expiresAt, epoch);
  const forged = (signature: string) => signature.replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A'));
  // What it is worth, what it is, and the signature for each sort of content.
  const links: readonly [worth: string, what: string, make: Record<Content, (id: string) => string>][] = [
    ['valid', 'for ever', { whole: (id) => signatureOf(id), record: (id) => record(id, null) }],
    ['valid', 'for long', { whole: (id) => signatureOf(id, LONG_HENCE), record: (id) => record(id, LONG_HENCE) }],
    ['expired', '', { whole: (id) => signatureOf(id, LONG_AGO), record: (id) => record(id, LONG_AGO) }],
    [
      ...(['revoked', ''] as const),
      { whole: (id) => revoked.get(id)?.whole ?? '', record: (id) => revoked.get(id)?.record ?? '' },
    ],
    ['forged', '', { whole: (id) => forged(signatureOf(id)), record: (id) => forged(record(id, LONG_HENCE)) }],
    ['forged', 'of another storage', { whole: () => signatureOf(elsewhere), record: () => record(elsewhere, null) }],
    ['forged', 'of an earlier epoch', { whole: (id) => signatureOf(id, null, 0), record: (id) => record(id, null, 0) }],
    // Each is valid, for the other sort of content.
    ['forged', 'for something else', { whole: (id) => record(id, null), record: (id) => signatureOf(id) }],
  ];
  const askers: Asker[] = [{ name: 'anonymous', account: null }];
  for (const [worth, what, make] of links) {
    const link = ({ id }: Target, content: Content) => ({ signature: make[content](id), worth });
    const named = ['link', worth, what].filter(Boolean).join(' ');
    askers.push({ name: `anonymous, ${named}`, account: null, link });
    if (what === 'for ever' || worth === 'revoked') {
      askers.push({ name: `stan, token, ${named}`, account: stan, token: stan.token, mayCreate: STORAGE_KINDS, link });
    }
  }
  return askers;
}

/** Those whose credential is no good. */
async function makeWrong({ olga, dora }: People): Promise<Asker[]> {
  const expired = await makeToken(olga, { expiresAt: LONG_AGO });
  await pool().query('UPDATE accounts SET disabled_at = now() WHERE id = $1', [dora.id]);
  return [
    { name: 'a token that never was', account: null, token: `${olga.token}x`, isWrong: true },
    { name: "olga's expired token", account: null, token: expired.token, isWrong: true },
    { name: "a disabled account's token", account: null, token: dora.token, isWrong: true },
  ];
}
