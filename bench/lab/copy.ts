/** PostgreSQL's own way of moving rows, without anything of ours. */
import { once } from 'node:events';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from, to } from 'pg-copy-streams';

export interface Copier {
  /** Copies the items, `times` over, into a table like that of datasets' items; gives items in a second. */
  copyIn: (items: readonly string[], times: number) => Promise<number>;
  /** Copies a dataset's items out, in order; gives items in a second. */
  copyOut: (datasetId: string, count: number) => Promise<number>;
  close: () => Promise<void>;
}

export async function connectCopier(databaseUrl: string): Promise<Copier> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('CREATE TABLE IF NOT EXISTS bench_items (LIKE dataset_items INCLUDING ALL)');
  let position = 0;
  return {
    copyIn: async (items, times) => {
      const chunks = Array.from({ length: times }, () =>
        Buffer.from(items.map((text) => `benchCopied000001\t${position++}\t${text}\n`).join('')),
      );
      const start = performance.now();
      await pipeline(
        Readable.from(chunks),
        client.query(from('COPY bench_items (dataset_id, position, data) FROM STDIN')),
      );
      return perSecond(items.length * times, start);
    },
    copyOut: async (datasetId, count) => {
      const start = performance.now();
      const rows = client.query(
        to(`COPY (SELECT data FROM dataset_items WHERE dataset_id = '${datasetId}' ORDER BY position) TO STDOUT`),
      );
      rows.resume();
      await once(rows, 'end');
      if (rows.rowCount !== count) throw new Error(`COPY gave ${rows.rowCount} rows`);
      return perSecond(count, start);
    },
    close: () => client.end(),
  };
}

const perSecond = (count: number, start: number) => (count / (performance.now() - start)) * 1_000;
