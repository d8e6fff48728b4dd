/** The collections that a store's schema names. Whoever writes the store writes its schema, so nothing is taken for granted. */
export function collectionsOf(schema: Record<string, unknown> | null): { name: string; title: string }[] {
  const collections = schema?.collections;
  if (typeof collections !== 'object' || collections === null || Array.isArray(collections)) return [];
  return Object.entries(collections)
    .slice(0, MAX_COLLECTIONS)
    .map(([name, collection]) => ({ name, title: titleOf(collection) ?? name }));
}

const MAX_COLLECTIONS = 100;

function titleOf(collection: unknown): string | null {
  if (typeof collection !== 'object' || collection === null || !('title' in collection)) return null;
  return typeof collection.title === 'string' && collection.title ? collection.title.slice(0, 100) : null;
}
