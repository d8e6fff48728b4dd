/** Statements for the pages about webhooks. They take a proof and decide nothing. */
import { pool } from '../../db/client.ts';
import type { Listing } from '../authorization/authorize.ts';
import { listedPage } from '../authorization/listing.ts';

/** What a webhook waits for or starts. `name`: `username/name`; null where it has been deleted, or where its account may not see it any more. */
export interface Named {
  kind: 'actor' | 'task' | 'run';
  id: string;
  name: string | null;
}

/** Names of Actors and tasks that the account of the listing owns, was given, or may see because they are public. */
export async function selectNames(
  { accountId }: Listing<'webhook'>,
  ids: readonly string[],
): Promise<Map<string, string>> {
  const { rows } = await pool().query<{ id: string; name: string }>(
    `SELECT r.id, o.username || '/' || r.name AS name FROM resources r JOIN accounts o ON o.id = r.owner_id
     WHERE r.id = ANY ($2::text[]) AND r.kind IN ('actor', 'task') AND (
       r.owner_id = $1
       OR EXISTS (SELECT 1 FROM actors c WHERE c.id = r.id AND c.is_public)
       OR EXISTS (SELECT 1 FROM grants g WHERE g.resource_id = r.id AND g.account_id = $1 AND (g.expires_at IS NULL OR g.expires_at > now()))
     )`,
    [accountId, ids],
  );
  return new Map(rows.map(({ id, name }) => [id, name]));
}

export interface Choice {
  id: string;
  name: string;
  title: string | null;
}

/** A choice that is longer is no choice: who has more names one. */
const MAX_CHOICES = 200;

/** Actors or tasks that a webhook may wait for, by their names. */
export async function selectChoices(listing: Listing<'actor'> | Listing<'task'>): Promise<Choice[]> {
  const listed = listedPage(listing, { onlyNamed: true }, { limit: MAX_CHOICES, offset: 0, desc: true });
  const table = listing.kind === 'actor' ? 'actors' : 'tasks';
  const { rows } = await pool().query<Choice>(
    `SELECT r.id, o.username || '/' || r.name AS name, k.title FROM (${listed.text}) AS page
     JOIN resources r ON r.id = page.id JOIN accounts o ON o.id = r.owner_id JOIN ${table} k ON k.id = r.id ORDER BY lower(r.name), r.id`,
    listed.values,
  );
  return rows;
}
