import { signRecordOfficially } from '../lib/signature/record-link.ts';
import { atLeast, type Benchmark, group, informing, type Row, times } from './benchmark.ts';
import type { Lab } from './lab/lab.ts';
import { sendLoad, wireRequest } from './lab/load.ts';
import { type Nginx, startNginx } from './lab/nginx.ts';
import { authorization, createStore, putLarge, recordPath, signingKeyOf } from './lab/records.ts';
import { interleaved, median, medianRatio } from './statistics.ts';

const STORE = 'benchSigned000001';
const KEY = 'record';
const RECORD_BYTES = 10_000;
const CONNECTIONS = 8;

/** A record by its signed link, beside a server that does nothing else. */
export const signedLink: Benchmark = {
  id: 'P6',
  title: 'a record by a signed link',
  how: `A record of ${group(RECORD_BYTES)} bytes is asked for by a signed link, over ${CONNECTIONS} connections that stay open. Each request finds
out anew whether the link, or all links, have been revoked and what the owner allows, and reads the record, in one statement. Beside it nginx
with one worker serves a file of that size by its own signed links (\`secure_link\`), which cannot be revoked.`,
  run,
};

async function run(lab: Lab): Promise<Row[]> {
  const world = await lab.world('small');
  await createStore(lab, world, STORE);
  const api = await lab.start('api', world);
  await putLarge(api, recordPath(STORE, KEY), RECORD_BYTES);
  const signature = signRecordOfficially(await signingKeyOf(api, STORE), KEY);
  const nginx = await startNginx(Buffer.alloc(RECORD_BYTES, 'bytes of a record, '));
  const load = (port: number, path: string, headers: string[] = []) =>
    sendLoad({
      port,
      requests: [wireRequest('GET', path, headers)],
      count: lab.sizes.requests,
      connections: CONNECTIONS,
      status: 200,
    });
  const byLink = () => load(api.port, `${recordPath(STORE, KEY)}?signature=${signature}`);
  const byToken = () => load(api.port, recordPath(STORE, KEY), [authorization]);
  const rows = nginx
    ? await beside(lab, nginx, { byLink, byToken, byNginx: () => load(nginx.port, nginx.signedPath) })
    : [
        informing(
          'a record by a signed link',
          `${group(await byLink())} /s`,
          'nginx is not installed here: nothing to compare with',
        ),
      ];
  await lab.stop(api);
  return rows;
}

async function beside(
  lab: Lab,
  nginx: Nginx,
  subjects: { byLink: () => Promise<number>; byToken: () => Promise<number>; byNginx: () => Promise<number> },
): Promise<Row[]> {
  const perSecond = await interleaved(lab.sizes.rounds, subjects);
  await nginx.stop();
  const figures = (of: number[]) => `${group(median(of))} beside ${group(median(perSecond.byNginx))} requests/s`;
  const ratio = (of: number[]) => medianRatio(of, perSecond.byNginx);
  return [
    atLeast(
      'a record by a signed link beside nginx `secure_link`',
      ratio(perSecond.byLink),
      0.15,
      figures(perSecond.byLink),
    ),
    informing('the same record by a token', times(ratio(perSecond.byToken)), figures(perSecond.byToken)),
  ];
}
