import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { type Transaction, transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import { upsertRecord } from '../key-value-store/queries.ts';
import { makeStore, noise, recordPathOf, storeFacts } from '../testing/records.ts';
import { apiUrl, person, serveApi } from '../testing/world.ts';
import { writeBlob } from './write.ts';

serveApi();

const body = noise(600_000);

/** A large record on its way: its bytes are there, and `keep` makes them those of the record. */
async function arriving() {
  const olga = await person('olga');
  const storeId = await makeStore(olga);
  const proof = await authorize(olga.api, 'write', { kind: 'key-value-store', address: { by: 'id', id: storeId } });
  const blob = await writeBlob(
    proof,
    (async function* () {
      yield body;
    })(),
  );
  const digest = createHash('sha256').update(body).digest();
  const record = { key: 'r', contentType: 'text/plain', byteCount: body.length, digest, data: null, blobId: blob.id };
  const keep = (tx: Transaction) => upsertRecord(tx, proof, record);
  const read = async () => {
    const headers = { authorization: `Bearer ${olga.token}` };
    return Buffer.from(await (await fetch(apiUrl() + recordPathOf(storeId, 'r'), { headers })).arrayBuffer());
  };
  return { storeId, blob, keep, read };
}

test('bytes that are discarded are gone', async () => {
  const { storeId, blob } = await arriving();
  await blob.discard();
  expect(await storeFacts(storeId)).toMatchObject({ writing: 0, kept: 0, removed: 0, chunks: 0 });
});

test('bytes stay when the commit that keeps them went through unheard', async () => {
  const { storeId, blob, keep, read } = await arriving();
  await transaction(keep);
  await blob.discard();
  expect(await storeFacts(storeId)).toMatchObject({ records: 1, kept: 1 });
  expect((await read()).equals(body)).toBe(true);
});

test('bytes stay when that commit is still under way', async () => {
  const { blob, keep, read } = await arriving();
  let discarding: Promise<void> | undefined;
  await transaction(async (tx) => {
    await keep(tx);
    discarding = blob.discard();
    // Long enough for it to reach the row that this transaction holds.
    await tx.client.query('SELECT pg_sleep(0.3)');
  });
  await discarding;
  expect((await read()).equals(body)).toBe(true);
});
