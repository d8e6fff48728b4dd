import { describe, expect, test } from 'vitest';
import { judgeItems } from './judge.ts';

const SCHEMA = { type: 'object', properties: { a: { type: 'number' } } };

describe('items of one account that are judged at once', () => {
  test('wait for each other up to a number, and beyond it are refused for a while', async () => {
    const outcomes = await Promise.allSettled(
      Array.from({ length: 40 }, (_, n) => judgeItems('olga', SCHEMA, `{"a":${n}}`)),
    );
    const refused = outcomes.filter(({ status }) => status === 'rejected');
    expect(refused.length).toBeGreaterThan(0);
    for (const outcome of refused) {
      expect(outcome).toMatchObject({ reason: { type: 'rate-limit-exceeded', data: { retryAfterSecs: 5 } } });
    }
    expect(outcomes.filter(({ status }) => status === 'fulfilled').length).toBe(16);
    await expect(judgeItems('olga', SCHEMA, '{"a":1}')).resolves.toMatchObject({ fields: ['a'] });
  });

  test('hold up no other account', async () => {
    const many = Promise.allSettled(Array.from({ length: 40 }, () => judgeItems('olga', SCHEMA, '{"a":1}')));
    await expect(judgeItems('stan', SCHEMA, '{"a":1}')).resolves.toMatchObject({ fields: ['a'] });
    await many;
  });
});
