import { expect, PASSWORD, row, test } from './world.ts';

test('the first visitor is asked to set the instance up, and becomes its operator', async ({ page }) => {
  await page.goto('/');
  await expect(page).toHaveURL('/sign-up');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Set up Gatehouse');
  await expect(page.getByRole('link', { name: 'Sign in instead' })).toHaveCount(0);

  await page.getByLabel('Username').fill('opal');
  await page.getByLabel('E-mail').fill('opal@example.com');
  await page.getByLabel('Password').fill(PASSWORD);
  await page.getByRole('button', { name: 'Create account' }).click();
  await expect(page).toHaveURL('/');
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Hello, opal');

  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'People' }).click();
  await expect(row(page, /opal/)).toContainText('Operator');
});
