import { createWriteStream } from 'node:fs';
import type { IncomingMessage } from 'node:http';
import { pipeline } from 'node:stream/promises';
import { UnreachableAddress } from '../../../outbound/addresses.ts';
import { sendOutbound } from '../../../outbound/request.ts';
import { BuildFailure } from '../failure.ts';
import { failBuild, sourceReach } from './addresses.ts';
import { MAX_ARCHIVE_BYTES } from './limits.ts';

const MAX_REDIRECTS = 5;
const SILENT_AFTER_MILLIS = 60_000;

/** Downloads a file. Each host on the way is looked up once and held to. Throws BuildFailure where it cannot be had. */
export async function download(address: string, file: string, signal: AbortSignal): Promise<void> {
  let url = new URL(address);
  for (let redirects = 0; redirects <= MAX_REDIRECTS; redirects++) {
    const response = await get(url, signal);
    const status = response.statusCode ?? 0;
    const { location } = response.headers;
    if (status >= 300 && status < 400 && location && URL.canParse(location, url)) {
      response.destroy();
      url = new URL(location, url);
      continue;
    }
    if (status !== 200) {
      response.destroy();
      throw new BuildFailure(`The archive cannot be downloaded: ${url.host} answers ${status}`);
    }
    return await save(response, file, signal);
  }
  throw new BuildFailure('The archive cannot be downloaded: too many redirects');
}

async function get(url: URL, signal: AbortSignal): Promise<IncomingMessage> {
  const request = { headers: { 'user-agent': 'Gatehouse build' }, signal, silentMillis: SILENT_AFTER_MILLIS };
  return sendOutbound(url, request, sourceReach(url)).catch((error) => {
    if (signal.aborted) throw error;
    if (error instanceof UnreachableAddress) failBuild(error);
    throw new BuildFailure(`The archive cannot be downloaded: ${error.message}`);
  });
}

async function save(response: IncomingMessage, file: string, signal: AbortSignal): Promise<void> {
  let byteCount = 0;
  const limited = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      byteCount += chunk.length;
      if (byteCount > MAX_ARCHIVE_BYTES) {
        throw new BuildFailure(`The archive has more than ${MAX_ARCHIVE_BYTES / 1_000_000} MB`);
      }
      yield chunk;
    }
  };
  try {
    await pipeline(response, limited, createWriteStream(file), { signal });
  } catch (error) {
    if (error instanceof BuildFailure || signal.aborted) throw error;
    throw new BuildFailure('The archive cannot be downloaded: the connection broke off');
  }
}
