/** Ends a program in the way that its reason asks for. */
import { setTimeout as wait } from 'node:timers/promises';
import type { RunningProgram } from '../engine/engine.ts';
import type { EventName } from '../events/server.ts';
import type { Intent } from './ending.ts';

/** Source: Apify, Abort a run: a graceful abort gives 30 s. */
const GRACE_MILLIS = 30_000;
const AFTER_TERM_MILLIS = 5_000;
/** What is stopping has little time itself. */
const MOVE_MILLIS = 4_000;

export interface EndingOf {
  program: RunningProgram;
  intent: Intent;
  /** Tells the program, and gives how many listen. */
  send: (name: EventName, data?: object) => number;
  /** Says that there is a stronger reason now, which sees to the rest. */
  signal: AbortSignal;
}

/** Resolves when the program has ended, or the signal tells. */
export async function bringToEnd({ program, intent, send, signal }: EndingOf): Promise<void> {
  const endsWithin = async (millis: number) => {
    const over = new AbortController();
    const late = wait(millis, false, { signal: AbortSignal.any([signal, over.signal]) }).catch(() => false);
    const isEnded = await Promise.race([program.ended.then(() => true), late]);
    over.abort();
    return isEnded || signal.aborted;
  };
  if (intent === 'abort-gracefully') {
    const listenerCount = send('aborting');
    send('persistState', { isMigrating: false });
    if (listenerCount > 0 && (await endsWithin(GRACE_MILLIS))) return;
    await program.terminate();
    // One that nobody could tell has its time after this signal.
    if (await endsWithin(listenerCount > 0 ? AFTER_TERM_MILLIS : GRACE_MILLIS)) return;
  } else if (intent === 'time-out') {
    await program.terminate();
    if (await endsWithin(AFTER_TERM_MILLIS)) return;
  } else if (intent === 'move' && send('migrating') > 0) {
    send('persistState', { isMigrating: true });
    if (await endsWithin(MOVE_MILLIS)) return;
  }
  await program.kill();
}
