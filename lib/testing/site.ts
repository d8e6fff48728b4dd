/** A web site of pages that link to each other, for crawlers. */
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

export interface Site {
  url: string;
  /** The address of page `n`, from 0 on; all others can be reached from the first. */
  pageUrl: (n: number) => string;
  /** How often each page was asked for. */
  hits: Map<number, number>;
  close: () => Promise<void>;
}

/** Serves `count` pages, each after `delayMillis`. */
export async function startSite(count: number, delayMillis: number): Promise<Site> {
  const hits = new Map<number, number>();
  const server = createServer((request, response) => {
    const n = Number(/^\/page\/(\d+)$/.exec(request.url ?? '')?.[1] ?? Number.NaN);
    if (!(n < count)) {
      response.writeHead(404).end();
      return;
    }
    hits.set(n, (hits.get(n) ?? 0) + 1);
    // Two pages that nothing else need link to, one that was seen already, and one far away.
    const links = [2 * n + 1, 2 * n + 2, Math.floor(n / 2), (n * 7919 + 13) % count].filter((to) => to < count);
    const body = links.map((to) => `<a href="/page/${to}">Page ${to}</a>`).join('\n');
    setTimeout(() => {
      response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      response.end(`<!doctype html><html><head><title>Page ${n}</title></head><body>${body}</body></html>`);
    }, delayMillis);
  });
  // A client that takes up an old connection must not find it closing.
  server.keepAliveTimeout = 60_000;
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    ...{ url, hits },
    pageUrl: (n) => `${url}/page/${n}`,
    close: async () => {
      server.closeAllConnections();
      server.close();
      await once(server, 'close');
    },
  };
}
