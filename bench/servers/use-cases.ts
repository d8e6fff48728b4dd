/** Runs use-cases in a process of its own, on one world, and tells what each took. */
import { pool } from '../../db/client.ts';
import { tokenCredential } from '../../lib/authentication/credential.ts';
import { authorize } from '../../lib/authorization/authorize.ts';
import { decideResource } from '../../lib/authorization/decide.ts';
import { loadResource } from '../../lib/authorization/load.ts';
import type { LoadedResource, Reference } from '../../lib/authorization/rows.ts';
import type { Ctx } from '../../lib/context.ts';
import { listStorages } from '../../lib/storage/list.ts';
import { listStorageRows } from '../../lib/storage/list-rows.ts';
import { grantOf, ownerOf, resourceId, tokenOf, type WorldSize } from '../lab/world.ts';
import { answerParent } from './answering.ts';

/** What a round of one use-case took. */
export interface Timing {
  p50Micros: number;
  /** CPU time of this process for each. */
  cpuMicros: number;
}

const world: WorldSize = JSON.parse(process.env.BENCH_WORLD ?? '{}');

const contextOf = (account: number): Ctx => ({
  credential: tokenCredential(tokenOf(account)),
  requestId: 'bench',
  via: 'API',
  ipAddress: '127.0.0.1',
  userAgent: 'bench',
});
const referenceTo = (n: number): Reference<'dataset'> => ({
  kind: 'dataset',
  address: { by: 'id', id: resourceId(n) },
});
const below = (limit: number) => Math.floor(Math.random() * limit);

interface Case {
  ctx: Ctx;
  reference: Reference<'dataset'>;
}

/** An owner and a resource, at random. */
function owned(): Case {
  const n = 1 + below(world.resources);
  return { ctx: contextOf(ownerOf(world, n)), reference: referenceTo(n) };
}

/** Somebody with a grant and the resource that it is on, at random. */
function granted(): Case {
  const { account, resource } = grantOf(world, 1 + below(world.grants));
  return { ctx: contextOf(account), reference: referenceTo(resource) };
}

/** An account and a resource that have nothing to do with each other. */
function strange(): Case {
  const n = world.readerOwns + world.grants + 1 + below(world.resources - world.readerOwns - world.grants);
  const stranger = 2 + (ownerOf(world, n) % (world.accounts - 1));
  return { ctx: contextOf(stranger), reference: referenceTo(n) };
}

/** Runs `use` on each case, one after the other. The cases are made beforehand. */
async function timed<T>(cases: T[], use: (one: T) => Promise<unknown>): Promise<Timing> {
  const nanos: number[] = [];
  const cpu = process.cpuUsage();
  for (const one of cases) {
    const start = process.hrtime.bigint();
    await use(one);
    nanos.push(Number(process.hrtime.bigint() - start));
  }
  const { user, system } = process.cpuUsage(cpu);
  nanos.sort((a, b) => a - b);
  return { p50Micros: (nanos[nanos.length >> 1] ?? 0) / 1_000, cpuMicros: (user + system) / cases.length };
}

const repeated = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
const reader = contextOf(1);
const FIRST_PAGE = { offset: 0, limit: 100, desc: true, unnamed: true };

answerParent(0, {
  /** The least that a statement costs on the same pool. */
  selectOne: ({ count }: { count: number }) =>
    timed(repeated(count, Number), () => pool().query({ name: 'select-one', text: 'SELECT 1' })),

  /** Authorized reads by those who may: owners, and one in five by a grant. */
  authorize: ({ count }: { count: number }) =>
    timed(
      repeated(count, (n) => (n % 5 === 0 ? granted() : owned())),
      ({ ctx, reference }) => authorize(ctx, 'read', reference),
    ),

  /** How many statements an authorized read sends. */
  countStatements: async () => {
    let count = 0;
    const { ctx, reference } = owned();
    const counting = new Proxy(pool(), {
      get: (target, name) => {
        if (name === 'query') count++;
        const value: unknown = Reflect.get(target, name);
        return typeof value === 'function' ? value.bind(target) : value;
      },
    });
    await loadResource(ctx, reference, counting);
    return count;
  },

  /** Facts loaded and decided: owners, grantees and strangers in turn. */
  check: ({ count }: { count: number }) =>
    timed(
      repeated(count, (n) => (n % 3 === 0 ? owned() : n % 3 === 1 ? granted() : strange())),
      async ({ ctx, reference }) => {
        const { found }: LoadedResource<'dataset'> = await loadResource(ctx, reference);
        if (!found) throw new Error('A resource of the world is missing');
        return decideResource('read', found.facts);
      },
    ),

  /** The first 100 datasets that the reader may read, newest first, as the API gives them. */
  list: async ({ count }: { count: number }) => {
    const { items } = await listStorages(reader, 'dataset', FIRST_PAGE);
    if (items.length !== 100) throw new Error(`The list has ${items.length} rows`);
    return timed(repeated(count, Number), () => listStorages(reader, 'dataset', FIRST_PAGE));
  },

  /** A page of 100 by key, as the Console gives it: the first one, or one far behind. */
  page: async ({ count, number }: { count: number; number: number }) => {
    let after: Awaited<ReturnType<typeof listStorageRows>>['next'] = null;
    for (let n = 1; n < number; n++) after = (await pageAfter(after)).next;
    const page = await pageAfter(after);
    if (page.rows.length !== 100) throw new Error(`Page ${number} has ${page.rows.length} rows`);
    return timed(repeated(count, Number), () => pageAfter(after));
  },
});

const pageAfter = (after: { createdAt: Date; id: string } | null) =>
  listStorageRows(reader, 'dataset', { withUnnamed: true, limit: 100, ...(after && { after }) });

process.once('SIGTERM', () => process.exit(0));
