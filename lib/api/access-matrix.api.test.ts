/**
 * Every principal × general access × address × route, over HTTP, against an oracle that shares no code with the product.
 *
 * What reads or is refused changes nothing and is asked side by side. What is permitted to change something is asked one at a time, and the
 * dataset is put back after.
 */
import { expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import {
  keepDataset,
  LONG_AGO,
  LONG_HENCE,
  makeDataset,
  makeGrant,
  makeToken,
  revokedSignature,
  setAccountAccess,
  signatureOf,
} from '../testing/arrange.ts';
import { type Asked, type Held, isPermitted } from '../testing/oracle.ts';
import { call, type Person, person, serveApi } from '../testing/world.ts';
import { ROUTES } from './route.ts';

serveApi();

interface Target {
  id: string;
  name: string | null;
  owner: Person;
  setting: string;
  ownersSetting: string;
  createdByToken: string | null;
  grants: ReadonlyMap<string, readonly Held[]>;
  /** The grant to Greta, who never asks for anything: for taking it away. */
  gretasGrant: string;
}

interface Asker {
  name: string;
  /** null: nobody. */
  account: Person | null;
  token?: string;
  tokenId?: string;
  /** What the token's scope says of a dataset; absent for an unscoped one. */
  scope?: (target: Target) => readonly Held[];
  mayCreate?: boolean;
  /** The link that comes along: its signature and what it is worth. */
  link?: (target: Target) => { signature: string; worth: string };
  /** A credential that must be answered with 401 everywhere. */
  isWrong?: boolean;
}

/** How a path names a dataset, and which one that is for this asker; null for one that is not there. */
interface Address {
  text: string;
  by: 'id' | 'name';
  target: Target | null;
}

interface Cell {
  label: string;
  method: string;
  path: string;
  body?: unknown;
  asker: Asker;
  /** The status, with the error's type where it is an error. */
  expected: string;
  target: Target | null;
  check?: (answer: Awaited<ReturnType<typeof call>>) => string | null;
}

const SETTINGS = ['FOLLOW_USER_SETTING', 'RESTRICTED', 'ANYONE_WITH_ID_CAN_READ', 'ANYONE_WITH_NAME_CAN_READ'] as const;
const ALL: readonly Held[] = ['read', 'write', 'share'];

async function makeWorld() {
  const names = ['olga', 'oskar', 'colin', 'wendy', 'shirley', 'erika', 'stan', 'greta', 'dora'];
  const [olga, oskar, colin, wendy, shirley, erika, stan, greta, dora] = (await Promise.all(
    names.map((name) => person(name)),
  )) as [Person, Person, Person, Person, Person, Person, Person, Person, Person];
  const otto = await person('otto', { isOperator: true });
  const accountSettings = new Map([
    [olga, 'RESTRICTED'],
    [oskar, 'ANYONE_WITH_ID_CAN_READ'],
    [colin, 'RESTRICTED'],
  ] as const);
  for (const [owner, setting] of accountSettings) await setAccountAccess(owner, setting);

  async function target(owner: Person, setting: (typeof SETTINGS)[number], name: string | null, creator?: string) {
    const id = await makeDataset(owner, {
      generalAccess: setting,
      ...(name !== null && { name }),
      ...(creator !== undefined && { createdByTokenId: creator }),
    });
    if (owner !== colin) await makeGrant(id, colin, ['READ']);
    await makeGrant(id, wendy, ['READ', 'WRITE']);
    await makeGrant(id, shirley, ['READ', 'SHARE']);
    await makeGrant(id, erika, ['READ', 'WRITE', 'SHARE'], LONG_AGO);
    const made: Target = {
      ...{ id, name, owner, setting, createdByToken: creator ?? null },
      ownersSetting: accountSettings.get(owner) ?? '',
      grants: new Map<string, readonly Held[]>([
        [colin.id, ['read']],
        [wendy.id, ['read', 'write']],
        [shirley.id, ['read', 'share']],
      ]),
      gretasGrant: await makeGrant(id, greta, ['READ']),
    };
    return made;
  }

  const creator = await makeToken(olga, { scope: { resources: [], kinds: [], create: ['dataset'] } });
  const targets: Target[] = [];
  for (const owner of [olga, oskar]) {
    for (const setting of SETTINGS)
      targets.push(await target(owner, setting, `of-${setting.toLowerCase().replaceAll('_', '-')}`));
    targets.push(await target(owner, 'ANYONE_WITH_NAME_CAN_READ', null));
  }
  targets.push(await target(olga, 'RESTRICTED', 'of-a-token', creator.id));
  // Under the name of one of Olga's, so that "~name" means another dataset to him than to her.
  targets.push(await target(colin, 'RESTRICTED', 'of-restricted'));

  const askers: Asker[] = [];
  const withToken = async (
    name: string,
    account: Person,
    { listed, kinds, create }: { listed?: readonly Held[]; kinds?: readonly Held[]; create?: boolean } = {},
  ) => {
    const scope = {
      resources: listed ? targets.map(({ id }) => ({ id, permissions: listed })) : [],
      kinds: kinds ? [{ kind: 'dataset' as const, permissions: kinds }] : [],
      create: create ? ['dataset' as const] : [],
    };
    const { id: tokenId, token } = await makeToken(account, { scope });
    askers.push({
      ...{ name: `${account.username.split('-')[0]}, token scoped to ${name}`, account, token, tokenId },
      mayCreate: create ?? false,
      scope: ({ createdByToken }) => (createdByToken === tokenId ? ALL : [...(listed ?? []), ...(kinds ?? [])]),
    });
  };
  for (const account of [olga, oskar, colin, wendy, shirley, erika, stan, otto]) {
    const { username, token, tokenId } = account;
    askers.push({ name: `${username.split('-')[0]}, token`, account, token, tokenId, mayCreate: true });
  }
  for (const owner of [olga, oskar]) {
    await withToken('nothing', owner);
    await withToken('create', owner, { create: true });
    await withToken('read', owner, { listed: ['read'] });
    await withToken('write', owner, { listed: ['write'] });
    await withToken('share', owner, { listed: ['read', 'share'] });
    await withToken('read all', owner, { kinds: ['read'] });
    await withToken('write all', owner, { kinds: ['write'] });
    await withToken('everything', owner, { listed: ALL, kinds: ALL, create: true });
  }
  await withToken('nothing', colin);
  await withToken('write', colin, { listed: ['write'] });
  await withToken('read', wendy, { listed: ['read'] });
  await withToken('write all', wendy, { kinds: ['write'] });
  await withToken('share', shirley, { listed: ['read', 'share'] });
  await withToken('everything', stan, { listed: ALL, kinds: ALL, create: true });
  askers.push({
    ...{ name: 'olga, the token that created one', account: olga, token: creator.token, tokenId: creator.id },
    mayCreate: true,
    scope: ({ createdByToken }) => (createdByToken === creator.id ? ALL : []),
  });

  askers.push({ name: 'anonymous', account: null });
  const revoked = new Map<string, string>();
  for (const { id } of targets) revoked.set(id, await revokedSignature(id));
  const elsewhere = signatureOf(await makeDataset(olga));
  const signatures: Record<string, (id: string) => string> = {
    'valid, for ever': (id) => signatureOf(id),
    'valid, for long': (id) => signatureOf(id, LONG_HENCE),
    expired: (id) => signatureOf(id, LONG_AGO),
    revoked: (id) => revoked.get(id) ?? '',
    forged: (id) => signatureOf(id).replace(/.$/, (last) => (last === 'A' ? 'Q' : 'A')),
    'of another dataset': () => elsewhere,
    'of an earlier epoch': (id) => signatureOf(id, null, 0),
  };
  for (const [what, signature] of Object.entries(signatures)) {
    const worth = what.split(',')[0] ?? '';
    const link = ({ id }: Target) => ({ signature: signature(id), worth });
    askers.push({ name: `anonymous, link ${what}`, account: null, link });
    if (what === 'valid, for ever' || what === 'revoked')
      askers.push({ name: `stan, token, link ${what}`, account: stan, token: stan.token, mayCreate: true, link });
  }

  const expired = await makeToken(olga, { expiresAt: LONG_AGO });
  await pool().query('UPDATE accounts SET disabled_at = now() WHERE id = $1', [dora.id]);
  askers.push({ name: 'a token that never was', account: null, token: `${olga.token}x`, isWrong: true });
  askers.push({ name: "olga's expired token", account: null, token: expired.token, isWrong: true });
  askers.push({ name: "a disabled account's token", account: null, token: dora.token, isWrong: true });
  return { targets, askers, greta, olga, dora };
}

/** The ways to name a target, those that lead elsewhere for this asker included. */
function addressesOf(target: Target, asker: Asker, targets: Target[]): Address[] {
  const byId: Address = { text: target.id, by: 'id', target };
  const { name, owner } = target;
  if (name === null) return [byId];
  const own = targets.find((other) => other.owner === asker.account && other.name === name) ?? null;
  const shouted: Address = { text: `${owner.username}~${name}`.toUpperCase(), by: 'name', target };
  return [
    byId,
    { text: `${owner.username}~${name}`, by: 'name', target },
    // How a name is written makes no difference to anyone; those without scope and link stand for all.
    ...(asker.scope || asker.link ? [] : [shouted]),
    { text: `~${name}`, by: 'name', target: own },
    { text: name, by: 'id', target: null },
  ];
}

const STATUS = {
  wrongCredential: '401 user-or-token-not-found',
  noCredential: '401 token-not-provided',
  missing: '404 record-not-found',
  refused: '403 insufficient-permissions',
  noSuchVerb: '405 method-not-allowed',
};

function expectedOf(asker: Asker, { target, by }: Address, asked: readonly Asked[], success: string): string {
  if (asker.isWrong) return STATUS.wrongCredential;
  if (!target) return STATUS.missing;
  return asked.every((each) => mayDo(asker, target, by, each)) ? success : STATUS.refused;
}

const mayDo = (asker: Asker, target: Target, by: 'id' | 'name', asked: Asked) =>
  isPermitted({
    asked,
    account: asker.account?.id ?? null,
    owner: target.owner.id,
    granted: (asker.account && target.grants.get(asker.account.id)) ?? [],
    scope: asker.scope?.(target) ?? null,
    setting: target.setting,
    ownersSetting: target.ownersSetting,
    addressedBy: by,
    link: asker.link?.(target).worth ?? 'none',
  });

interface Ask {
  body?: unknown;
  asked: Asked[];
  success: string;
  /** Behind the route's path, in place of its last parameter. */
  grantId?: (target: Target) => string;
  check?: Cell['check'];
}

/** What each verb of a path that names a dataset asks for. A verb that is not here is not in the API. */
const OF_A_DATASET: Record<string, Record<string, (target: Target, greta: Person) => Ask[]>> = {
  '/v2/datasets/:id': {
    GET: () => [{ asked: ['read the description'], success: '200' }],
    HEAD: () => [{ asked: ['read the description'], success: '200' }],
    PUT: ({ setting }) => {
      const generalAccess = setting === 'RESTRICTED' ? 'ANYONE_WITH_ID_CAN_READ' : 'RESTRICTED';
      return [
        { body: { title: 'A title' }, asked: ['write'], success: '200' },
        { body: { generalAccess }, asked: ['share'], success: '200' },
        { body: { title: 'A title', generalAccess }, asked: ['write', 'share'], success: '200' },
        { body: {}, asked: ['write'], success: '200' },
      ];
    },
    DELETE: () => [{ asked: ['write'], success: '204' }],
  },
  '/v2/datasets/:id/items': {
    GET: () => [{ asked: ['read the items'], success: '200' }],
    HEAD: () => [{ asked: ['read the items'], success: '200' }],
    POST: () => [{ body: [{ a: 1 }], asked: ['write'], success: '201' }],
  },
  '/v2/datasets/:id/statistics': {
    GET: () => [{ asked: ['read the description'], success: '200' }],
    HEAD: () => [{ asked: ['read the description'], success: '200' }],
  },
  '/v2/datasets/:id/grants': {
    GET: () => [{ asked: ['share'], success: '200' }],
    HEAD: () => [{ asked: ['share'], success: '200' }],
    POST: (_target, greta) => [
      // Nobody can give what they do not have.
      { body: { userId: greta.id, permissions: ['WRITE'] }, asked: ['share', 'write'], success: '201' },
    ],
  },
  '/v2/datasets/:id/grants/:grantId': {
    DELETE: () => [
      { asked: ['share'], success: '204', grantId: ({ gretasGrant }) => gretasGrant },
      { asked: ['share'], success: STATUS.missing, grantId: () => 'NoSuchGrant000001' },
    ],
  },
};

/** Routes whose cells are made by hand below. */
const OTHER_ROUTES: Record<string, string[]> = {
  '/v2/datasets': ['GET', 'HEAD', 'POST'],
  '/v2/users/me': ['GET', 'HEAD'],
  '/v2/users/:userId': ['GET', 'HEAD'],
  '/health': ['GET', 'HEAD'],
};

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

function query(asker: Asker, target: Target | null): string {
  return asker.link && target ? `?signature=${asker.link(target).signature}` : '';
}

function cellsOfDatasets({ targets, askers, greta }: Awaited<ReturnType<typeof makeWorld>>): Cell[] {
  const cells: Cell[] = [];
  const missing: Address[] = [
    { text: 'NoSuchDataset0001', by: 'id', target: null },
    { text: 'no-such-person~of-restricted', by: 'name', target: null },
    { text: '~no-such-name', by: 'name', target: null },
  ];
  for (const asker of askers) {
    for (const target of targets) {
      const addresses = addressesOf(target, asker, targets);
      for (const address of target === targets[0] ? [...addresses, ...missing] : addresses) {
        for (const [route, verbs] of Object.entries(OF_A_DATASET)) {
          for (const [method, asksOf] of Object.entries(verbs)) {
            for (const ask of asksOf(address.target ?? target, greta)) {
              const path = route
                .replace(':id', address.text)
                .replace(':grantId', ask.grantId?.(address.target ?? target) ?? '');
              const expected = expectedOf(asker, address, ask.asked, ask.success);
              cells.push({
                label: `${asker.name}: ${method} ${path} ${JSON.stringify(ask.body) ?? ''} (${address.target?.setting})`,
                ...{ method, asker, expected, target: address.target },
                path: path + query(asker, address.target ?? target),
                ...(ask.body !== undefined && { body: ask.body }),
                check: (answer) => checkAnswer(route, method, asker, address, answer),
              });
            }
          }
        }
      }
    }
  }
  return cells;
}

/** What a successful answer may and may not hold. */
function checkAnswer(
  route: string,
  method: string,
  asker: Asker,
  { target, by }: Address,
  answer: Awaited<ReturnType<typeof call>>,
): string | null {
  if (answer.text.includes('because')) return 'says which rule decided';
  if (!target || answer.status !== 200 || route !== '/v2/datasets/:id' || method !== 'GET') return null;
  const { id, urlSigningSecretKey, itemsPublicUrl } = answer.json.data;
  if (id !== target.id) return `gives ${id}`;
  const mayWrite = mayDo(asker, target, by, 'write');
  if (mayWrite !== (urlSigningSecretKey !== undefined)) return `gives a signing key: ${!mayWrite}`;
  return mayWrite === itemsPublicUrl.includes('signature=') ? null : 'signs for one who may not write';
}

function cellsOfOthers({ targets, askers, olga, dora }: Awaited<ReturnType<typeof makeWorld>>): Cell[] {
  return askers.flatMap((asker, n): Cell[] => {
    const { account } = asker;
    const own = (success: string) => (asker.isWrong ? STATUS.wrongCredential : account ? success : STATUS.noCredential);
    const open = (success: string) => (asker.isWrong ? STATUS.wrongCredential : success);
    const readable = (target: Target) =>
      isPermitted({
        ...{ asked: 'read the items', account: account?.id ?? null, owner: target.owner.id },
        granted: (account && target.grants.get(account.id)) ?? [],
        scope: asker.scope?.(target) ?? null,
        // Only a right of one's own puts a dataset into one's list.
        ...{ setting: 'RESTRICTED', ownersSetting: 'RESTRICTED', addressedBy: 'id', link: 'none' },
      });
    const listed = targets.filter(readable).map(({ id }) => id);
    const known = new Set(targets.map(({ id }) => id));
    const ofList: Cell['check'] = ({ status, json }) => {
      if (status !== 200) return null;
      const given = (json.data.items as { id: string }[]).map(({ id }) => id).filter((id) => known.has(id));
      return given.sort().join() === listed.sort().join() ? null : `lists ${given.length}, not ${listed.length}`;
    };
    const made = { asker, target: null };
    const cell = (method: string, path: string, expected: string, more: Partial<Cell> = {}): Cell => ({
      ...{ ...made, method, path, expected, label: `${asker.name}: ${method} ${path}` },
      ...more,
    });
    const existing = targets[0] as Target;
    const mayReadExisting = account === existing.owner ? readable(existing) : false;
    return [
      cell('GET', '/v2/datasets?unnamed=1', own('200'), { check: ofList }),
      cell('HEAD', '/v2/datasets', own('200')),
      cell('POST', `/v2/datasets?name=made-${n}`, own(asker.mayCreate ? '201' : STATUS.refused)),
      cell('POST', '/v2/datasets', own(asker.mayCreate ? '201' : STATUS.refused)),
      ...(account === existing.owner
        ? [cell('POST', `/v2/datasets?name=${existing.name}`, mayReadExisting ? '200' : STATUS.refused)]
        : []),
      cell('GET', '/v2/users/me', own('200'), {
        check: ({ status, json }) => (status !== 200 || json.data.id === account?.id ? null : 'is somebody else'),
      }),
      cell('HEAD', '/v2/users/me', own('200')),
      cell('GET', `/v2/users/${olga.id}`, open('200')),
      cell('GET', `/v2/users/${olga.username}`, open('200'), {
        check: ({ text }) => (text.includes('@') ? 'tells the e-mail address' : null),
      }),
      cell('HEAD', `/v2/users/${olga.id}`, open('200')),
      cell('GET', `/v2/users/${dora.id}`, open(STATUS.missing)),
      cell('GET', '/v2/users/NobodyHere0000001', open(STATUS.missing)),
      cell('GET', '/health', '200'),
      cell('HEAD', '/health', '200'),
    ];
  });
}

/** Every verb that a path does not take, for every asker: who asks makes no difference. */
function cellsOfMissingVerbs({ targets, askers }: Awaited<ReturnType<typeof makeWorld>>): Cell[] {
  return ROUTES.flatMap(({ path, verbs }) =>
    VERBS.filter((verb) => !verbs.some((known) => known === verb)).flatMap((method) =>
      askers.map((asker) => ({
        label: `${asker.name}: ${method} ${path}`,
        ...{ method, asker, target: null, expected: STATUS.noSuchVerb },
        path: path
          .replace(':id', targets[0]?.id ?? '')
          .replace(':grantId', 'x')
          .replace(':userId', 'me-not'),
        check: ({ headers }) => (headers.get('allow') === verbs.join(', ') ? null : `allows ${headers.get('allow')}`),
      })),
    ),
  );
}

async function ask(cell: Cell): Promise<string | null> {
  const answer = await call(cell.path, {
    method: cell.method,
    ...(cell.asker.token !== undefined && { token: cell.asker.token }),
    ...(cell.body !== undefined && { body: JSON.stringify(cell.body) }),
  });
  const type = answer.json?.error?.type;
  const expected = cell.method === 'HEAD' ? cell.expected.slice(0, 3) : cell.expected;
  const got = type === undefined ? String(answer.status) : `${answer.status} ${type}`;
  const problem = got === expected ? cell.check?.(answer) : `${got}, not ${expected}`;
  return problem ? `${cell.label} → ${problem}` : null;
}

async function askAll(cells: Cell[], atOnce: number): Promise<string[]> {
  const mismatches: string[] = [];
  const rest = cells.values();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (const cell of rest) {
        const mismatch = await ask(cell);
        if (mismatch) mismatches.push(mismatch);
      }
    }),
  );
  return mismatches;
}

