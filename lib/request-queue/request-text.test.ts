import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cursorText, parseCursor } from '../request-listing/cursor.ts';
import { requestIdOf } from './request-id.ts';
import { isWholeRequest, mergeRequest, parseDeletions, parseRequest, requestText } from './request-text.ts';

const FREE = { lockExpiresAt: null, lockedBy: null };
const text = fc.string({ unit: 'grapheme', minLength: 1 }).filter((value) => !value.includes('\0'));
const anyRequest = fc.record(
  {
    url: text,
    uniqueKey: text,
    method: fc.constantFrom('GET', 'POST'),
    retryCount: fc.nat(),
    payload: fc.oneof(fc.string(), fc.dictionary(fc.string(), fc.jsonValue())),
    headers: fc.dictionary(fc.string(), fc.string()),
    userData: fc.dictionary(fc.string(), fc.jsonValue()),
    errorMessages: fc.array(fc.string()),
    noRetry: fc.boolean(),
    handledAt: fc
      .date({ min: new Date(0), max: new Date(4e12), noInvalidDate: true })
      .map((date) => date.toISOString()),
    more: fc.jsonValue(),
  },
  { requiredKeys: ['url', 'uniqueKey'] },
);

test('whatever is sent comes back, with its id', () => {
  fc.assert(
    fc.property(anyRequest, (sent) => {
      const sentText = JSON.stringify(sent);
      const answered: unknown = JSON.parse(requestText({ ...parseRequest(sentText), ...FREE }));
      const expected = {
        method: 'GET',
        retryCount: 0,
        ...JSON.parse(sentText),
        id: requestIdOf(sent.uniqueKey),
      };
      expect(answered).toEqual(expected);
    }),
  );
});

test('what is answered can be sent back and stays the same', () => {
  fc.assert(
    fc.property(anyRequest, (sent) => {
      const values = parseRequest(JSON.stringify(sent));
      const answered = requestText({ ...values, lockExpiresAt: new Date(), lockedBy: 'somebody' });
      expect(parseRequest(answered)).toEqual(values);
    }),
  );
});

test('digits, order, escapes and repeated names are kept', () => {
  const rest = '"userData":{"2":1.0,"1":12345678901234567890,"__proto__":{"a":1E5}},"x":"\\u00e9","x":2';
  expect(parseRequest(` { "url" : "u", ${rest} } `).data).toBe(`{${rest}}`);
});

test('a null that says that there is none is left out, and others stay', () => {
  const sent =
    '{"url":"u","uniqueKey":null,"method":null,"retryCount":null,"userData":null,"handledAt":null,"payload":null,"x":null,"constructor":null}';
  expect(parseRequest(sent)).toMatchObject({
    uniqueKey: 'u',
    method: 'GET',
    retryCount: 0,
    handledAt: null,
    data: '{"x":null,"constructor":null}',
  });
});

describe('what changes of a request', () => {
  test('replaces what it names and leaves the rest as it is', () => {
    const stored = '{"url":"u","uniqueKey":"k","userData":{"n":1.0},"handledAt":null}';
    expect(mergeRequest(stored, '{"handledAt":"2026-01-01T00:00:00Z","userData":{"n":2.0}}')).toBe(
      '{"url":"u","uniqueKey":"k","handledAt":"2026-01-01T00:00:00Z","userData":{"n":2.0}}',
    );
  });

  test('is told from a whole request', () => {
    expect(isWholeRequest('{"url":"u","uniqueKey":"k"}')).toBe(true);
    expect(isWholeRequest('{"url":"u"}')).toBe(false);
    expect(isWholeRequest('{"userData":{"url":"u","uniqueKey":"k"}}')).toBe(false);
  });
});

test('deletions name a request by either or both', () => {
  const id = requestIdOf('k');
  expect(parseDeletions(`[{"id":"${id}"},{"uniqueKey":"k"},{"id":"${id}","uniqueKey":"k"}]`)).toEqual([
    { id, uniqueKey: null },
    { id, uniqueKey: 'k' },
    { id, uniqueKey: 'k' },
  ]);
});

test('cursors come back as they went out, and nothing else is one', () => {
  for (const cursor of [{ id: 'a' }, { id: '', place: -1.7e15 }, { id: 'č', place: 0 }]) {
    expect(parseCursor(cursorText(cursor))).toEqual(cursor);
  }
  fc.assert(fc.property(fc.string(), (given) => void parseCursor(given)));
  for (const given of ['[]', '[1]', '["a",1.5]', '["a",1,2]', '{"id":"a"}', 'null', '["a\\u0000"]', '["a",null]']) {
    expect(parseCursor(Buffer.from(given).toString('base64url')), given).toBeNull();
  }
});
