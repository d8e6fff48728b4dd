/** What a run or a build prints, as the answer of a route: a stream of events for the page, or a file. */
import { Readable } from 'node:stream';
import type { NextRequest } from 'next/server';
import { refusalOf } from '../errors.ts';
import { followLog, type LogEvent } from '../job-log/follow.ts';
import { openLog } from '../job-log/open.ts';
import { log } from '../log.ts';
import { consoleContext } from './context.ts';
import { eventStream } from './event-stream.ts';
import { refusedFile } from './refused-file.ts';

interface Job {
  kind: 'run' | 'build';
  id: string;
}

/** `?raw=1`: as a file. `?after=`, or the header that browsers send when they come back: the sequence to go on after. */
export async function logResponse(request: NextRequest, job: Job): Promise<Response> {
  const { searchParams } = request.nextUrl;
  return searchParams.get('raw') === '1' ? file(job) : followed(request, job);
}

async function file({ kind, id }: Job): Promise<Response> {
  try {
    const { text } = await openLog(await consoleContext(), kind, id, { isStream: false, isRaw: false });
    return new Response(Readable.toWeb(Readable.from(text, { objectMode: false })) as ReadableStream, {
      headers: {
        'content-type': 'text/plain; charset=utf-8',
        'content-disposition': `attachment; filename="${kind}-${id}.log"`,
        'content-security-policy': "default-src 'none'; sandbox",
        'cache-control': 'no-store',
      },
    });
  } catch (error) {
    return refusedFile(error);
  }
}

async function followed(request: NextRequest, { kind, id }: Job): Promise<Response> {
  const ctx = await consoleContext();
  const ending = new AbortController();
  request.signal.addEventListener('abort', () => ending.abort(), { once: true });
  const after = sequenceOf(request.headers.get('last-event-id') ?? request.nextUrl.searchParams.get('after'));
  const said = frames(() => followLog(ctx, { kind, address: { by: 'id', id } }, after, ending.signal));
  const body = eventStream(said, () => ending.abort());
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream; charset=utf-8',
      // Neither kept nor compressed on the way, which would hold lines back.
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  });
}

/** Events as they are sent. A refusal is one too: browsers come back for ever after an answer that failed. */
async function* frames(follow: () => Promise<AsyncGenerator<LogEvent>>): AsyncGenerator<string> {
  try {
    for await (const event of await follow()) yield frame(event);
    yield 'event: end\ndata: {}\n\n';
  } catch (error) {
    if (!refusalOf(error)) {
      log().error({ err: error }, 'a log could not be followed');
      throw error;
    }
    yield 'event: refused\ndata: {}\n\n';
  }
}

function frame(event: LogEvent): string {
  switch (event.kind) {
    case 'text':
      return `id: ${event.sequence}\nevent: text\ndata: ${JSON.stringify(event.text)}\n\n`;
    case 'caught-up':
      return 'event: caught-up\ndata: {}\n\n';
    case 'state':
      return `event: state\ndata: ${JSON.stringify({ status: event.status, statusMessage: event.statusMessage })}\n\n`;
  }
}

const sequenceOf = (text: string | null): number => (text && /^\d{1,9}$/.test(text) ? Number(text) : 0);
