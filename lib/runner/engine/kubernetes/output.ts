import { createInterface } from 'node:readline';
import { PassThrough } from 'node:stream';
import { LogPlace } from '../log-place.ts';
import { type Cluster, podOf } from './cluster.ts';
import { CONTAINER } from './manifest.ts';

/** `state.hasEnded`: whether the program has. */
export async function* outputOf(
  cluster: Cluster,
  job: string,
  position: string | null,
  state: { readonly hasEnded: boolean },
): AsyncGenerator<{ text: string; position: string }> {
  const place = new LogPlace(position);
  for (;;) {
    // Asked before reading: what is read after the end was there before it.
    const isLast = state.hasEnded;
    try {
      const pod = (await podOf(cluster, job))?.metadata?.name;
      if (pod) yield* read(cluster, pod, place);
    } catch {
      // It has not started yet, or the connection broke; or it is gone, which the state will say.
    }
    if (isLast) return;
    await new Promise((resolve) => setTimeout(resolve, 500));
  }
}

async function* read({ log, namespace }: Cluster, pod: string, place: LogPlace) {
  const since = place.rewind();
  const stream = new PassThrough();
  const sinceTime = since === 0 ? undefined : new Date(since * 1000).toISOString();
  const reading = await log.log(namespace, pod, CONTAINER, stream, {
    ...{ follow: true, timestamps: true },
    ...(sinceTime && { sinceTime }),
  });
  try {
    for await (const line of createInterface({ input: stream, crlfDelay: Number.POSITIVE_INFINITY })) {
      const space = line.indexOf(' ');
      if (place.take(line.slice(0, space))) yield { text: `${line.slice(space + 1)}\n`, position: place.toString() };
    }
  } finally {
    reading.abort();
  }
}
