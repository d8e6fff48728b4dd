/**
 * Waiting for what the database tells everyone (`NOTIFY`). A notice only makes waiting shorter: whoever waits looks again in any case, since a
 * notice may be missed while the connection is renewed.
 */
import type pg from 'pg';
import { pool } from '../../db/client.ts';
import { log } from '../log.ts';

export type Channel = 'gatehouse_run_state' | 'gatehouse_build_state';
const CHANNELS: readonly Channel[] = ['gatehouse_run_state', 'gatehouse_build_state'];

interface Waiter {
  channel: string;
  subject: string;
  wake: () => void;
}

const waiters = new Set<Waiter>();
/** Gives what ends it. */
let listening: Promise<() => void> | undefined;

/** Resolves at the next notice about `subject`, or after `millis`, or when `signal` says that nobody waits any more; never rejects. */
export async function awaitNotice(
  channel: Channel,
  subject: string,
  millis: number,
  signal?: AbortSignal,
): Promise<void> {
  if (signal?.aborted || millis <= 0) return;
  await new Promise<void>((resolve) => {
    const wake = () => {
      clearTimeout(timer);
      signal?.removeEventListener('abort', wake);
      waiters.delete(waiter);
      if (waiters.size === 0) stopListening();
      resolve();
    };
    const waiter = { channel, subject, wake };
    const timer = setTimeout(wake, millis);
    signal?.addEventListener('abort', wake, { once: true });
    waiters.add(waiter);
    listening ??= listen();
  });
}

/** One connection for all who wait, as long as somebody does. Without one there is still the time that each waits. */
async function listen(): Promise<() => void> {
  try {
    const client = await pool().connect();
    let isOpen = true;
    const close = (error?: Error) => {
      if (!isOpen) return;
      isOpen = false;
      client.off('notification', wakeSome);
      // It has listened: it is not given to somebody else.
      client.release(error ?? true);
    };
    client.on('notification', wakeSome);
    client.on('error', (error) => {
      listening = undefined;
      close(error);
    });
    for (const channel of CHANNELS) await client.query(`LISTEN ${channel}`).catch(failWith(close));
    return close;
  } catch (error) {
    log().warn({ err: error }, 'notices of the database cannot be heard; whoever waits looks now and then');
    listening = undefined;
    return () => {};
  }
}

const failWith = (close: (error: Error) => void) => (error: Error) => {
  close(error);
  throw error;
};

function wakeSome({ channel, payload }: pg.Notification): void {
  for (const waiter of [...waiters]) {
    if (waiter.channel === channel && waiter.subject === payload) waiter.wake();
  }
}

function stopListening(): void {
  const stopping = listening;
  listening = undefined;
  stopping?.then((close) => close()).catch(() => {});
}
