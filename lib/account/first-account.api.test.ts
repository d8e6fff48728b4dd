import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeDatabase, pool } from '../../db/client.ts';
import { sessionCredential } from '../authentication/credential.ts';
import { listPeople } from '../operator/people.ts';
import { useFreshDatabase } from '../testing/fresh-database.ts';
import { context } from '../testing/world.ts';
import { signUp } from './sign-up.ts';

let remove: () => Promise<void>;
beforeAll(async () => {
  remove = await useFreshDatabase();
}, 30_000);
afterAll(async () => {
  await closeDatabase();
  await remove();
});

const PASSWORD = 'a long enough password';
const nobody = context({ kind: 'none' });

test('of ten people who sign up at once on a new instance, exactly one is its operator', {
  timeout: 60_000,
}, async () => {
  const sessions = await Promise.all(
    Array.from({ length: 10 }, (_, n) =>
      signUp(nobody, { username: `person-${n}`, email: `person-${n}@example.com`, password: PASSWORD }),
    ),
  );
  const { rows } = await pool().query<{ is_operator: boolean }>('SELECT is_operator FROM accounts');
  expect(rows.filter((row) => row.is_operator)).toHaveLength(1);
  expect(rows).toHaveLength(10);
  const operates = await Promise.allSettled(
    sessions.map(({ secret }) => listPeople(context(sessionCredential(secret)))),
  );
  expect(operates.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
});

test('of two who want one name at once, one gets it', { timeout: 60_000 }, async () => {
  const results = await Promise.allSettled(
    [0, 1, 2, 3].map((n) =>
      signUp(nobody, { username: n % 2 ? 'TWIN' : 'twin', email: `twin-${n}@example.com`, password: PASSWORD }),
    ),
  );
  expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const result of results) {
    if (result.status === 'rejected')
      expect(result.reason).toMatchObject({ type: 'invalid-input', data: { field: 'username' } });
  }
});
