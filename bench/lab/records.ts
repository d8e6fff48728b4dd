/** Stores of records for measuring. */
import http from 'node:http';
import { Readable } from 'node:stream';
import type { Child } from './child.ts';
import type { Lab } from './lab.ts';
import { accountId, tokenOf, type World } from './world.ts';

export const authorization = `authorization: Bearer ${tokenOf(1)}`;

/** An empty, restricted store of account 1. */
export async function createStore(lab: Lab, world: World, id: string): Promise<void> {
  await lab.query(
    world.url,
    `INSERT INTO resources (id, kind, owner_id, general_access) VALUES ($1, 'key-value-store', $2, 'RESTRICTED')`,
    [id, accountId(1)],
  );
  await lab.query(world.url, 'INSERT INTO key_value_stores (id) VALUES ($1)', [id]);
}

export const recordPath = (storeId: string, key: string) => `/v2/key-value-stores/${storeId}/records/${key}`;

/** The key that the owner of a store signs links with, as the API hands it out. */
export async function signingKeyOf(api: Child, storeId: string): Promise<string> {
  const answer = await fetch(`http://127.0.0.1:${api.port}/v2/key-value-stores/${storeId}`, {
    headers: { authorization: `Bearer ${tokenOf(1)}` },
  });
  const { data } = (await answer.json()) as { data: { urlSigningSecretKey: string } };
  return data.urlSigningSecretKey;
}

/** Puts a record of `byteCount` bytes, made as they are sent; gives the seconds that it took. */
export async function putLarge(api: Child, path: string, byteCount: number): Promise<number> {
  const chunk = Buffer.alloc(65_536, 'bytes of a record, ');
  const chunks = function* () {
    for (let left = byteCount; left > 0; left -= chunk.length)
      yield left < chunk.length ? chunk.subarray(0, left) : chunk;
  };
  const start = performance.now();
  const [name = '', value = ''] = authorization.split(': ');
  const status = await new Promise<number | undefined>((resolve, reject) => {
    const request = http.request(
      { host: '127.0.0.1', port: api.port, path, method: 'PUT', agent: false, headers: { [name]: value } },
      (response) => {
        response.resume();
        response.once('end', () => resolve(response.statusCode));
      },
    );
    request.once('error', reject);
    Readable.from(chunks(), { objectMode: false }).pipe(request);
  });
  if (status !== 201) throw new Error(`The answer is ${status}`);
  return (performance.now() - start) / 1_000;
}
