import fs from 'node:fs/promises';
import type { Page } from '@playwright/test';
import {
  client,
  datasetPath,
  expect,
  fillSignIn,
  makeDataset,
  makeQueue,
  makeStore,
  outcome,
  reading,
  requestUrl,
  row,
  signIn,
  storagePath,
  test,
} from './world.ts';

test.use({ javaScriptEnabled: false });

/** What is shown. Playwright's own look at texts leaves out what is there for browsers without scripts. */
const expectShown = (page: Page, text: string) => expect.poll(() => page.locator('body').innerText()).toContain(text);

test('signing in leads back to the page that was asked for', async ({ page, olga }) => {
  const place = datasetPath(await makeDataset(olga), '?tab=access');
  await page.goto(place);
  await fillSignIn(page, olga, 'not the password');
  await expect(page.getByRole('alert')).toContainText('The name or the password is wrong');
  await expect(page.getByLabel('Username or e-mail')).toHaveValue(olga.username);
  await fillSignIn(page, olga);
  await expect(page).toHaveURL(place);
});

test('signing out works', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await page.goto('/');
  await page.getByRole('button', { name: /account menu$/ }).click();
  await page.getByRole('button', { name: 'Sign out' }).click();
  await expect(page).toHaveURL('/sign-in');
});

test('sharing: people are added and removed, and the level is changed', async ({ page, olga, colin }) => {
  const id = await makeDataset(olga);
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id));
  await page.getByRole('link', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Add people').fill(colin.username);
  await dialog.getByLabel('They may').selectOption('Read and write');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByRole('button', { name: `Remove ${colin.username}` })).toBeVisible();
  await expect(dialog).toContainText('Read and write');
  expect(await reading(colin, id)).toBe('permitted');

  await dialog.getByRole('button', { name: `Remove ${colin.username}` }).click();
  await expect(dialog).toContainText('Nobody else was given access.');
  expect(await reading(colin, id)).toBe(403);

  await dialog.getByLabel('Add people').fill('nobody-of-this-name');
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByLabel('Add people')).toHaveValue('nobody-of-this-name');
  await expect(dialog.getByLabel('Add people')).toHaveAccessibleDescription(/has an account here/);

  await dialog.getByLabel('General access').selectOption('Anyone with ID can read');
  await dialog.getByRole('button', { name: 'Change' }).click();
  await expect(dialog.getByLabel('General access')).toHaveValue('ANYONE_WITH_ID_CAN_READ');
  expect(await reading(null, id)).toBe('permitted');
  await dialog.getByRole('link', { name: 'Done' }).click();
  await expect(page).toHaveURL(datasetPath(id));
});

test('who can see a dataset is listed, and can be stopped', async ({ page, olga }) => {
  const id = await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id, '?tab=access'));
  await page.getByRole('button', { name: 'Stop: Everyone who knows the ID' }).click();
  await expect(row(page, 'Everyone who knows the ID')).toHaveCount(0);
  expect(await reading(null, id)).toBe(403);
});

test('General resource access: the preview is a press away, and Save holds at once', async ({ page, olga }) => {
  const id = await makeDataset(olga, { generalAccess: 'FOLLOW_USER_SETTING' });
  await signIn(page.context(), olga);
  await page.goto('/settings/security');
  await page.getByRole('link', { name: 'Show what a change would mean' }).click();
  await expect(page.getByRole('main')).toContainText('1 storage or run follows this setting');
  await page.getByRole('radio', { name: /^Restricted/ }).check();
  await page.getByRole('button', { name: 'Save', exact: true }).click();
  await expectShown(page, '“Restricted” is in force now');
  await expect(page.getByRole('radio', { name: /^Restricted/ })).toBeChecked();
  expect(await reading(null, id)).toBe(403);
});

test('approval is skipped after a second question, and required again', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await page.goto('/settings/security');
  await page.getByRole('radio', { name: /^Skip approval/ }).check();
  await page.getByRole('button', { name: 'Save approval' }).click();
  await expect(page.getByRole('main')).toContainText('This includes AI agents');
  await page.getByRole('button', { name: 'Skip approval' }).click();
  await expectShown(page, 'Approval is skipped from now on');
  await expect(page.getByText('Approval is skipped in your account')).toBeVisible();
  await page.getByRole('radio', { name: /^Require approval/ }).check();
  await page.getByRole('button', { name: 'Save approval' }).click();
  await expectShown(page, 'Approval is required from now on');
});

test('a token is made and shown, and deleted', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await page.goto('/settings/integrations');
  await page.getByRole('link', { name: 'New token' }).click();
  await page.getByLabel('What it is for').fill('Nightly import');
  await page.getByRole('button', { name: 'Create token' }).click();
  const token = await page.getByLabel('Your new token').inputValue();
  expect(await outcome(client(token).datasets().list())).toBe('permitted');
  await page.getByRole('link', { name: 'Done' }).click();
  await page.getByRole('link', { name: /^Delete Nightly import/ }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete token' }).click();
  await expectShown(page, 'The token is deleted: it is refused from now on');
  expect(await outcome(client(token).datasets().list())).toBe(401);
});

