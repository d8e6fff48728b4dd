import { scryptSync } from 'node:crypto';
import { describe, expect, test, vi } from 'vitest';
import { hashPassword, verifyPassword } from './password.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

const PASSWORD = 'a long sentence with ümlauts';

describe('a password', () => {
  test('is recognized, and no other is', async () => {
    const hash = await hashPassword(PASSWORD);
    expect(await verifyPassword(PASSWORD, hash)).toBe(true);
    for (const other of ['', PASSWORD.toUpperCase(), hash]) {
      expect(await verifyPassword(other, hash)).toBe(false);
    }
  });

  test('is recognized however the keyboard writes its letters', async () => {
    expect(await verifyPassword(PASSWORD.normalize('NFD'), await hashPassword(PASSWORD.normalize('NFC')))).toBe(true);
  });

  test('is kept as scrypt with its cost and a salt of its own', async () => {
    const [one, two] = [await hashPassword(PASSWORD), await hashPassword(PASSWORD)];
    expect(one).toMatch(/^scrypt\$32768\$8\$3\$[\w-]{22}\$[\w-]{43}$/);
    expect(one).not.toBe(two);
  });

  test('of an older, cheaper cost is recognized too', async () => {
    const hash = scryptSync(PASSWORD.normalize('NFKC'), Buffer.alloc(16, 1), 32, { N: 1_024, r: 8, p: 1 });
    const stored = `scrypt$1024$8$1$${Buffer.alloc(16, 1).toString('base64url')}$${hash.toString('base64url')}`;
    expect(await verifyPassword(PASSWORD, stored)).toBe(true);
    expect(await verifyPassword('another', stored)).toBe(false);
  });

  test.each([null, '', 'scrypt', 'scrypt$32768$8$3$AAAA$'])(
    'is never recognized by what is none: %j',
    async (stored) => {
      expect(await verifyPassword('', stored)).toBe(false);
      expect(await verifyPassword(PASSWORD, stored)).toBe(false);
    },
  );

  test('that was never set is not the empty one of the dummy hash', async () => {
    expect(await verifyPassword(String.fromCharCode(0).repeat(32), null)).toBe(false);
  });
});
