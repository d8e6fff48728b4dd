import type { Page } from '@playwright/test';
import { ageSessions, datasetPath, expect, makeDataset, reading, signIn, status, test } from './world.ts';

const OPEN = 'Anyone with ID can read';
const RESTRICTED = 'Restricted';
const radio = (page: Page, name: string) => page.getByRole('radio', { name: new RegExp(`^${name}`) });
const save = (page: Page) => page.getByRole('button', { name: 'Save', exact: true });

test('General resource access shows what a change would mean, holds at once, and can be taken back', async ({
  page,
  olga,
}) => {
  const id = await makeDataset(olga, { generalAccess: 'FOLLOW_USER_SETTING' });
  for (let read = 0; read < 3; read++) expect(await reading(null, id)).toBe('permitted');
  await signIn(page.context(), olga);
  await expect(async () => {
    await page.goto('/settings/security');
    await expect(page.getByRole('main')).toContainText('3 reads of 1 storage came without any right', {
      timeout: 1_000,
    });
  }).toPass();
  await expect(page.getByRole('main')).toContainText('1 storage or run follows this setting');
  await expect(radio(page, OPEN)).toBeChecked();

  await radio(page, RESTRICTED).check();
  expect(await reading(null, id)).toBe('permitted');
  await save(page).click();
  await expect(status(page)).toContainText('“Restricted” is in force now');
  expect(await reading(null, id)).toBe(403);
  await expect(page).toHaveURL('/settings/security');

  await status(page).getByRole('button', { name: 'Undo' }).click();
  await expect(status(page)).toContainText('“Anyone with ID can read” is in force now');
  expect(await reading(null, id)).toBe('permitted');
  await expect(radio(page, OPEN)).toBeChecked();
});

test('the exceptions that stay open are counted', async ({ page, olga }) => {
  await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
  const id = await makeDataset(olga);
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id, '?dialog=export'));
  await page.getByRole('button', { name: 'Make link' }).click();
  await expect(page.getByRole('textbox', { name: 'Shareable link' })).toBeVisible();
  await page.goto('/settings/security');
  await expect(page.getByRole('main')).toContainText('1 storage is open by its own setting');
  await expect(page.getByRole('main')).toContainText('1 signed link opens a storage');
});

test('a form that shows old settings overwrites nothing', async ({ as, olga }) => {
  const id = await makeDataset(olga, { generalAccess: 'FOLLOW_USER_SETTING' });
  const [old, other] = [await as(olga), await as(olga)];
  await old.goto('/settings/security');
  await other.goto('/settings/security');
  await radio(other, RESTRICTED).check();
  await save(other).click();
  await expect(status(other)).toContainText('in force now');

  await save(old).click();
  await expect(old.getByRole('main').getByRole('alert')).toContainText(
    'These settings were changed elsewhere in the meantime; reload the page to see them',
  );
  expect(await reading(null, id)).toBe(403);
  await old.reload();
  await expect(radio(old, RESTRICTED)).toBeChecked();
});

test('with an old sign-in the password is asked for beside the choice, which stays', async ({ page, olga }) => {
  const id = await makeDataset(olga, { generalAccess: 'FOLLOW_USER_SETTING' });
  await signIn(page.context(), olga);
  await ageSessions(olga);
  await page.goto('/settings/security');
  await radio(page, RESTRICTED).check();
  await save(page).click();
  const password = page.getByLabel('Confirm that it is you: your password');
  await expect(password).toBeFocused();
  await expect(radio(page, RESTRICTED)).toBeChecked();
  expect(await reading(null, id)).toBe('permitted');

  await password.fill('not the password');
  await save(page).click();
  await expect(password).toHaveAccessibleDescription(/password is wrong/);
  await expect(radio(page, RESTRICTED)).toBeChecked();
  expect(await reading(null, id)).toBe('permitted');

  await password.fill(olga.password);
  await save(page).click();
  await expect(status(page)).toContainText('“Restricted” is in force now');
  expect(await reading(null, id)).toBe(403);
  await expect(password).toHaveCount(0);
});

test('the old names of the page lead to it', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  for (const path of ['/settings/privacy', '/settings/login-privacy']) {
    await page.goto(path);
    await expect(page).toHaveURL('/settings/security');
  }
});
