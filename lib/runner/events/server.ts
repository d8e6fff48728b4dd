/**
 * Tells programs what happens to them, over WebSocket. Frames are JSON texts of `name` and `data`. What programs send is not read.
 *
 * The SDK connects once and never again, so the server is in the process that lives as long as the program does, as a rule: a worker that
 * adopts a program has nobody to tell.
 */
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { type WebSocket, WebSocketServer } from 'ws';
import { eventsPath, readEventsPath } from './address.ts';

export type EventName = 'systemInfo' | 'persistState' | 'aborting' | 'migrating';

const MAX_MESSAGE_BYTES = 4_096;
/** A program needs one connection; some processes of it may each have one. */
const MAX_CONNECTIONS = 20;
/** A program that does not read must not fill our memory. */
const MAX_UNSENT_BYTES = 1_000_000;

export class EventsServer {
  readonly #server: WebSocketServer;
  readonly #url: string;
  /** Those that are running here, with who listens. */
  readonly #listeners = new Map<string, Set<WebSocket>>();
  /** Those of them whose program has listened. */
  readonly #listened = new Set<string>();

  private constructor(server: WebSocketServer, url: string) {
    this.#server = server;
    this.#url = url;
  }

  /** Listens at once. `port` 0: any. `url`: as programs reach it, where that is not as we do. */
  static async open({
    host,
    port,
    url,
  }: {
    host: string;
    port: number;
    url?: string | undefined;
  }): Promise<EventsServer> {
    const listeners = new WebSocketServer({
      ...{ host, port, maxPayload: MAX_MESSAGE_BYTES, perMessageDeflate: false, clientTracking: true },
      verifyClient: ({ req }: { req: { url?: string } }) => opened.#find(req.url) !== undefined,
    });
    await once(listeners, 'listening');
    const { port: bound } = listeners.address() as AddressInfo;
    const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host.includes(':') ? `[${host}]` : host;
    const opened = new EventsServer(listeners, url ?? `ws://${name}:${bound}`);
    listeners.on('connection', (socket, request) => opened.#connect(socket, request.url));
    return opened;
  }

  /** Lets the program of an attempt connect, and gives the address. */
  admit(attempt: { runId: string; attempt: number }): string {
    const key = eventsPath(attempt);
    if (!this.#listeners.has(key)) this.#listeners.set(key, new Set());
    return `${this.#url}${key}`;
  }

  /** Sends an event; gives how many listen. */
  send(attempt: { runId: string; attempt: number }, name: EventName, data?: object): number {
    const frame = JSON.stringify({ name, createdAt: new Date().toISOString(), ...(data && { data }) });
    const sockets = [...(this.#listeners.get(eventsPath(attempt)) ?? [])];
    for (const socket of sockets) if (socket.bufferedAmount < MAX_UNSENT_BYTES) socket.send(frame);
    return sockets.length;
  }

  /** Whether the program of an attempt has ever connected. */
  hasListened(attempt: { runId: string; attempt: number }): boolean {
    return this.#listened.has(eventsPath(attempt));
  }

  /** Ends the connections of an attempt that is over. */
  dismiss(attempt: { runId: string; attempt: number }): void {
    const key = eventsPath(attempt);
    for (const socket of this.#listeners.get(key) ?? []) socket.terminate();
    this.#listeners.delete(key);
    this.#listened.delete(key);
  }

  async close(): Promise<void> {
    for (const socket of this.#server.clients) socket.terminate();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #find(path: string | undefined): Set<WebSocket> | undefined {
    const attempt = readEventsPath(path ?? '');
    const sockets = attempt ? this.#listeners.get(eventsPath(attempt)) : undefined;
    return sockets && sockets.size < MAX_CONNECTIONS ? sockets : undefined;
  }

  #connect(socket: WebSocket, path: string | undefined): void {
    const sockets = this.#find(path);
    // Without a listener an error of one connection would end the process.
    socket.on('error', () => socket.terminate());
    if (!sockets) socket.terminate();
    sockets?.add(socket);
    if (sockets && path) this.#listened.add(path);
    socket.on('close', () => sockets?.delete(socket));
  }
}
