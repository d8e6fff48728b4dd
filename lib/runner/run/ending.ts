/** What becomes of a run whose program has ended. */
import type { Ending } from '../../lease/queries.ts';
import type { ProgramEnd } from '../engine/engine.ts';

/** Why the worker ends a program before it does so itself; the later ones go before the earlier. */
export const INTENTS = ['move', 'abort-gracefully', 'time-out', 'abort', 'lose'] as const;
export type Intent = (typeof INTENTS)[number];

export const isStronger = (intent: Intent, than: Intent | null) =>
  than === null || INTENTS.indexOf(intent) > INTENTS.indexOf(than);

export interface EndedAttempt {
  end: ProgramEnd;
  intent: Intent | null;
  memoryMbytes: number;
  timeoutSecs: number;
  restartsOnError: boolean;
  restartCount: number;
  /** How long the program ran. */
  ranMillis: number;
}

/** `MOVED` and `FAILED`: it is given back, to be started again; see `giveBackRun`. */
export type Outcome = Ending | { status: 'READY'; because: 'MOVED' | 'FAILED' };

/** A program that fails soon after each start is started this many times again, no more. */
const MAX_QUICK_RESTARTS = 3;
const QUICK_MILLIS = 60_000;

export function outcomeOf(ended: EndedAttempt): Outcome {
  const { exitCode } = ended.end;
  const ending = (status: Ending['status'], statusMessage: string | null): Ending => ({
    status,
    exitCode,
    statusMessage,
  });
  switch (ended.intent) {
    case 'abort':
    case 'abort-gracefully':
      return ending('ABORTED', 'The run was aborted');
    case 'time-out':
      return ending('TIMED-OUT', `The run timed out after ${ended.timeoutSecs} s`);
    case 'move':
      // One that came to its end meanwhile has nothing left to do elsewhere.
      return exitCode === 0 ? ending('SUCCEEDED', null) : { status: 'READY', because: 'MOVED' };
    case 'lose':
    case null:
      if (exitCode === 0) return ending('SUCCEEDED', null);
      if (mayRestart(ended)) return { status: 'READY', because: 'FAILED' };
      return ending('FAILED', failureMessage(ended));
  }
}

function mayRestart({ restartsOnError, restartCount, ranMillis }: EndedAttempt): boolean {
  return restartsOnError && (restartCount < MAX_QUICK_RESTARTS || ranMillis > QUICK_MILLIS);
}

function failureMessage({ end, memoryMbytes }: EndedAttempt): string {
  if (end.isOutOfMemory) {
    return `The Actor ran out of memory: it may use ${memoryMbytes} MB. Start it with more, or let it do less at once.`;
  }
  return `The Actor exited with code ${end.exitCode}`;
}
