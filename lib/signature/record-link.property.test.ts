import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import { runCount } from '../testing/scale.ts';
import { identifyLink, originOf, type SignedContent, verifyLink } from './link.ts';
import { canonicalRecordSignature, parseRecordSignature, signRecord, signRecordOfficially } from './record-link.ts';
import { recordSigningKey, signingKey } from './signing-key.ts';
import { signStorage } from './storage-link.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });
process.env.SECRET_KEY = 'a secret of these tests, and of nothing else';

const MUTATIONS = runCount('MUTATED_SIGNATURES', 50_000);
const NOW = 1_767_225_600_000;
const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_=.';
const EPOCH = 3;

const id = fc.stringMatching(/^[A-Za-z0-9]{17}$/);
const recordKey = fc.oneof(
  fc.stringMatching(/^[a-zA-Z0-9!\-_.'()]{1,256}$/),
  fc.constantFrom('INPUT', 'OUTPUT', 'a', '.', '0.0.x'),
);
const expiry = fc.oneof(fc.constant(0), fc.integer({ min: NOW + 1, max: NOW + 10 ** 12 }));
const digest = fc.uint8Array({ minLength: 32, maxLength: 32 }).map((bytes) => originOf({ digest: Buffer.from(bytes) }));
const origin = fc.oneof(fc.constant(''), id, digest);

const link = fc.record({ id, recordKey, expiry, origin, form: fc.constantFrom('official', 'own') });
type Link = typeof link extends fc.Arbitrary<infer T> ? T : never;

const sign = ({ id: storeId, recordKey: key, expiry: expiresAtMillis, origin: from, form }: Link): string =>
  form === 'official'
    ? signRecordOfficially(signingKey(storeId, EPOCH), key)
    : signRecord(recordSigningKey(storeId, EPOCH), { storeId, recordKey: key, expiresAtMillis, origin: from });

/** As the gate does it with a signature that came with a request. */
function verify(storeId: string, content: SignedContent, signature: string, now = NOW, epoch = EPOCH): string {
  const identified = identifyLink(signature, content);
  return identified ? verifyLink({ resourceId: storeId, epoch }, content, identified, now).state : 'forged';
}
const record = (key: string): SignedContent => ({ kind: 'record', key });
const whole: SignedContent = { kind: 'whole' };

const decoded = (signature: string) => Buffer.from(signature, 'base64url').toString('latin1');
const encoded = (text: string) => Buffer.from(text, 'latin1').toString('base64url');
const replaced = (text: string, at: number, letter: string) => {
  const place = at % text.length;
  return text.slice(0, place) + letter + text.slice(place + 1);
};
const part = (signature: string, nth: number, change: (text: string) => string) =>
  encoded(
    decoded(signature)
      .split('.')
      .map((text, index) => (index === nth ? change(text) : text))
      .join('.'),
  );

type Mutation = (signature: string, at: number, letter: string) => string;
const MUTATIONS_BY_NAME: Record<string, Mutation> = {
  'another letter': replaced,
  'a letter more': (signature, at, letter) => signature.slice(0, at) + letter + signature.slice(at),
  'a letter less': (signature, at) =>
    signature.slice(0, at % signature.length) + signature.slice((at % signature.length) + 1),
  'cut short': (signature, at) => signature.slice(0, at % signature.length),
  'two letters swapped': (signature, at) => {
    const place = at % (signature.length - 1);
    return signature.slice(0, place) + signature[place + 1] + signature[place] + signature.slice(place + 2);
  },
  'other case': (signature, at) => {
    const letter = signature[at % signature.length] ?? '';
    return replaced(signature, at, letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase());
  },
  'given twice': (signature) => signature + signature,
  'a leading zero': (signature) => `0${signature}`,
  'another letter below the base64': (signature, at, letter) => encoded(replaced(decoded(signature), at, letter)),
  'another version': (signature, at) => part(signature, 0, () => String(2 + at)),
  'version 0': (signature) => part(signature, 0, () => '0'),
  'a later end': (signature, at) => part(signature, 1, (text) => String(Number(text) + 1 + at)),
  'no end': (signature) => part(signature, 1, (text) => (text === '0' ? '00' : '0')),
  'the end written otherwise': (signature, at) =>
    part(signature, 1, (text) => [`0${text}`, `+${text}`, ` ${text}`, `${text}.0`, `${text}e0`][at % 5] ?? ''),
  'another origin': (signature, at, letter) => part(signature, 2, (text) => text + letter + String(at)),
  'no origin': (signature) => part(signature, 2, (text) => (text === '' ? 'x' : '')),
  'another mac': (signature, at, letter) => part(signature, 3, (text) => replaced(text || 'x', at, letter)),
  'a shorter mac': (signature, at) => part(signature, 3, (text) => text.slice(0, at % (text.length || 1))),
  'the mac alone': (signature) => decoded(signature).split('.')[3] ?? '',
  'a byte more below the base64': (signature, at) => encoded(`${decoded(signature)}${String.fromCharCode(at)}`),
  'wrapped as a storage link': (signature) => encoded(`0.0.${signature}`),
  'wrapped as our own': (signature) => encoded(`1.0..${signature}`),
};

/** Only `=` at the end of base64 stands for nothing. */
const isSameLink = (one: string, other: string) => {
  const [a, b] = [parseRecordSignature(one), parseRecordSignature(other)];
  return a !== null && b !== null && canonicalRecordSignature(a) === canonicalRecordSignature(b);
};

describe('a link to a record', () => {
  test('is valid for what was signed, in both forms', () => {
    fc.assert(
      fc.property(link, fc.constantFrom('', '='), (made, padding) => {
        const signature = sign(made) + (made.form === 'own' ? padding : '');
        expect(verify(made.id, record(made.recordKey), signature)).toBe('valid');
        const parsed = parseRecordSignature(signature);
        expect(parsed?.form).toBe(made.form);
      }),
      { numRuns: 2_000 },
    );
  });

  test('in our form lives to the millisecond that it names', () => {
    fc.assert(
      fc.property(link, fc.integer({ min: 1, max: 253_402_300_799_997 }), (made, end) => {
        const signature = sign({ ...made, form: 'own', expiry: end });
        expect(verify(made.id, record(made.recordKey), signature, end)).toBe('valid');
        expect(verify(made.id, record(made.recordKey), signature, end + 1)).toBe('expired');
      }),
      { numRuns: 1_000 },
    );
  });

  test.each(['official', 'own'] as const)('in the %s form is forged however it is changed', (form) => {
    const mutated = fc.record({
      made: link,
      at: fc.nat(100),
      letter: fc.constantFrom(...ALPHABET),
      mutation: fc.constantFrom(...Object.keys(MUTATIONS_BY_NAME)),
    });
    let changedCount = 0;
    fc.assert(
      fc.property(mutated, ({ made, at, letter, mutation }) => {
        const signature = sign({ ...made, form });
        const changed = MUTATIONS_BY_NAME[mutation]?.(signature, at, letter) ?? '';
        if (isSameLink(changed, signature)) return;
        changedCount++;
        expect(verify(made.id, record(made.recordKey), changed)).toBe('forged');
        expect(verify(made.id, whole, changed)).toBe('forged');
      }),
      { numRuns: MUTATIONS },
    );
    expect(changedCount).toBeGreaterThan(MUTATIONS * 0.8);
  });

  test('opens no other record, no other store, not the whole store, and nothing once all links are ended', () => {
    fc.assert(
      fc.property(link, recordKey, id, (made, otherKey, otherId) => {
        const signature = sign(made);
        if (otherKey !== made.recordKey) expect(verify(made.id, record(otherKey), signature)).toBe('forged');
        if (otherId !== made.id) expect(verify(otherId, record(made.recordKey), signature)).toBe('forged');
        expect(verify(made.id, whole, signature)).toBe('forged');
        expect(verify(made.id, record(made.recordKey), signature, NOW, EPOCH + 1)).toBe('forged');
      }),
      { numRuns: 5_000 },
    );
  });

  test('is nothing that a link to the whole store is, nor the other way round, even for a key that is like its text', () => {
    fc.assert(
      fc.property(id, expiry, origin, (storeId, end, from) => {
        const storageLink = signStorage(signingKey(storeId, EPOCH), storeId, end);
        const key = `0.${end}.${storeId}`;
        const official = signRecordOfficially(signingKey(storeId, EPOCH), key);
        // The mac in the one is the other: that is the hole.
        expect(decoded(storageLink)).toBe(`0.${end}.${official}`);
        expect(verify(storeId, record(key), official)).toBe('forged');
        expect(verify(storeId, record(key), storageLink)).toBe('forged');
        const own = sign({ id: storeId, recordKey: key, expiry: end, origin: from, form: 'own' });
        expect(verify(storeId, record(key), own)).toBe('valid');
        const mac = decoded(own).split('.').at(-1) ?? '';
        expect(verify(storeId, whole, encoded(`0.${end}.${mac}`))).toBe('forged');
        expect(verify(storeId, record(key), mac)).toBe('forged');
      }),
      { numRuns: 2_000 },
    );
  });

  test('in our form cannot be made with the key that is handed out', () => {
    fc.assert(
      fc.property(link, (made) => {
        const { id: storeId, recordKey: key, expiry: expiresAtMillis, origin: from } = made;
        const forged = signRecord(signingKey(storeId, EPOCH), {
          storeId,
          recordKey: key,
          expiresAtMillis,
          origin: from,
        });
        expect(verify(storeId, record(key), forged)).toBe('forged');
      }),
      { numRuns: 1_000 },
    );
  });

  test('that came with a link to the keys tells it, and no other text is read as that', () => {
    fc.assert(
      fc.property(link, (made) => {
        const identified = identifyLink(sign({ ...made, form: 'own' }), record(made.recordKey));
        const isDigest = made.origin.length === 43;
        expect(identified?.digests.length).toBe(isDigest ? 2 : 1);
        expect(identified?.digests[1]?.toString('base64url')).toBe(isDigest ? made.origin : undefined);
      }),
      { numRuns: 1_000 },
    );
  });

  test('is told from any text, without an error', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z0-9_-]{0,250}$/)),
        id,
        (text, storeId) => {
          expect(verify(storeId, record('r'), text)).toBe('forged');
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
