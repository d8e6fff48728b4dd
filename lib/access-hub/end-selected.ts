import type { Ctx } from '../context.ts';
import { ApiError, invalidInput } from '../errors.ts';
import { removeGrant } from '../grant/remove.ts';
import { revokeLink } from '../link/revoke.ts';
import { isStorageKind } from '../vocabulary.ts';
import { type AccessEntry, accessEntries } from './input.ts';

/** What became of each entry. */
export interface EndedEntry extends AccessEntry {
  error: string | null;
}

/**
 * Ends links and grants one by one, each under its own decision and with its own row of the trail; one that cannot be ended leaves the
 * others alone. Errors: `invalid-input` for a list that is none.
 */
export async function endSelectedAccess(ctx: Ctx, input: unknown): Promise<EndedEntry[]> {
  const parsed = accessEntries.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  const ended: EndedEntry[] = [];
  for (const entry of parsed.data) ended.push({ ...entry, error: await end(ctx, entry) });
  return ended;
}

async function end(ctx: Ctx, { what, kind, resourceId, id }: AccessEntry): Promise<string | null> {
  const reference = { kind, address: { by: 'id', id: resourceId } } as const;
  try {
    if (what === 'grant') await removeGrant(ctx, reference, id);
    else if (isStorageKind(kind)) await revokeLink(ctx, { ...reference, kind }, id);
    else return 'Links are to storages only';
    return null;
  } catch (error) {
    if (error instanceof ApiError && error.status !== 401) return error.message;
    throw error;
  }
}