test('the matrix knows every route and verb of the API', () => {
  const known = Object.entries(OF_A_DATASET).map(([path, verbs]) => [path, Object.keys(verbs)] as const);
  const inMatrix = [...known, ...Object.entries(OTHER_ROUTES)].flatMap(([path, verbs]) =>
    verbs.map((verb) => `${verb} ${path}`),
  );
  const inApi = ROUTES.flatMap(({ path, verbs }) => verbs.map((verb) => `${verb} ${path}`));
  expect(inApi.sort()).toEqual(inMatrix.sort());
});

test('every principal gets what the access rules say, at every address and route', { timeout: 600_000 }, async () => {
  const world = await makeWorld();
  const cells = [...cellsOfDatasets(world), ...cellsOfOthers(world), ...cellsOfMissingVerbs(world)];
  const changes = (cell: Cell) => !['GET', 'HEAD'].includes(cell.method) && cell.expected.startsWith('2');

  const mismatches = await askAll(
    cells.filter((cell) => !changes(cell)),
    16,
  );
  const putBack = new Map<Target, () => Promise<void>>();
  for (const target of world.targets) putBack.set(target, await keepDataset(target.id));
  for (const cell of cells.filter(changes)) {
    mismatches.push(...(await askAll([cell], 1)));
    if (cell.target) await putBack.get(cell.target)?.();
  }
  console.info(`access matrix: ${cells.length} cells, ${mismatches.length} mismatches`);
  expect(mismatches).toEqual([]);
  expect(cells.length).toBeGreaterThan(10_000);
});
