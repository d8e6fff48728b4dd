import type Docker from 'dockerode';
import { LogPlace } from '../log-place.ts';
import { statusOf } from './client.ts';

/** What a container printed, from a position on, until it ends. A connection that breaks meanwhile is made again. */
export async function* outputOf(
  container: Docker.Container,
  position: string | null,
): AsyncGenerator<{ text: string; position: string }> {
  const place = new LogPlace(position);
  for (;;) {
    // Asked before reading: what is read after the end was there before it.
    const running = await isRunning(container);
    if (running === null) return;
    try {
      yield* read(container, place);
      if (!running) return;
    } catch (error) {
      if (statusOf(error) === 404) return;
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
  }
}

/** Null: the container is gone, or the engine does not answer for it any more. */
async function isRunning(container: Docker.Container): Promise<boolean | null> {
  try {
    return (await container.inspect()).State.Running;
  } catch (error) {
    if (statusOf(error) === 404) return null;
    return true;
  }
}

async function* read(container: Docker.Container, place: LogPlace) {
  const since = place.rewind();
  const log = await container.logs({ follow: true, stdout: true, stderr: true, timestamps: true, since });
  // A character may be cut in two where a long line is; each stream has its own rest.
  const decoders = [new TextDecoder(), new TextDecoder(), new TextDecoder()];
  for await (const messages of frames(log as AsyncIterable<Buffer>)) {
    let text = '';
    for (const { stream, payload } of messages) {
      const space = payload.indexOf(0x20);
      const isNew = place.take(payload.toString('latin1', 0, space));
      if (isNew) text += decoders[stream]?.decode(payload.subarray(space + 1), { stream: true }) ?? '';
    }
    if (text !== '') yield { text, position: place.toString() };
  }
}

const HEADER_BYTES = 8;

/** The messages in the engine's stream: a byte for the output it was written to, three zeroes, four for its length, and itself. */
async function* frames(stream: AsyncIterable<Buffer>): AsyncGenerator<{ stream: number; payload: Buffer }[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of stream) {
    rest = rest.length === 0 ? chunk : Buffer.concat([rest, chunk]);
    const whole: { stream: number; payload: Buffer }[] = [];
    while (rest.length >= HEADER_BYTES) {
      const end = HEADER_BYTES + rest.readUInt32BE(4);
      if (rest.length < end) break;
      whole.push({ stream: rest.readUInt8(0), payload: rest.subarray(HEADER_BYTES, end) });
      rest = rest.subarray(end);
    }
    if (whole.length > 0) yield whole;
  }
}
