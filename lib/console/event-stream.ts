/** Proxies close connections on which nothing comes. */
const HEARTBEAT_MILLIS = 15_000;
const RETRY_MILLIS = 2_000;

/**
 * Events as a browser takes them, with a sign of life in between. `leave` is called when the browser has gone. It breaks off where `events`
 * throws, and the browser comes back.
 */
export function eventStream(events: AsyncIterator<string>, leave: () => void): ReadableStream<Uint8Array> {
  let heartbeat: NodeJS.Timeout | undefined;
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>({
    start(controller) {
      controller.enqueue(encoder.encode(`retry: ${RETRY_MILLIS}\n\n`));
      heartbeat = setInterval(() => controller.enqueue(encoder.encode(': still here\n\n')), HEARTBEAT_MILLIS);
    },
    async pull(controller) {
      try {
        const { value, done } = await events.next();
        if (!done) return controller.enqueue(encoder.encode(value));
      } catch (error) {
        // A stream that has broken off takes nothing more: the next sign of life would end the whole process.
        clearInterval(heartbeat);
        throw error;
      }
      clearInterval(heartbeat);
      controller.close();
    },
    cancel() {
      clearInterval(heartbeat);
      leave();
    },
  });
}
