import { findBlob } from './queries.ts';
import type { ByteRange } from './store.ts';
import { storeAt } from './stores.ts';

/** Reads a part of a blob, as it is asked for. Throws where its bytes are gone. */
export async function* readBlob(id: string, range: ByteRange): AsyncGenerator<Buffer> {
  const location = await findBlob(id);
  if (!location) throw new Error('The bytes of a record are not there any more');
  yield* (await storeAt(location)).read(id, range);
}
