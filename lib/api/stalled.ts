/** Connections that nobody takes anything from. */
import type { Socket } from 'node:net';
import type { FastifyInstance } from 'fastify';

/** How long a reader may take nothing. */
const STALLED_AFTER_MILLIS = 120_000;

/**
 * Ends connections whose reader takes nothing of what is sent, and idle ones. An answer that is being prepared may take its time: there is
 * nothing to take yet.
 */
export function endStalledReaders(app: FastifyInstance, afterMillis = STALLED_AFTER_MILLIS): void {
  const answering = new WeakSet<Socket>();
  app.addHook('onRequest', async (request) => {
    answering.add(request.raw.socket);
  });
  app.addHook('onResponse', async (request) => {
    answering.delete(request.raw.socket);
  });
  // Once somebody listens, the server leaves sockets that time out to them.
  app.server.setTimeout(afterMillis, (socket: Socket) => {
    if (answering.has(socket) && socket.writableLength === 0) socket.setTimeout(afterMillis);
    else socket.destroy();
  });
}
