/** The cells about storages: every path that names one. */
import { STORAGE_COLLECTIONS, type StorageKind } from '../../vocabulary.ts';
import type { call, Person } from '../world.ts';
import {
  A_REQUEST,
  type Address,
  type Asked,
  type Asker,
  type Cell,
  CLIENT_KEY,
  type Content,
  RECORD_KEY,
  REQUEST_ID,
  STATUS,
  type Target,
} from './cell.ts';
import { addressesOf, expectedOf, mayDo } from './expectation.ts';
import type { MatrixWorld } from './world.ts';

interface Ask {
  body?: unknown;
  asked: Asked[];
  success: string;
  /** What the path asks for, where a signed link may open it. */
  content?: Content;
  /** In place of the path's parameters behind the storage's. */
  parameters?: Record<string, (target: Target) => string>;
  /** Behind the path. */
  query?: string;
}
type AsksOf = (target: Target, greta: Person) => Ask[];
type Routes = Record<string, Record<string, AsksOf>>;

const description: AsksOf = () => [{ asked: ['read the description'], success: '200' }];
const content: AsksOf = () => [{ asked: ['read the content'], success: '200', content: 'whole' }];

const record: AsksOf = () => [{ asked: ['read the content'], success: '200', content: 'record' }];
/** Of the client that has locked the request that is there. */
const CLIENT = `clientKey=${CLIENT_KEY}`;

