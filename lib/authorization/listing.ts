/**
 * Which resources a principal may list: those of its account, and those granted to it.
 *
 * Each way is an arm of a UNION ALL, and each arm walks one index in the order of the list and stops at the end of the page, so a page
 * costs the same among a million resources as among ten thousand. One WHERE with OR would not.
 */
import { containing } from '../../db/like.ts';
import type { PageKey } from '../paging.ts';
import type { ResourceKind } from '../vocabulary.ts';
import type { Listing } from './authorize.ts';

export interface ListingFilter {
  ownership?: 'ownedByMe' | 'sharedWithMe' | undefined;
  onlyNamed: boolean;
  /** Part of a name, or a whole id. */
  search?: string | undefined;
  /** Of runs: only those of this Actor or task. `ownerId`: of whom all are listed, beside the account's own and those granted to it. */
  runsOf?: { kind: 'actor' | 'task'; id: string; ownerId: string | null } | undefined;
  /** Further conditions on the resource `r`; `value` gives a value its number. */
  conditions?: (value: (given: unknown) => string) => string[];
}

/** A statement's text with its values; `text` refers to them as `$1`… */
export interface Sql {
  text: string;
  values: unknown[];
}

/**
 * Rows `(id, created_at)` of one page, in order.
 * `limit` and `offset` are counted over all arms; with `after`, `offset` is 0.
 */
export function listedPage(
  listing: Listing<ResourceKind>,
  filter: ListingFilter,
  page: { limit: number; offset: number; desc: boolean; after?: PageKey | undefined },
): Sql {
  const values: unknown[] = [];
  const direction = page.desc ? 'DESC' : 'ASC';
  const rows = page.offset + page.limit;
  const arms = armsOf(listing, filter, values, page.after && { ...page.after, desc: page.desc });
  const limited = arms.map((arm) => `(${arm} ORDER BY created_at ${direction}, id ${direction} LIMIT ${rows})`);
  return {
    text: `SELECT id, created_at FROM (${limited.join(' UNION ALL ')}) AS listed
      ORDER BY created_at ${direction}, id ${direction} LIMIT ${page.limit} OFFSET ${page.offset}`,
    values,
  };
}

/** One row with the length of the whole list, `total`. */
export function listedTotal(listing: Listing<ResourceKind>, filter: ListingFilter): Sql {
  const values: unknown[] = [];
  const counts = armsOf(listing, filter, values).map((arm) => `(SELECT count(*) FROM (${arm}) AS arm)`);
  return { text: `SELECT ${counts.join(' + ')} AS total`, values };
}

/** What the scope names, and the work of the token or the run itself, that is also what the runs below it have; as decisions have it. */
function inScope(
  { ids, tokenId, runId }: NonNullable<Listing<ResourceKind>['scope']>,
  value: (given: unknown) => string,
): string {
  const conditions = [`r.id = ANY (${value(ids)}::text[])`];
  if (tokenId !== null) conditions.push(`r.created_by_token_id = ${value(tokenId)}`);
  if (runId !== null) {
    const run = value(runId);
    conditions.push(
      ...[`r.created_by_run_id = ${run}`, `r.id = ${run}`, `r.run_id = ${run}`],
      `EXISTS (SELECT 1 FROM runs b WHERE b.ancestor_ids @> ARRAY[${run}]::text[] AND (b.id = r.id OR b.id = r.run_id OR b.actor_id = r.id))`,
    );
  }
  return `(${conditions.join(' OR ')})`;
}

function armsOf(
  { accountId, kind, scope }: Listing<ResourceKind>,
  { ownership, onlyNamed, search, runsOf, conditions: further = () => [] }: ListingFilter,
  values: unknown[],
  after?: PageKey & { desc: boolean },
): string[] {
  const value = (given: unknown) => `$${values.push(given)}`;
  const account = value(accountId);
  const ofKind = value(kind);
  const filters = [
    onlyNamed && 'r.name IS NOT NULL',
    search !== undefined && `(r.name ILIKE ${value(containing(search))} OR r.id = ${value(search)})`,
    scope && inScope(scope, value),
    ...further(value),
  ].filter((condition) => typeof condition === 'string');
  const isAfter = (createdAt: string, id: string) =>
    after
      ? [
          `(${createdAt}, ${id}) ${after.desc ? '<' : '>'} (${value(after.createdAt)}::timestamptz, ${value(after.id)}::text)`,
        ]
      : [];

  const owned = () => {
    const all = [`r.owner_id = ${account}`, `r.kind = ${ofKind}`, ...filters, ...isAfter('r.created_at', 'r.id')];
    return `SELECT r.id, r.created_at FROM resources r WHERE ${all.join(' AND ')}`;
  };
  const granted = (others: string[] = []) => {
    const conditions = [...filters, ...others];
    // Without a filter the grant's own columns suffice, and the resources need not be visited.
    const join = conditions.length > 0 ? 'JOIN resources r ON r.id = g.resource_id' : '';
    const all = [
      `g.account_id = ${account}`,
      `g.kind = ${ofKind}`,
      '(g.expires_at IS NULL OR g.expires_at > now())',
      `g.permissions && ARRAY['READ', 'WRITE']`,
      ...conditions,
      ...isAfter('g.resource_created_at', 'g.resource_id'),
    ];
    return `SELECT g.resource_id AS id, g.resource_created_at AS created_at FROM grants g ${join} WHERE ${all.join(' AND ')}`;
  };
  if (runsOf) {
    const isOfIt = `u.${runsOf.kind}_id = ${value(runsOf.id)}`;
    // Along the index of an account's runs of one Actor, or of a task's runs; a run starts when its resource is created.
    const ofAccount = (owner: string, others: string[]) => {
      const all = [`u.account_id = ${owner}`, isOfIt, ...filters, ...others];
      return `SELECT u.id, u.started_at AS created_at FROM runs u JOIN resources r ON r.id = u.id
        WHERE ${[...all, ...isAfter('u.started_at', 'u.id')].join(' AND ')}`;
    };
    // What was granted is in the other arm already.
    const notGranted = `NOT EXISTS (SELECT 1 FROM grants g WHERE g.resource_id = u.id AND g.account_id = ${account}
      AND (g.expires_at IS NULL OR g.expires_at > now()) AND g.permissions && ARRAY['READ', 'WRITE'])`;
    return [
      ofAccount(account, []),
      granted([`EXISTS (SELECT 1 FROM runs u WHERE u.id = r.id AND ${isOfIt})`]),
      ...(runsOf.ownerId === null ? [] : [ofAccount(value(runsOf.ownerId), [notGranted])]),
    ];
  }
  return [ownership !== 'sharedWithMe' && owned(), ownership !== 'ownedByMe' && granted()].filter(
    (arm) => arm !== false,
  );
}
