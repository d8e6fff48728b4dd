import type { Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { ALONE, expect, outcome, PASSWORD, type Person, row, signIn, status, test } from './world.ts';

const operator = test.extend<{ opal: Person }>({
  opal: async ({ newPerson }, use) => use(await newPerson('opal', { isOperator: true })),
});

// Whether sign-up is open is so for everybody.
operator.use(ALONE);

/** What the switch of the operator's page does, without the page. */
const setSignUp = async (state: 'open' | 'closed') => {
  await pool().query(
    'INSERT INTO instance (id, is_sign_up_open) VALUES (1, $1) ON CONFLICT (id) DO UPDATE SET is_sign_up_open = $1',
    [state === 'open'],
  );
};

async function signUp(page: Page, email: string): Promise<string> {
  const username = `una-${createId().slice(0, 6).toLowerCase()}`;
  await page.getByLabel('Username').fill(username);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  return username;
}

operator.describe('while sign-up is closed', () => {
  operator.beforeEach(() => setSignUp('closed'));
  operator.afterEach(() => setSignUp('open'));

  operator('strangers cannot make an account, also from a page that was open before', async ({ page, as, opal }) => {
    await setSignUp('open');
    await page.goto('/sign-up');
    const people = await as(opal);
    await people.goto('/operator/people');
    await people.getByRole('button', { name: 'Close sign-up' }).click();
    await expect(status(people)).toContainText('Sign-up is closed now');
    await signUp(page, `una-${createId().toLowerCase()}@example.com`);
    await expect(page.getByRole('main').getByRole('alert')).toContainText('Sign-up is closed here');

    await page.goto('/sign-up');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Sign-up is closed');
    await page.goto('/sign-in');
    await expect(page.getByRole('main')).toContainText('Ask the operator for an invitation');
    await expect(page.getByRole('link', { name: 'Create an account' })).toHaveCount(0);

    await people.getByRole('button', { name: 'Open sign-up' }).click();
    await expect(status(people)).toContainText('Sign-up is open now');
    await page.reload();
    await expect(page.getByRole('link', { name: 'Create an account' })).toBeVisible();
  });

  operator('an invitation is good for one account, of the address it is for', async ({ page, as, opal }) => {
    const people = await as(opal);
    await people.goto('/operator/people');
    const email = `una-${createId().toLowerCase()}@example.com`;
    await people.getByLabel('E-mail (optional)').fill(email);
    await people.getByRole('button', { name: 'Make invitation' }).click();
    const address = await people.getByLabel('Invitation address').inputValue();
    await expect(row(people, email)).toBeVisible();

    await page.goto(address);
    await signUp(page, 'somebody-else@example.com');
    await expect(page.getByLabel('E-mail')).toHaveAccessibleDescription(/for another e-mail address/);
    const username = await signUp(page, email);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Hello, ${username}`);

    await people.reload();
    await expect(row(people, email)).toHaveCount(0);
    await expect(row(people, username)).toBeVisible();
    await page.context().clearCookies();
    await page.goto(address);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('This invitation has ended');
  });

  operator('an invitation that was taken back makes no account', async ({ page, as, opal }) => {
    const people = await as(opal);
    await people.goto('/operator/people');
    await people.getByRole('button', { name: 'Make invitation' }).click();
    const address = await people.getByLabel('Invitation address').inputValue();
    await page.goto(address);
    await people.reload();
    await people
      .getByRole('button', { name: /^Revoke the invitation for anyone/ })
      .first()
      .click();
    await expect(status(people)).toContainText('The invitation is revoked');
    await signUp(page, `una-${createId().toLowerCase()}@example.com`);
    await expect(page.getByRole('main').getByRole('alert')).toContainText('expired or has been used');
  });
});

operator('a disabled account is signed out and its token refused, until it is enabled', async ({ as, opal, stan }) => {
  const [people, stans] = [await as(opal), await as(stan)];
  await stans.goto('/storage/datasets');
  expect(await outcome(stan.client.datasets().list())).toBe('permitted');

  await people.goto('/operator/people');
  await people.getByRole('link', { name: `Disable ${stan.username}` }).click();
  const dialog = people.getByRole('dialog', { name: `Disable ${stan.username}?` });
  await dialog.getByRole('button', { name: 'Disable account' }).click();
  await expect(row(people, stan.username)).toContainText('Disabled');
  expect(await outcome(stan.client.datasets().list())).toBe(401);
  await stans.reload();
  await expect(stans).toHaveURL(/\/sign-in/);

  await people.getByRole('link', { name: `Enable ${stan.username}` }).click();
  await people.getByRole('dialog').getByRole('button', { name: 'Enable account' }).click();
  await expect(row(people, stan.username)).not.toContainText('Disabled');
  expect(await outcome(stan.client.datasets().list())).toBe('permitted');
});

operator('the page is the operator’s only', async ({ page, stan }) => {
  await signIn(page.context(), stan);
  const response = await page.goto('/operator/people');
  expect(response?.status()).toBe(404);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot open this page');
});

operator('workers are listed for the operator, and for nobody else', async ({ page, opal, olga, as }) => {
  await signIn(page.context(), opal);
  await page.goto('/operator/workers');
  await expect(page.getByRole('table', { name: 'Workers' })).toContainText('process');
  const olgas = await as(olga);
  await olgas.goto('/operator/workers');
  await expect(olgas.getByRole('main')).toContainText('You cannot open this page');
});
