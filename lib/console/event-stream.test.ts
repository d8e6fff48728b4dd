import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { eventStream } from './event-stream.ts';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

const nothing = () => {};
const MINUTE_MILLIS = 60_000;

test('gives what happens, and ends with it', async () => {
  const events = (async function* () {
    yield 'event: a\n\n';
  })();
  expect(await new Response(eventStream(events, nothing)).text()).toBe('retry: 2000\n\nevent: a\n\n');
  expect(vi.getTimerCount()).toBe(0);
});

test('where it breaks off, nothing is sent after it', async () => {
  const events: AsyncIterator<string> = { next: () => Promise.reject(new Error('the database is away')) };
  await expect(new Response(eventStream(events, nothing)).text()).rejects.toThrow('the database is away');
  expect(() => vi.advanceTimersByTime(MINUTE_MILLIS)).not.toThrow();
  expect(vi.getTimerCount()).toBe(0);
});

test('says that it has been left, and has no more signs of life', async () => {
  const leave = vi.fn();
  const events: AsyncIterator<string> = { next: () => new Promise(nothing) };
  const reader = eventStream(events, leave).getReader();
  await reader.read();
  await vi.advanceTimersByTimeAsync(MINUTE_MILLIS);
  expect(new TextDecoder().decode((await reader.read()).value)).toBe(': still here\n\n');
  void reader.cancel();
  expect(leave).toHaveBeenCalledOnce();
  expect(vi.getTimerCount()).toBe(0);
});
