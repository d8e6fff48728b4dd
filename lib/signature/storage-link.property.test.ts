import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { runCount } from '../testing/scale.ts';
import { canonicalSignature, signStorage, verifyStorage } from './storage-link.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

const MUTATIONS = runCount('MUTATED_SIGNATURES', 20_000);
const NOW = 1_767_225_600_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';

const key = fc.stringMatching(/^[A-Za-z0-9_-]{43}$/);
const id = fc.stringMatching(/^[A-Za-z0-9]{17}$/);
const expiry = fc.oneof(fc.constant(0), fc.integer({ min: NOW + 1, max: NOW + 10 ** 12 }));

type Mutation = (signature: string, at: number, letter: string) => string;

const decoded = (signature: string) => Buffer.from(signature, 'base64url').toString('latin1');
const encoded = (text: string) => Buffer.from(text, 'latin1').toString('base64url');
const replaced = (text: string, at: number, letter: string) => {
  const place = at % text.length;
  return text.slice(0, place) + letter + text.slice(place + 1);
};
const part = (signature: string, nth: 0 | 1 | 2, change: (text: string) => string) =>
  encoded(
    decoded(signature)
      .split('.')
      .map((text, index) => (index === nth ? change(text) : text))
      .join('.'),
  );

const MUTATIONS_BY_NAME: Record<string, Mutation> = {
  'another letter': replaced,
  'a letter more': (signature, at, letter) => signature.slice(0, at) + letter + signature.slice(at),
  'a letter less': (signature, at) =>
    signature.slice(0, at % signature.length) + signature.slice((at % signature.length) + 1),
  'cut short': (signature, at) => signature.slice(0, at % signature.length),
  'two letters swapped': (signature, at) => {
    const place = at % (signature.length - 1);
    const [a = '', b = ''] = [signature[place], signature[place + 1]];
    return signature.slice(0, place) + b + a + signature.slice(place + 2);
  },
  'other case': (signature, at) => {
    const place = at % signature.length;
    const letter = signature[place] ?? '';
    return replaced(signature, place, letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase());
  },
  'given twice': (signature) => signature + signature,
  'another letter below the base64': (signature, at, letter) => encoded(replaced(decoded(signature), at, letter)),
  'another version': (signature, at) => part(signature, 0, () => String(1 + at)),
  'a later end': (signature, at) => part(signature, 1, (text) => String(Number(text) + 1 + at)),
  'an earlier end': (signature, at) => part(signature, 1, (text) => String(Math.max(1, Number(text) - 1 - at))),
  'no end': (signature) => part(signature, 1, (text) => (text === '0' ? '00' : '0')),
  'the end written otherwise': (signature, at) =>
    part(signature, 1, (text) => [`0${text}`, `+${text}`, ` ${text}`, `${text}.0`, `${text}e0`][at % 5] ?? ''),
  'another mac': (signature, at, letter) => part(signature, 2, (text) => replaced(text, at, letter)),
  'a shorter mac': (signature, at) => part(signature, 2, (text) => text.slice(0, at % text.length)),
  'a leading zero in the mac': (signature) => part(signature, 2, (text) => `0${text}`),
  'a byte more below the base64': (signature, at) => encoded(`${decoded(signature)}${String.fromCharCode(at)}`),
};

const linkAnd = fc.record({
  key,
  id,
  expiry,
  at: fc.nat(60),
  letter: fc.constantFrom(...ALPHABET),
  mutation: fc.constantFrom(...Object.keys(MUTATIONS_BY_NAME)),
});

describe('a signed link', () => {
  test('is valid for what was signed, whatever it was, and tells its end', () => {
    fc.assert(
      fc.property(key, id, expiry, fc.constantFrom('', '=', '=='), (signingKey, resource, end, padding) => {
        const signature = signStorage(signingKey, resource, end);
        expect(verifyStorage(signingKey, resource, signature + padding, NOW)).toEqual({
          state: 'valid',
          expiresAtMillis: end || null,
        });
        expect(canonicalSignature(signature + padding)).toBe(signature);
      }),
      { numRuns: 2_000 },
    );
  });

  test('lives to the millisecond that it names', () => {
    fc.assert(
      fc.property(key, id, fc.integer({ min: 1, max: 253_402_300_799_999 - 2 }), (signingKey, resource, end) => {
        const signature = signStorage(signingKey, resource, end);
        expect(verifyStorage(signingKey, resource, signature, end - 1).state).toBe('valid');
        expect(verifyStorage(signingKey, resource, signature, end).state).toBe('valid');
        expect(verifyStorage(signingKey, resource, signature, end + 1).state).toBe('expired');
      }),
      { numRuns: 1_000 },
    );
  });

  test('opens nothing with any mutation', () => {
    let tried = 0;
    fc.assert(
      fc.property(linkAnd, ({ key: signingKey, id: resource, expiry: end, at, letter, mutation }) => {
        const signature = signStorage(signingKey, resource, end);
        const mutated = MUTATIONS_BY_NAME[mutation]?.(signature, at, letter) ?? '';
        fc.pre(mutated !== signature);
        tried++;
        expect(verifyStorage(signingKey, resource, mutated, NOW), mutation).toEqual({ state: 'forged' });
      }),
      { numRuns: MUTATIONS },
    );
    expect(tried).toBeGreaterThanOrEqual(MUTATIONS);
  });

  test('opens no other storage, and none with another key', () => {
    fc.assert(
      fc.property(key, key, id, id, expiry, (signingKey, otherKey, resource, otherResource, end) => {
        fc.pre(signingKey !== otherKey && resource !== otherResource);
        const signature = signStorage(signingKey, resource, end);
        expect(verifyStorage(signingKey, otherResource, signature, NOW).state).toBe('forged');
        expect(verifyStorage(otherKey, resource, signature, NOW).state).toBe('forged');
      }),
      { numRuns: 2_000 },
    );
  });

  test('is never an error, whatever a stranger sends', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.base64String({ maxLength: 300 })),
        (text) => {
          expect(verifyStorage('a key', 'WkzbQMuFYuamGv3YF', text, NOW).state).toBe('forged');
          const canonical = canonicalSignature(text);
          if (canonical !== null) expect(canonicalSignature(canonical)).toBe(canonical);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
