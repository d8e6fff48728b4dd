const RECHECK_AFTER_MILLIS = 500;

/** Passes bytes on as long as `recheck`, asked every half second, does not throw. */
export async function* whileAllowed<Chunk>(
  bytes: AsyncIterable<Chunk>,
  recheck: () => Promise<unknown>,
): AsyncGenerator<Chunk> {
  let checkedAt = Date.now();
  for await (const chunk of bytes) {
    if (Date.now() - checkedAt > RECHECK_AFTER_MILLIS) {
      await recheck();
      checkedAt = Date.now();
    }
    yield chunk;
  }
}
