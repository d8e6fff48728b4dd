/** The query of a page's address with one value for each name: whoever writes one twice means the first. */
export function singles<Query extends object>(query: Query): Query {
  const first = (value: unknown) => (Array.isArray(value) ? value[0] : value);
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, first(value)])) as Query;
}