/** What each verb asks for, of paths that every kind has. A verb that is not here is not in the API. */
const OF_EVERY_KIND: Routes = {
  '/:id': {
    GET: description,
    HEAD: description,
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
  '/:id/grants': {
    GET: () => [{ asked: ['share'], success: '200' }],
    HEAD: () => [{ asked: ['share'], success: '200' }],
    POST: (_target, greta) => [
      // Nobody can give what they do not have.
      { body: { userId: greta.id, permissions: ['WRITE'] }, asked: ['grant', 'write'], success: '201' },
    ],
  },
  '/:id/grants/:grantId': {
    DELETE: () => [
      { asked: ['grant'], success: '204', parameters: { grantId: ({ gretasGrant }) => gretasGrant } },
      { asked: ['grant'], success: STATUS.missing, parameters: { grantId: () => 'NoSuchGrant000001' } },
    ],
  },
};

const OF_ONE_KIND: Record<StorageKind, Routes> = {
  dataset: {
    '/:id/items': {
      GET: content,
      HEAD: content,
      POST: () => [{ body: [{ a: 1 }], asked: ['write'], success: '201' }],
    },
    '/:id/statistics': { GET: description, HEAD: description },
  },
  'key-value-store': {
    '/:id/keys': { GET: content, HEAD: content },
    '/:id/records': { GET: content, HEAD: content },
    '/:id/records/:key': {
      GET: record,
      HEAD: record,
      PUT: () => [{ body: { a: 1 }, asked: ['write'], success: '201', content: 'record' }],
      POST: () => [{ body: { a: 1 }, asked: ['write'], success: '201', content: 'record' }],
      DELETE: () => [{ asked: ['write'], success: '204', content: 'record' }],
    },
  },
  'request-queue': {
    '/:id/requests': {
      GET: content,
      HEAD: content,
      POST: () => [{ body: A_REQUEST, asked: ['write'], success: '201' }],
    },
    '/:id/requests/batch': {
      POST: () => [{ body: [A_REQUEST], asked: ['write'], success: '201' }],
      DELETE: () => [{ body: [{ id: REQUEST_ID }], asked: ['write'], success: '200' }],
    },
    '/:id/requests/unlock': { POST: () => [{ asked: ['write'], success: '200', query: CLIENT }] },
    '/:id/requests/:requestId': {
      GET: description,
      HEAD: description,
      PUT: () => [{ body: A_REQUEST, asked: ['write'], success: '200' }],
      DELETE: () => [{ asked: ['write'], success: '204', query: CLIENT }],
    },
    '/:id/requests/:requestId/lock': {
      PUT: () => [{ asked: ['write'], success: '200', query: `${CLIENT}&lockSecs=60` }],
      DELETE: () => [{ asked: ['write'], success: '204', query: CLIENT }],
    },
    '/:id/head': { GET: description, HEAD: description },
    '/:id/head/lock': { POST: () => [{ asked: ['write'], success: '201', query: `${CLIENT}&lockSecs=60` }] },
  },
};

export const routesOf = (kind: StorageKind): Routes => ({ ...OF_EVERY_KIND, ...OF_ONE_KIND[kind] });

/** Every path of these with its verbs, for the test that holds them against the API. */
export const STORAGE_ROUTES: readonly (readonly [path: string, verbs: string[]])[] = Object.entries(
  STORAGE_COLLECTIONS,
).flatMap(([kind, collection]) =>
  Object.entries(routesOf(kind as StorageKind)).map(
    ([path, verbs]) => [`/v2/${collection}${path}`, Object.keys(verbs)] as const,
  ),
);

const MISSING: readonly Address[] = [
  { text: 'NoSuchStorage0001', by: 'id', target: null },
  { text: 'no-such-person~of-restricted', by: 'name', target: null },
  { text: '~no-such-name', by: 'name', target: null },
];

export function* storageCells({
  targets,
  askers,
  greta,
}: Pick<MatrixWorld, 'targets' | 'askers' | 'greta'>): Generator<Cell> {
  const kinds = new Set<StorageKind>();
  for (const [t, target] of targets.entries()) {
    const isFirstOfKind = !kinds.has(target.kind);
    kinds.add(target.kind);
    for (const [a, asker] of askers.entries()) {
      // What a scope says of others' storages is nothing, and the same nothing for all of them.
      if (asker.scope && asker.account !== target.person && (a + t) % 3 > 0) continue;
      const addresses = addressesOf(target, asker, targets);
      for (const address of isFirstOfKind ? [...addresses, ...MISSING] : addresses) {
        yield* cellsAt(address, asker, target, greta, {
          asksHead: (a + t) % HEADS_ONE_IN === 0,
          // A link opens reading: that it opens nothing else is asked of some things by each.
          onlyReads: asker.link !== undefined && (a + t) % 4 > 0,
        });
      }
    }
  }
}

/** Another place than the storage's own. `refusal`: what is answered before the storage is asked about. */
interface Place {
  path?: string;
  refusal?: string | undefined;
  asksHead?: boolean;
  onlyReads?: boolean;
}

/** A HEAD is answered by what answers the GET: each asker asks it of some things, and everything is asked by some. */
export const HEADS_ONE_IN = 5;

/** `named`: the target that the address was made of; it is another's or nothing under some of them. */
export function* cellsAt(
  address: Address,
  asker: Asker,
  named: Target,
  greta: Person,
  place: Place = {},
): Generator<Cell> {
  const target = address.target ?? named;
  for (const [route, verbs] of Object.entries(routesOf(named.kind))) {
    if (place.path !== undefined && route.includes('/grants')) continue;
    for (const [method, asksOf] of Object.entries(verbs)) {
      if (method === 'HEAD' ? place.asksHead === false : method !== 'GET' && place.onlyReads) continue;
      for (const ask of asksOf(target, greta)) {
        const path = pathOf(named.kind, route, address, ask, target, place);
        const link = asker.link?.(target, ask.content ?? 'whole');
        const query = new URLSearchParams(ask.query);
        if (link) query.set('signature', link.signature);
        yield {
          label: `${asker.name}: ${method} ${path} ${JSON.stringify(ask.body) ?? ''} (${address.target?.setting})`,
          ...{ method, asker, target: address.target },
          expected: place.refusal ?? expectedOf(asker, address, ask.asked, ask.success, ask.content),
          path: query.size > 0 ? `${path}?${query}` : path,
          ...(ask.body !== undefined && { body: ask.body }),
          check: (answer) => checkAnswer(route, method, asker, address, answer),
        };
      }
    }
  }
}

function pathOf(
  kind: StorageKind,
  route: string,
  address: Address,
  ask: Ask,
  target: Target,
  { path: start = `/v2/${STORAGE_COLLECTIONS[kind]}/${address.text}` }: Place,
): string {
  const named = route.replace('/:id', '').replace(':key', RECORD_KEY).replace(':requestId', REQUEST_ID);
  const given = Object.entries(ask.parameters ?? {}).reduce(
    (path, [name, textOf]) => path.replace(`:${name}`, textOf(target)),
    named,
  );
  return `${start}${given}`;
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
  if (!target || answer.status !== 200 || route !== '/:id' || method !== 'GET') return null;
  const { id, urlSigningSecretKey } = answer.json.data;
  if (id !== target.id) return `gives ${id}`;
  const isKeyed = target.kind !== 'request-queue';
  const mayWrite = mayDo(asker, target, by, 'write');
  // What its input names is only lent to a limited run: a link would go on when the run has ended.
  const isLent = asker.run?.limited === true && asker.run.named.has(id);
  const maySign = mayWrite && !isLent;
  if ((maySign && isKeyed) !== (urlSigningSecretKey !== undefined)) return `gives a signing key: ${!maySign}`;
  if (!isKeyed) return null;
  const { itemsPublicUrl, keysPublicUrl, recordsPublicUrl } = answer.json.data;
  const urls = [itemsPublicUrl, keysPublicUrl, recordsPublicUrl].filter((url) => url !== undefined);
  return urls.every((url) => maySign === url.includes('signature=')) ? null : 'signs for one who may not';
}
