import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';
import { createId } from '../lib/ids.ts';

const run = promisify(execFile);

/** Runs a command as an operator does; a refusal gives its exit code and what it said. */
const admin = (...args: string[]) =>
  run(process.execPath, ['bin/admin.js', ...args]).then(
    ({ stdout }) => ({ code: 0, stdout, stderr: '' }),
    (error: { code: number; stdout: string; stderr: string }) => error,
  );

const username = `adam-${createId().slice(0, 6).toLowerCase()}`;
const account = ['--username', username, '--email', `${username}@example.com`, '--password', 'a long password'];

test('an account is created with a token, limited and disabled, each answer one JSON object', {
  timeout: 120_000,
}, async () => {
  const created = JSON.parse((await admin('create-account', ...account, '--json')).stdout);
  expect(created).toEqual({
    id: expect.stringMatching(/^\w{17}$/),
    username,
    token: expect.stringMatching(/^gatehouse_api_/),
  });
  const token = JSON.parse((await admin('create-token', '--username', username, '--json')).stdout);
  expect(token).toMatchObject({ username, token: expect.stringMatching(/^gatehouse_api_/) });
  const access = ['set-general-access', '--username', username, '--value', 'RESTRICTED', '--json'];
  expect(JSON.parse((await admin(...access)).stdout)).toMatchObject({ username, to: 'RESTRICTED' });
  const disabled = JSON.parse((await admin('disable-account', '--username', username, '--json')).stdout);
  expect(disabled).toMatchObject({ username, isDisabled: true });
  const accounts: { username: string }[] = JSON.parse((await admin('list-accounts', '--json')).stdout);
  expect(accounts).toContainEqual(expect.objectContaining({ username, isDisabled: true, generalAccess: 'RESTRICTED' }));
  const audit = JSON.parse((await admin('verify-audit', '--username', username, '--json')).stdout);
  expect(audit).toEqual({ username, rows: 5, firstBroken: null });
});

test.each([
  [['create-account', ...account.with(-1, 'short')], 'at least 10 characters'],
  [['create-token', '--username', 'nobody-here'], 'was not found'],
  [['set-general-access', '--username', username, '--value', 'banana'], 'RESTRICTED'],
])('a refusal says what is wrong, on standard error only', { timeout: 60_000 }, async (args, said) => {
  const { code, stdout, stderr } = await admin(...args);
  expect(code).toBe(1);
  expect(stdout).toBe('');
  expect(stderr).toContain(said);
  expect(stderr).not.toContain('    at ');
});