test('the list of datasets is filtered and paged', async ({ page, olga }) => {
  const names = Array.from({ length: 53 }, (_, index) => `list-${String(index).padStart(2, '0')}`);
  for (const name of names) await olga.client.datasets().getOrCreate(name);
  await signIn(page.context(), olga);
  await page.goto('/storage/datasets');
  const rows = page.getByRole('table', { name: 'Datasets' }).getByRole('rowheader');
  await expect(rows).toHaveCount(50);
  await page.getByRole('link', { name: 'Older' }).click();
  await expect(rows).toHaveText(['list-02', 'list-01', 'list-00']);
  await page.getByRole('link', { name: 'Newer' }).click();
  await expect(rows.first()).toHaveText('list-52');

  await page.getByLabel('Search datasets by name or ID').fill('LIST-4');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(rows).toHaveCount(10);
  await page.getByLabel('Whose').selectOption('Shared with me');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('main')).toContainText('No dataset matches this filter.');
  await page.getByRole('link', { name: 'Clear the filter' }).click();
  await expect(rows).toHaveCount(50);
});

test('Export downloads, and shows a link in a field', async ({ page, olga }) => {
  const id = await makeDataset(olga);
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id));
  await page.getByRole('link', { name: 'Export' }).click();
  await page.getByRole('radio', { name: 'JSONL' }).check();
  const [file] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(await fs.readFile(await file.path(), 'utf8')).toBe(
    '{"title":"Gate","price":12}\n{"title":"Tower, north","price":7}\n',
  );

  await page.getByText('Advanced').click();
  await expect(page.getByLabel('Delimiter (optional)')).toBeHidden();
  await page.getByRole('radio', { name: 'CSV' }).check();
  await page.getByLabel('Delimiter (optional)').fill(';');
  const [table] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('button', { name: 'Download' }).click(),
  ]);
  expect(await fs.readFile(await table.path(), 'utf8')).toBe('\uFEFFtitle;price\nGate;12\nTower, north;7\n');

  await page.getByLabel('Works for').selectOption('1 day');
  await page.getByRole('button', { name: 'Make link' }).click();
  const field = page.getByRole('textbox', { name: 'Shareable link' });
  await expect(field).not.toBeEditable();
  expect((await fetch(await field.inputValue())).status).toBe(200);
});

test('dialogs are pages of their own, named by their heading', async ({ page, olga }) => {
  const id = await makeDataset(olga);
  await signIn(page.context(), olga);
  for (const name of ['Share', 'Export']) {
    await page.goto(datasetPath(id));
    await page.getByRole('link', { name }).click();
    await expect.soft(page.getByRole('dialog', { name })).toBeVisible();
    await page.getByRole('dialog').getByRole('link', { name: 'Close' }).click();
    await expect(page).toHaveURL(datasetPath(id));
  }
});

test('several datasets are deleted at once, and what became of each is shown', async ({ page, olga }) => {
  for (const name of ['one', 'two', 'three']) await makeDataset(olga, { name });
  await signIn(page.context(), olga);
  await page.goto('/storage/datasets');
  await page.getByLabel('Select one').check();
  await page.getByLabel('Select two').check();
  await page.getByRole('group', { name: 'Selected datasets' }).getByRole('button', { name: 'Delete' }).click();
  const dialog = page.getByRole('dialog', { name: 'Delete datasets' });
  await expect(dialog).toContainText('2 datasets go');
  await dialog.getByRole('button', { name: 'Delete 2 datasets' }).click();
  await expect(dialog.getByRole('heading', { name: 'All 2 done' })).toBeVisible();
  await expect(dialog.getByRole('listitem')).toHaveText(['two', 'one']);
  await dialog.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('rowheader')).toHaveText(['three']);
});

test('the link to a record is shown, of the lifetime that was kept', async ({ page, olga }) => {
  const id = await makeStore(olga);
  await signIn(page.context(), olga);
  await page.goto(storagePath('key-value-store', id));
  await page.getByLabel('Copied links work for').selectOption('1 day');
  await page.getByRole('button', { name: 'Keep' }).click();
  await expect(page.getByLabel('Copied links work for')).toHaveValue('86400');
  await page.getByRole('button', { name: 'Copy link to OUTPUT' }).click();
  const field = page.getByRole('textbox', { name: 'Link to OUTPUT' });
  await expect(field).not.toBeEditable();
  expect((await fetch(await field.inputValue())).status).toBe(200);
  await page.goto(storagePath('key-value-store', id, { tab: 'access' }));
  await expect(page.getByRole('table', { name: 'Signed links' })).toContainText(/in (23|24) hours|tomorrow/);
});

test('a small record is uploaded, and deleted', async ({ page, olga }) => {
  const id = await makeStore(olga);
  await signIn(page.context(), olga);
  await page.goto(storagePath('key-value-store', id));
  await page.getByRole('link', { name: 'Upload' }).click();
  const buffer = Buffer.from('a,b');
  await page.getByLabel('File').setInputFiles({ name: 'small.csv', mimeType: 'text/csv', buffer });
  await page.getByRole('dialog').getByRole('button', { name: 'Upload' }).click();
  await expectShown(page, 'small.csv is stored');
  await page.goto(storagePath('key-value-store', id));
  await page.getByRole('link', { name: 'Delete small.csv' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete record' }).click();
  await expectShown(page, 'small.csv is deleted');
  expect(await olga.client.keyValueStore(id).getRecord('small.csv')).toBeUndefined();
});

test('a request is added, and found among those that wait', async ({ page, olga }) => {
  const id = await makeQueue(olga, { count: 1 });
  await signIn(page.context(), olga);
  await page.goto(storagePath('request-queue', id));
  await page.getByRole('link', { name: 'Add request' }).click();
  await page.getByLabel('URL').fill('https://shop.example/added');
  await page.getByRole('dialog').getByRole('button', { name: 'Add request' }).click();
  await expectShown(page, 'The request is in the queue');
  await page.goto(storagePath('request-queue', id));
  await page.getByRole('link', { name: 'Pending' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([requestUrl(0), 'https://shop.example/added']);
});
