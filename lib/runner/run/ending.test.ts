import { describe, expect, test } from 'vitest';
import { type EndedAttempt, INTENTS, isStronger, outcomeOf } from './ending.ts';

const ended = (changes: Partial<EndedAttempt> = {}, exitCode = 0, isOutOfMemory = false): EndedAttempt => ({
  ...{ end: { exitCode, isOutOfMemory }, intent: null, memoryMbytes: 256, timeoutSecs: 60 },
  ...{ restartsOnError: false, restartCount: 0, ranMillis: 1_000 },
  ...changes,
});

describe('what becomes of a run', () => {
  test('a program that exits with 0 has succeeded, any other has failed', () => {
    expect(outcomeOf(ended())).toEqual({ status: 'SUCCEEDED', exitCode: 0, statusMessage: null });
    expect(outcomeOf(ended({}, 7))).toMatchObject({
      status: 'FAILED',
      exitCode: 7,
      statusMessage: expect.stringContaining('7'),
    });
    expect(outcomeOf(ended({}, 137, true))).toMatchObject({
      status: 'FAILED',
      statusMessage: expect.stringContaining('out of memory: it may use 256 MB'),
    });
  });

  test.each([0, 1, 137])('one that was aborted or timed out is so whatever its exit code, here %i', (exitCode) => {
    expect(outcomeOf(ended({ intent: 'abort' }, exitCode)).status).toBe('ABORTED');
    expect(outcomeOf(ended({ intent: 'abort-gracefully' }, exitCode)).status).toBe('ABORTED');
    expect(outcomeOf(ended({ intent: 'time-out' }, exitCode)).status).toBe('TIMED-OUT');
  });

  test('one that is moved is started again, unless it came to its end', () => {
    expect(outcomeOf(ended({ intent: 'move' }, 137))).toEqual({ status: 'READY', because: 'MOVED' });
    expect(outcomeOf(ended({ intent: 'move' })).status).toBe('SUCCEEDED');
  });

  test('one that restarts on error does so, but not for ever where it fails at once', () => {
    const restarts = { restartsOnError: true };
    expect(outcomeOf(ended(restarts, 1))).toEqual({ status: 'READY', because: 'FAILED' });
    expect(outcomeOf(ended({ ...restarts, restartCount: 3 }, 1)).status).toBe('FAILED');
    expect(outcomeOf(ended({ ...restarts, restartCount: 9, ranMillis: 61_000 }, 1)).status).toBe('READY');
    expect(outcomeOf(ended(restarts)).status).toBe('SUCCEEDED');
  });

  test('a stronger reason takes over, never a weaker one', () => {
    for (const [index, intent] of INTENTS.entries()) {
      expect(isStronger(intent, null)).toBe(true);
      for (const [other, than] of INTENTS.entries()) expect(isStronger(intent, than)).toBe(index > other);
    }
  });
});
