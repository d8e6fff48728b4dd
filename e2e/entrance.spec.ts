import type { Page } from '@playwright/test';
import { countAttempt } from '../lib/authentication/attempts.ts';
import { createId } from '../lib/ids.ts';
import { consoleUrl, datasetPath, expect, fillSignIn, makeDataset, PASSWORD, signIn, test } from './world.ts';

const WRONG = 'The name or the password is wrong';
const alert = (page: Page) => page.getByRole('main').getByRole('alert');

test.describe('signing up', () => {
  test('makes an account that is no operator, and keeps what was typed when something is wrong', async ({ page }) => {
    const username = `una-${createId().slice(0, 6).toLowerCase()}`;
    await page.goto('/sign-up');
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('Name (optional)').fill('Una');
    await page.getByLabel('E-mail').fill(`${username}@example.com`);
    await page.getByLabel('Password').fill('short');
    await page.getByRole('button', { name: 'Create account' }).click();

    await expect(page.getByLabel('Password')).toHaveAccessibleDescription(/at least 10 characters/);
    await expect(page.getByLabel('Password')).toHaveAttribute('aria-invalid', 'true');
    await expect(page.getByLabel('Username')).toHaveValue(username);
    await expect(page.getByLabel('Name (optional)')).toHaveValue('Una');
    await expect(page.getByLabel('E-mail')).toHaveValue(`${username}@example.com`);

    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, Una');
    await expect(page.getByRole('link', { name: 'People' })).toHaveCount(0);
    await page.goto('/operator/people');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot open this page');
  });

  test('says which of username and e-mail is taken', async ({ page, olga }) => {
    await page.goto('/sign-up');
    await page.getByLabel('Username').fill(olga.username.toUpperCase());
    await page.getByLabel('E-mail').fill('somebody@example.com');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page.getByLabel('Username')).toHaveAccessibleDescription(/taken/);
    await expect(page.getByLabel('E-mail')).toHaveValue('somebody@example.com');
  });
});

test.describe('signing in', () => {
  test('works with the username and with the e-mail address', async ({ page, olga }) => {
    await page.goto('/sign-in');
    await fillSignIn(page, olga);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(`Hello, ${olga.username}`);
    await page.context().clearCookies();
    await page.goto('/sign-in');
    await fillSignIn(page, { username: olga.email.toUpperCase() });
    await expect(page).toHaveURL('/');
  });

  test('with a wrong password keeps the name and does not tell whether there is such an account', async ({
    page,
    olga,
  }) => {
    await page.goto('/sign-in');
    await fillSignIn(page, olga, 'not the password');
    await expect(alert(page)).toHaveText(WRONG);
    await expect(alert(page)).toBeFocused();
    await expect(page.getByLabel('Username or e-mail')).toHaveValue(olga.username);
    await expect(page.getByLabel('Password')).toHaveValue('');

    await page.goto('/sign-in');
    await fillSignIn(page, { username: 'nobody-of-this-name' }, 'not the password');
    await expect(alert(page)).toHaveText(WRONG);
    await expect(page.getByLabel('Username or e-mail')).toHaveValue('nobody-of-this-name');
  });

  test('is refused for a while after too many wrong passwords, with the time to wait', async ({ page, olga }) => {
    for (let attempt = 0; attempt < 100; attempt++) await countAttempt('signInAccount', olga.id);
    await page.goto('/sign-in');
    await fillSignIn(page, olga);
    await expect(alert(page)).toHaveText(/^Too many attempts\. Try again in (1\d|\d) minutes\.$/);
    await expect(page.getByLabel('Username or e-mail')).toHaveValue(olga.username);
  });

  test('accepts a password from the clipboard and from a password manager', async ({ page, olga }) => {
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.goto('/sign-in');
    await expect(page.getByLabel('Username or e-mail')).toHaveAttribute('autocomplete', 'username');
    await expect(page.getByLabel('Password')).toHaveAttribute('autocomplete', 'current-password');
    await page.evaluate((password) => navigator.clipboard.writeText(password), olga.password);
    await page.getByLabel('Username or e-mail').fill(olga.username);
    await page.getByLabel('Password').focus();
    await page.keyboard.press('ControlOrMeta+V');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL('/');
  });
});

