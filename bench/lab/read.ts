/** Reads a long answer without keeping it. */
import http from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';

/** Reads an answer to its end. `bytesPerSecond`: how fast at most; as fast as it comes when absent. */
export async function readAll(
  port: number,
  path: string,
  authorization: string,
  bytesPerSecond = Number.POSITIVE_INFINITY,
): Promise<{ seconds: number; byteCount: number }> {
  const start = performance.now();
  const response = await get(port, path, authorization);
  let byteCount = 0;
  for await (const chunk of response as AsyncIterable<Buffer>) {
    byteCount += chunk.length;
    const aheadMillis = (byteCount / bytesPerSecond) * 1_000 - (performance.now() - start);
    // Timers are no finer than this.
    if (aheadMillis > 2) await sleep(aheadMillis);
  }
  return { seconds: (performance.now() - start) / 1_000, byteCount };
}

function get(port: number, path: string, authorization: string): Promise<http.IncomingMessage> {
  const [name = '', value = ''] = authorization.split(': ');
  return new Promise((resolve, reject) => {
    const request = http.get(
      { host: '127.0.0.1', port, path, agent: false, headers: { [name]: value } },
      (response) => {
        if (response.statusCode === 200) resolve(response);
        else reject(new Error(`The answer is ${response.statusCode}`));
      },
    );
    request.once('error', reject);
  });
}
