/** Which storages a run may use because its input names them. */
import { pool, type Queryable } from '../../db/client.ts';
import type { Transaction } from '../../db/transaction.ts';
import type { Ctx } from '../context.ts';
import { type Address, parseAddress } from '../ids.ts';
import type { StorageKind } from '../vocabulary.ts';
import { decideResource } from './decide.ts';
import { loadResource } from './load.ts';
import type { RunPrincipal } from './types.ts';

/** A storage as an input names it: an id, a name, `~name` or `username~name`. `permissions`: what the field gives. */
interface Named {
  kind: StorageKind;
  text: string;
  permissions: readonly ('read' | 'write')[];
}

/**
 * The storages that an input names, each with as much of what its field gives as whoever starts the run may do to it. A limited run, or one
 * of a scoped token, would otherwise reach through the input of another what it cannot reach itself. What is not there, or not permitted, is
 * left out: the run learns of it when it tries.
 */
export async function inputStorages(
  ctx: Ctx,
  named: readonly Named[],
  tx?: Transaction,
): Promise<RunPrincipal['inputStorages']> {
  const found = new Map<string, Set<'read' | 'write'>>();
  for (const { kind, text, permissions } of named) {
    const facts = await factsOf(ctx, kind, text, tx?.client ?? pool());
    const permitted = facts ? permissions.filter((asked) => decideResource(asked, facts).permitted) : [];
    if (!facts || permitted.length === 0) continue;
    const { id } = facts.resource;
    found.set(id, new Set([...(found.get(id) ?? []), ...permitted]));
  }
  return [...found].map(([id, permissions]) => ({ id, permissions: [...permissions] }));
}

/** A text without a tilde may be an id as well as a name of one's own. */
async function factsOf(ctx: Ctx, kind: StorageKind, text: string, queryable: Queryable) {
  const address = parseAddress(text);
  const addresses: Address[] = address.by === 'id' ? [address, { by: 'name', username: null, name: text }] : [address];
  for (const each of addresses) {
    const { found } = await loadResource(ctx, { kind, address: each }, queryable);
    if (found) return found.facts;
  }
  return null;
}
