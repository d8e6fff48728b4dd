/** What of our own API a webhook calls. */
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { env } from '../env.ts';
import { ApiError } from '../errors.ts';
import { type Address, parseAddress } from '../ids.ts';

/** Whether an address is of our own API: exactly of its origin, as everyone reaches it or as programs do. */
export const isOwnApi = (url: URL): boolean => [env().apiUrl, env().runApiUrl].includes(url.origin);

const START = /^\/v2\/(actors|acts|actor-tasks)\/([^/]+)\/(?:runs|run-sync|run-sync-get-dataset-items)\/?$/;

/** What a request to an address would start; null for an address that starts nothing of ours. */
export function startOf(requestUrl: string): { kind: 'actor' | 'task'; address: Address } | null {
  const url = new URL(requestUrl);
  const [, collection, part] = START.exec(url.pathname) ?? [];
  if (!isOwnApi(url) || !collection || !part) return null;
  try {
    return {
      kind: collection === 'actor-tasks' ? 'task' : 'actor',
      address: parseAddress(decodeURIComponent(part)),
    };
  } catch {
    return null;
  }
}

/** The ids of the Actor or the task that it starts, as far as whoever asks may see them. */
export async function findStarted(
  ctx: Ctx,
  requestUrl: string,
): Promise<{ startsActorId: string | null; startsTaskId: string | null }> {
  const start = startOf(requestUrl);
  const found = start && (await authorize(ctx, 'read', start).catch(nullIfRefused));
  return {
    startsActorId: found && start?.kind === 'actor' ? found.row.id : null,
    startsTaskId: found && start?.kind === 'task' ? found.row.id : null,
  };
}

function nullIfRefused(error: unknown): null {
  if (error instanceof ApiError) return null;
  throw error;
}
