import { expect, test } from 'vitest';
import { transaction } from '../../db/transaction.ts';
import { createId, digestOf } from '../ids.ts';
import { makeStore } from '../testing/records.ts';
import { person, serveApi } from '../testing/world.ts';
import { countLinkUse, countRead, flushUsage } from './record.ts';

serveApi();

const lock = (id: string) => ({ text: 'SELECT 1 FROM resources WHERE id = $1 FOR UPDATE', values: [id] });

test.each([
  ['uses of links', 'links'],
  ['reads', 'reads'],
])('counting %s never stands in the way of ending all access of an account', async (_what, counted) => {
  const olga = await person('olga');
  const [first, second] = [await makeStore(olga), await makeStore(olga)].sort() as [string, string];
  // The digests stand in the other order than the ids.
  const digests = [digestOf(createId()), digestOf(createId())].sort((a, b) => a.compare(b)) as [Buffer, Buffer];
  let counting: Promise<void> | undefined;
  await transaction(async ({ client }) => {
    await client.query(lock(first));
    if (counted === 'reads') {
      for (const id of [second, first]) countRead(id, ['owner']);
    } else {
      const link = { recordKey: null, expiresAt: null };
      countLinkUse({ id: second }, { ...link, digest: digests[0] });
      countLinkUse({ id: first }, { ...link, digest: digests[1] });
    }
    counting = flushUsage();
    counting.catch(() => {});
    // Until it waits for the first.
    await client.query('SELECT pg_sleep(0.3)');
    await client.query("SET LOCAL lock_timeout = '500ms'");
    await client.query(lock(second));
  });
  await expect(counting).resolves.toBeUndefined();
});
