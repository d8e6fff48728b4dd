/** Sign-in through an OpenID Connect provider: one that runs here, and a Console of its own that is told of it, on the same database. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import http from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Page } from '@playwright/test';
import Provider from 'oidc-provider';
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { expect, test } from './world.ts';

const CLIENT = { client_id: 'gatehouse', client_secret: 'only for this test' };

let provider: http.Server;
let role: ChildProcess;
let consoleAddress: string;

test.beforeAll(async () => {
  const consolePort = await freePort();
  consoleAddress = `http://localhost:${consolePort}`;
  provider = await startProvider(`${consoleAddress}/api/auth/callback/oidc`);
  role = spawn(process.execPath, ['bin/start.js', '--role', 'console'], {
    env: {
      ...process.env,
      CONSOLE_PORT: String(consolePort),
      CONSOLE_URL: consoleAddress,
      AUTH_OIDC_ISSUER: addressOf(provider),
      AUTH_OIDC_ID: CLIENT.client_id,
      AUTH_OIDC_SECRET: CLIENT.client_secret,
      AUTH_OIDC_NAME: 'Castle ID',
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const text of role.stdout ?? []) if (/^Console +http/m.test(String(text))) return;
  throw new Error('The Console did not start');
});

test.afterAll(async () => {
  const ended = once(role, 'exit');
  role.kill('SIGTERM');
  await ended;
  provider.closeAllConnections();
  await once(provider.close(), 'close');
});

async function freePort(): Promise<number> {
  const probe = http.createServer().listen(0);
  await once(probe, 'listening');
  const { port } = probe.address() as AddressInfo;
  await once(probe.close(), 'close');
  return port;
}

const addressOf = (server: http.Server) => `http://localhost:${(server.address() as AddressInfo).port}`;

/** Whoever names themselves is believed; the name is the e-mail address. */
async function startProvider(redirectUri: string): Promise<http.Server> {
  const server = http.createServer().listen(0);
  await once(server, 'listening');
  const answers = new Provider(addressOf(server), {
    clients: [{ ...CLIENT, redirect_uris: [redirectUri] }],
    claims: { openid: ['sub'], email: ['email'], profile: ['name', 'preferred_username'] },
    conformIdTokenClaims: false,
    cookies: { keys: ['only for this test'] },
    findAccount: (_ctx, id) => ({
      accountId: id,
      claims: () => ({ sub: id, email: `${id}@castle.example`, name: 'Petra', preferred_username: id }),
    }),
  });
  server.on('request', answers.callback());
  return server;
}

/** Goes through the provider's own pages. */
async function identify(page: Page, login: string): Promise<void> {
  await page.getByPlaceholder('Enter any login').fill(login);
  await page.getByPlaceholder('and password').fill('anything');
  await page.getByRole('button', { name: 'Sign-in' }).click();
  await page.getByRole('button', { name: 'Continue' }).click();
}

test('another provider signs a person in, who comes back to the page, fragment and all', async ({ page }) => {
  const login = `petra-${createId().slice(0, 6).toLowerCase()}`;
  const place = `${consoleAddress}/settings/security?preview=1#general-access`;
  await page.goto(place);
  await expect(page).toHaveURL(/\/sign-in/);
  await page.getByRole('button', { name: 'Continue with Castle ID' }).click();
  await identify(page, login);
  await expect(page).toHaveURL(place);
  await page.goto(`${consoleAddress}/settings/account`);
  await expect(page.getByRole('main')).toContainText(`Username: ${login}`);
  await expect(page.getByLabel('Name (optional)')).toHaveValue('Petra');
  await expect(page.getByRole('button', { name: 'Set password' })).toBeVisible();

  await page.context().clearCookies({ domain: 'localhost', name: /gatehouse/ });
  await page.goto(`${consoleAddress}/sign-in`);
  await page.getByRole('button', { name: 'Continue with Castle ID' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Petra');
});

test('an e-mail address that has a password here is not taken over by another provider', async ({
  page,
  newPerson,
}) => {
  const quinn = await newPerson('quinn');
  await pool().query('UPDATE accounts SET email = $1 WHERE id = $2', [`${quinn.username}@castle.example`, quinn.id]);
  await page.goto(`${consoleAddress}/sign-in`);
  await page.getByRole('button', { name: 'Continue with Castle ID' }).click();
  await identify(page, quinn.username);
  await expect(page).toHaveURL(/\/sign-in/);
  await expect(page.getByRole('main')).toContainText('An account with this e-mail address exists already.');
  await page.goto(`${consoleAddress}/settings/account`);
  await expect(page).toHaveURL(/\/sign-in/);
});
