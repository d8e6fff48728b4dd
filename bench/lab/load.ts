/** A load generator that costs little itself: requests and answers go through bare sockets, on connections that are kept open. */
import net from 'node:net';

export interface Load {
  port: number;
  /** Requests as they go over the wire, sent in turn. */
  requests: readonly Buffer[];
  count: number;
  connections: number;
  /** The status that every answer must have. */
  status: number;
}

/** A request without a body as it goes over the wire. `headers`: further lines, `name: value`. */
export function wireRequest(method: string, path: string, headers: readonly string[] = []): Buffer {
  return Buffer.from([`${method} ${path} HTTP/1.1`, 'host: 127.0.0.1', ...headers, '', ''].join('\r\n'));
}

/** Sends `count` requests, one at a time on each connection; gives the requests answered in a second. */
export async function sendLoad({ port, requests, count, connections, status }: Load): Promise<number> {
  let sent = 0;
  const next = () => (sent < count ? requests[sent++ % requests.length] : undefined);
  const start = performance.now();
  await Promise.all(Array.from({ length: connections }, () => sendOn(port, next, status)));
  return (count / (performance.now() - start)) * 1_000;
}

/** Sends what `next` gives until it gives nothing. */
function sendOn(port: number, next: () => Buffer | undefined, status: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1');
    socket.setNoDelay(true);
    let received = Buffer.alloc(0);
    const sendNext = () => {
      const request = next();
      if (request) socket.write(request);
      else socket.end(resolve);
    };
    socket.once('connect', sendNext);
    socket.once('error', reject);
    socket.on('data', (chunk) => {
      received = received.length === 0 ? chunk : Buffer.concat([received, chunk]);
      const answer = readAnswer(received);
      if (!answer) return;
      if (answer.status !== status) {
        socket.destroy(new Error(`The answer is ${answer.status}, not ${status}: ${received.toString('latin1')}`));
        return;
      }
      received = received.subarray(answer.byteCount);
      sendNext();
    });
  });
}

/** The first answer in `bytes`, once it is whole. Answers without `content-length` have no body here: chunked ones are not read. */
function readAnswer(bytes: Buffer): { status: number; byteCount: number } | null {
  const headEnd = bytes.indexOf('\r\n\r\n');
  if (headEnd < 0) return null;
  const head = bytes.toString('latin1', 0, headEnd);
  const length = Number(/content-length: (\d+)/i.exec(head)?.[1] ?? 0);
  const byteCount = headEnd + 4 + length;
  return bytes.length < byteCount ? null : { status: Number(head.slice(9, 12)), byteCount };
}
