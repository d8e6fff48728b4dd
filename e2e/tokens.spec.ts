import type { Page } from '@playwright/test';
import { transaction } from '../db/transaction.ts';
import { createToken } from '../lib/ids.ts';
import { insertToken } from '../lib/token/queries.ts';
import { client, expect, outcome, row, signIn, test } from './world.ts';

/** Makes a token by the dialog and gives its text. */
async function makeToken(page: Page, description: string, expiresAfter?: string): Promise<string> {
  await page.goto('/settings/integrations');
  await page.getByRole('link', { name: 'New token' }).click();
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByLabel('What it is for').fill(description);
  if (expiresAfter) await dialog.getByLabel('Expires after').selectOption(expiresAfter);
  await dialog.getByRole('button', { name: 'Create token' }).click();
  return dialog.getByLabel('Your new token').inputValue();
}

test('a token is shown once, works with the official client, and says when it ends', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const token = await makeToken(page, 'Nightly import');
  expect(token).toMatch(/^gatehouse_api_\w{36}$/);

  const { id } = await client(token).datasets().getOrCreate('first');
  await client(token)
    .dataset(id)
    .pushItems([{ hello: 'world' }]);
  expect((await client(token).dataset(id).listItems()).items).toEqual([{ hello: 'world' }]);

  await page.getByRole('dialog').getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row(page, 'Nightly import')).toContainText(`…${token.slice(-4)}`);
  await expect(row(page, 'Nightly import')).toContainText('in 3 months');
  await expect(async () => {
    await page.reload();
    await expect(row(page, 'Nightly import').getByRole('cell').nth(3)).toContainText('ApifyClient', { timeout: 1_000 });
  }).toPass();
  expect(await page.content()).not.toContain(token);
});

test('the lifetime that was chosen is honoured', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await makeToken(page, 'For a week', '7 days');
  await makeToken(page, 'For ever', 'Never expires');
  await page.goto('/settings/integrations');
  await expect(row(page, 'For a week').getByRole('cell').nth(2)).toContainText(/^(next week|in 7 days)/);
  await expect(row(page, 'For ever').getByRole('cell').nth(2)).toHaveText('Never');
});

test('a deleted token is refused at its next request', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const token = await makeToken(page, 'Nightly import');
  expect(await outcome(client(token).datasets().list())).toBe('permitted');

  await page.goto('/settings/integrations');
  const opener = page.getByRole('link', { name: `Delete Nightly import (…${token.slice(-4)})` });
  await opener.click();
  await page.getByRole('dialog').getByRole('link', { name: 'Cancel' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  expect(await outcome(client(token).datasets().list())).toBe('permitted');

  await opener.click();
  const dialog = page.getByRole('dialog', { name: 'Delete the token “Nightly import”?' });
  await dialog.getByRole('button', { name: 'Delete token' }).click();
  // What is behind a dialog is hidden, so that its rows are none: it goes when the token has.
  await expect(dialog).toHaveCount(0);
  await expect(row(page, 'Nightly import')).toHaveCount(0);
  expect(await outcome(client(token).datasets().list())).toBe(401);
  expect(await outcome(olga.client.datasets().list())).toBe('permitted');
});

test('an expired token is refused, and the list says that it has expired', async ({ page, olga }) => {
  const token = createToken();
  const expiresAt = new Date('2020-01-01T00:00:00Z');
  await transaction((tx) => insertToken(tx, { accountId: olga.id, token, description: 'Old', expiresAt }));
  expect(await outcome(client(token).datasets().list())).toBe(401);
  await signIn(page.context(), olga);
  await page.goto('/settings/integrations');
  await expect(row(page, 'Old')).toContainText('Expired');
});

test('without a description no token is made, and the field says so', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await page.goto('/settings/integrations?dialog=new-token');
  const dialog = page.getByRole('dialog', { name: 'New token' });
  await dialog.getByLabel('What it is for').fill('   ');
  await dialog.getByLabel('Expires after').selectOption('30 days');
  await dialog.getByRole('button', { name: 'Create token' }).click();
  await expect(dialog.getByLabel('What it is for')).toHaveAccessibleDescription(/say what the token is for/);
  await expect(dialog.getByLabel('Expires after')).toHaveValue('30');
});
