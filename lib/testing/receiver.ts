/** A real HTTP server that webhooks are sent to. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { until } from './workers.ts';

export interface Received {
  path: string;
  headers: IncomingHttpHeaders;
  body: string;
  at: number;
}

export class Receiver {
  readonly received: Received[] = [];
  /** What is answered; 200 by itself. */
  answer: (response: ServerResponse, received: Received) => void = (response) => response.end('ok');
  readonly #server: Server;
  #port = 0;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async open(): Promise<Receiver> {
    const server = createServer();
    const receiver = new Receiver(server);
    server.on('request', async (request, response) => {
      const chunks: Buffer[] = [];
      try {
        for await (const chunk of request) chunks.push(chunk);
      } catch {
        return;
      }
      const { url = '', headers } = request;
      const received = { path: url, headers, body: Buffer.concat(chunks).toString('utf8'), at: Date.now() };
      receiver.received.push(received);
      receiver.answer(response, received);
    });
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    receiver.#port = (server.address() as AddressInfo).port;
    return receiver;
  }

  /** Its address, with a path of its own for each test. */
  url(path = '/'): string {
    return `http://127.0.0.1:${this.#port}${path}`;
  }

  at = (path: string) => this.received.filter((one) => one.path === path);

  /** Waits for so many requests to a path. */
  async take(path: string, count = 1, limitMillis = 15_000): Promise<Received[]> {
    return until(`${count} at ${path}`, async () => this.at(path).length >= count && this.at(path), limitMillis);
  }

  close(): void {
    this.#server.closeAllConnections();
    this.#server.close();
  }
}
