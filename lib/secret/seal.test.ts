import { beforeAll, expect, test } from 'vitest';
import { openEnvironment } from './environment.ts';
import { seal, unseal } from './seal.ts';

beforeAll(() => {
  process.env.SECRET_KEY = 'a root secret of the tests, long enough';
});

const of = { actorId: 'a'.repeat(17), name: 'API_KEY' };

test('what was sealed opens again, and is never twice the same text', () => {
  const sealed = seal('s3cret ✓', of);
  expect(unseal(sealed, of)).toBe('s3cret ✓');
  expect(sealed).not.toContain(Buffer.from('s3cret').toString('base64url'));
  expect(seal('s3cret ✓', of)).not.toBe(sealed);
});

test.each([
  ['another Actor', { ...of, actorId: 'b'.repeat(17) }],
  ['another name', { ...of, name: 'OTHER' }],
  ['a webhook', { webhookId: `${of.actorId}.${of.name}` }],
])('it does not open for %s', (_what, other) => {
  const sealed = seal('secret', of);
  expect(() => unseal(sealed, other)).toThrow();
});

test('changed bytes do not open, whichever they are', () => {
  const bytes = Buffer.from(seal('secret', of), 'base64url');
  for (let at = 0; at < bytes.length; at++) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(() => unseal(changed.toString('base64url'), of), `byte ${at}`).toThrow();
  }
  expect(() => unseal('', of)).toThrow();
});

test('an environment has plain and secret values side by side', () => {
  const sealed = seal('secret', of);
  const envVars = [
    { name: 'PLAIN', value: '1' },
    { name: of.name, isSecret: true as const, sealed },
  ];
  expect(openEnvironment(of.actorId, envVars)).toEqual({ PLAIN: '1', API_KEY: 'secret' });
});
