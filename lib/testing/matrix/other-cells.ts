/** The cells that name no storage: lists, creation, accounts, and verbs that a path does not take. */
import { STORAGE_COLLECTIONS, STORAGE_KINDS, type StorageKind } from '../../vocabulary.ts';
import { isPermitted } from '../oracle.ts';
import type { Person } from '../world.ts';
import { type Asker, type Cell, STATUS, type Target } from './cell.ts';
import { askerOf } from './expectation.ts';
import type { MatrixWorld } from './world.ts';

/** The paths of these cells with their verbs. */
export const OTHER_ROUTES: readonly (readonly [path: string, verbs: string[]])[] = [
  ...Object.values(STORAGE_COLLECTIONS).map((collection) => [`/v2/${collection}`, ['GET', 'HEAD', 'POST']] as const),
  ['/v2/users/me', ['GET', 'HEAD']],
  ['/v2/users/:userId', ['GET', 'HEAD']],
  ['/health', ['GET', 'HEAD']],
].map(([path, verbs]) => [path as string, verbs as string[]] as const);

type Asked = Pick<MatrixWorld, 'askers' | 'targets'> & Record<'olga' | 'dora', Pick<Person, 'id' | 'username'>>;

/** `olga`: somebody; `dora`: somebody whose account is disabled. */
export function otherCells(world: Asked): Cell[] {
  return world.askers.flatMap((asker, n) => [
    ...STORAGE_KINDS.flatMap((kind) => collectionCells(world, asker, kind, n)),
    ...accountCells(world, asker),
  ]);
}

const own = ({ isWrong, account }: Asker, success: string) =>
  isWrong ? STATUS.wrongCredential : account ? success : STATUS.noCredential;
const open = ({ isWrong }: Asker, success: string) => (isWrong ? STATUS.wrongCredential : success);

const cell = (asker: Asker, method: string, path: string, expected: string, check?: Cell['check']): Cell => ({
  ...{ asker, method, path, expected, target: null, label: `${asker.name}: ${method} ${path}` },
  ...(check && { check }),
});

function collectionCells({ targets }: Asked, asker: Asker, kind: StorageKind, n: number): Cell[] {
  const { account } = asker;
  const ofKind = targets.filter((target) => target.kind === kind);
  const readable = (target: Target) =>
    isPermitted({
      ...{ asker: askerOf(asker), right: 'read', by: 'id', link: 'none', asksForContent: false, runs: [] },
      // Only a right of one's own puts a storage into one's list.
      thing: { ...target, setting: 'RESTRICTED' },
    });
  const listed = ofKind.filter(readable).map(({ id }) => id);
  const known = new Set(targets.map(({ id }) => id));
  const ofList: Cell['check'] = ({ status, json }) => {
    if (status !== 200) return null;
    const given = (json.data.items as { id: string }[]).map(({ id }) => id).filter((id) => known.has(id));
    return given.sort().join() === listed.sort().join() ? null : `lists ${given.length}, not ${listed.length}`;
  };
  const path = `/v2/${STORAGE_COLLECTIONS[kind]}`;
  // A limited run is told no list.
  const told = asker.run?.limited ? STATUS.refused : '200';
  const created = own(asker, asker.mayCreate?.includes(kind) ? '201' : STATUS.refused);
  const existing = ofKind.find((target) => target.person === account && target.name !== null);
  return [
    cell(asker, 'GET', `${path}?unnamed=1`, own(asker, told), ofList),
    cell(asker, 'HEAD', path, own(asker, told)),
    cell(asker, 'POST', `${path}?name=made-${n}`, created),
    cell(asker, 'POST', path, created),
    ...(existing
      ? [cell(asker, 'POST', `${path}?name=${existing.name}`, own(asker, readable(existing) ? '200' : STATUS.refused))]
      : []),
  ];
}

function accountCells({ olga, dora }: Asked, asker: Asker): Cell[] {
  // Nor is it told whose account it is in.
  const me = own(asker, asker.run?.limited ? STATUS.refused : '200');
  return [
    cell(asker, 'GET', '/v2/users/me', me, ({ status, json }) =>
      status !== 200 || json.data.id === asker.account?.id ? null : 'is somebody else',
    ),
    cell(asker, 'HEAD', '/v2/users/me', me),
    cell(asker, 'GET', `/v2/users/${olga.id}`, open(asker, '200')),
    cell(asker, 'GET', `/v2/users/${olga.username}`, open(asker, '200'), ({ text }) =>
      text.includes('@') ? 'tells the e-mail address' : null,
    ),
    cell(asker, 'HEAD', `/v2/users/${olga.id}`, open(asker, '200')),
    cell(asker, 'GET', `/v2/users/${dora.id}`, open(asker, STATUS.missing)),
    cell(asker, 'GET', '/v2/users/NobodyHere0000001', open(asker, STATUS.missing)),
    cell(asker, 'GET', '/health', '200'),
    cell(asker, 'HEAD', '/health', '200'),
  ];
}

const VERBS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE'];

/** Every verb that a path does not take. Who asks makes no difference, so each path is asked by a few, others than the path before. */
export function missingVerbCells(
  { targets, askers }: MatrixWorld,
  routes: readonly { path: string; verbs: readonly string[] }[],
): Cell[] {
  return routes.flatMap(({ path, verbs }, n) =>
    VERBS.filter((verb) => !verbs.includes(verb)).flatMap((method) =>
      askers
        .filter((_, a) => (a + n) % 10 === 0)
        .map((asker) =>
          cell(
            asker,
            method,
            path.replace(':id', targets[0]?.id ?? '').replaceAll(/:[a-zA-Z]+/g, 'x'),
            STATUS.noSuchVerb,
            ({ headers }) => (headers.get('allow') === verbs.join(', ') ? null : `allows ${headers.get('allow')}`),
          ),
        ),
    ),
  );
}
