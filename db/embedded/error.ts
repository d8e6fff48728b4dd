/** Thrown when the embedded database cannot be started; its message says why and what to do, for the operator to read. */
export class EmbeddedDatabaseError extends Error {
  override name = 'EmbeddedDatabaseError';
}