test.describe('coming back after signing in', () => {
  test('keeps the path, the query and the fragment', async ({ page, olga }) => {
    const place = datasetPath(await makeDataset(olga), '?tab=access&offset=25#signed-links');
    await page.goto(place);
    await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
    await expect(page.getByRole('main')).toContainText('to open this page');
    await fillSignIn(page, olga, 'not the password');
    await expect(alert(page)).toBeVisible();
    await fillSignIn(page, olga);
    await expect(page).toHaveURL(place);
  });

  test('keeps the page for somebody who makes an account on the way', async ({ page }) => {
    const username = `una-${createId().slice(0, 6).toLowerCase()}`;
    await page.goto('/settings/security?preview=1');
    await page.getByRole('link', { name: 'Create an account' }).click();
    await expect(page).toHaveURL(/\/sign-up/);
    await page.getByLabel('Username').fill(username);
    await page.getByLabel('E-mail').fill(`${username}@example.com`);
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Create account' }).click();
    await expect(page).toHaveURL('/settings/security?preview=1');
  });

  const HOSTILE = [
    '//evil.example',
    '/\\evil.example',
    '/\t/evil.example',
    '/%0a/../..//evil.example',
    'https://evil.example',
    'javascript:alert(1)',
    '/sign-in?returnTo=//evil.example',
    '/..//evil.example',
  ];

  test('leads home instead of to another site', async ({ page, olga }) => {
    for (const returnTo of ['//evil.example', '/\\evil.example', 'https://evil.example']) {
      await page.context().clearCookies();
      await page.goto(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
      await fillSignIn(page, olga);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Hello/);
      await expect(page).toHaveURL('/');
    }
  });

  test('offers nobody who is signed in a way to another site', async ({ page, olga }) => {
    await signIn(page.context(), olga);
    for (const returnTo of HOSTILE) {
      await page.goto(`/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
      const way = page.getByRole('link', { name: `Continue as ${olga.username}` });
      await expect.soft(way, returnTo).toHaveAttribute('href', /^\/($|[^/\\])/);
      await way.click();
      await expect.soft(page, returnTo).toHaveURL((url) => url.origin === consoleUrl);
    }
  });

  test('can be done as somebody else', async ({ page, olga, stan }) => {
    const place = datasetPath(await makeDataset(olga));
    await signIn(page.context(), stan);
    await page.goto(`/sign-in?returnTo=${encodeURIComponent(place)}`);
    await expect(page.getByText(`You are signed in as ${stan.username}`)).toBeVisible();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page.getByText(`You are signed in as`)).toHaveCount(0);
    await fillSignIn(page, olga);
    await expect(page).toHaveURL(place);
  });
});

test.describe('the end of a session', () => {
  test('signing out ends it, for the browser and for its cookie', async ({ page, olga }) => {
    await signIn(page.context(), olga);
    const [cookie] = await page.context().cookies();
    await page.goto('/');
    await page.getByRole('button', { name: /account menu$/ }).click();
    await page.getByRole('button', { name: 'Sign out' }).click();
    await expect(page).toHaveURL('/sign-in');
    await page.goto('/settings/account');
    await expect(page).toHaveURL(/\/sign-in/);

    if (!cookie) throw new Error('There was no cookie');
    await page.context().addCookies([cookie]);
    await page.goto('/settings/account');
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test('a session that was ended elsewhere leads to sign-in and back', async ({ as, olga }) => {
    const here = await as(olga);
    const elsewhere = await as(olga);
    const place = datasetPath(await makeDataset(olga), '?tab=settings');
    await elsewhere.goto(place);
    await here.goto('/settings/account');
    await here.getByRole('button', { name: 'End all others' }).click();
    await expect(here.getByRole('status').filter({ hasText: 'One other session has ended' })).toBeVisible();

    await elsewhere.getByLabel('Title (optional)').fill('Never saved');
    await elsewhere.getByRole('button', { name: 'Save' }).click();
    await expect(elsewhere).toHaveURL(/\/sign-in/);
    await elsewhere.goto(place);
    await fillSignIn(elsewhere, olga);
    await expect(elsewhere).toHaveURL(place);
    await expect(elsewhere.getByLabel('Title (optional)')).toHaveValue('');
  });

  test('one session of many can be ended by its row', async ({ as, olga }) => {
    const here = await as(olga);
    const elsewhere = await as(olga);
    await elsewhere.goto('/');
    await here.goto('/settings/account');
    await here.getByRole('button', { name: /^End / }).filter({ hasNotText: 'all' }).click();
    await expect(here.getByRole('status').filter({ hasText: 'The session has ended' })).toBeVisible();
    await elsewhere.reload();
    await expect(elsewhere).toHaveURL(/\/sign-in/);
  });
});
