import { Actor, log } from 'apify';

await Actor.init();
const { unnamed = true } = (await Actor.getInput()) ?? {};

const client = Actor.apifyClient;
const kinds = [
  { kind: 'dataset', collection: client.datasets(), entriesOf: ({ itemCount }) => itemCount },
  { kind: 'key-value store', collection: client.keyValueStores(), entriesOf: ({ recordCount }) => recordCount },
  {
    kind: 'request queue',
    collection: client.requestQueues(),
    entriesOf: ({ totalRequestCount }) => totalRequestCount,
  },
];

const PAGE = 1_000;
let count = 0;
try {
  for (const { kind, collection, entriesOf } of kinds) {
    for (let offset = 0; ; offset += PAGE) {
      const { items } = await collection.list({ unnamed, offset, limit: PAGE });
      await Actor.pushData(
        items.map((item) => ({
          kind,
          id: item.id,
          name: item.name || null,
          entries: entriesOf(item) ?? null,
          bytes: item.stats?.storageBytes ?? null,
          modifiedAt: item.modifiedAt,
        })),
      );
      count += items.length;
      if (items.length < PAGE) break;
    }
  }
} catch (error) {
  if (error.type !== 'insufficient-permissions') throw error;
  // With limited permissions an Actor is not told what else is in the account.
  log.error(error.message);
  await Actor.fail('This Actor needs full permissions: it lists what other programs made.');
}
await Actor.exit(`${count} storages`);
