/** Several storages at once, from the list. */
import type { Page } from '@playwright/test';
import { consolePath } from '../lib/paths.ts';
import { expect, makeDataset, type Person, reading, row, setGeneralAccess, share, signIn, test } from './world.ts';

const LIST = consolePath.storages('dataset', { unnamed: '1' });

const results = (page: Page) => page.getByRole('region', { name: 'What became of each' }).getByRole('listitem');

/** Opens the list, chooses and presses. */
async function choose(page: Page, names: string[], button: 'Share' | 'General access' | 'Delete') {
  await page.goto(LIST);
  for (const name of names) await page.getByLabel(`Select ${name}`, { exact: true }).check();
  await page
    .getByRole('group', { name: 'Selected datasets' })
    .getByRole('button', { name: button, exact: true })
    .click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  return dialog;
}

async function makeThree(owner: Person): Promise<string[]> {
  const ids: string[] = [];
  for (const name of ['one', 'two', 'three']) ids.push(await makeDataset(owner, { name }));
  return ids;
}

test('the box of the head chooses all, and shows a mixed choice as mixed', async ({ page, olga }) => {
  await makeThree(olga);
  await signIn(page.context(), olga);
  await page.goto(LIST);
  const bar = page.getByRole('group', { name: 'Selected datasets' });
  const all = page.getByLabel('Select all datasets on this page');
  await expect(bar).toBeHidden();
  await page.getByLabel('Select two').check();
  await expect(bar).toContainText('1 selected');
  expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate)).toBe(true);
  await all.check();
  await expect(bar).toContainText('3 selected');
  await all.uncheck();
  await expect(bar).toBeHidden();
  await page.getByLabel('Select one').check();
  await page.getByLabel('Select three').click({ modifiers: ['Shift'] });
  await expect(bar).toContainText('3 selected');
});

test('general access of several is changed, and where it differs, that is said', async ({ page, olga }) => {
  const [one = '', two = ''] = await makeThree(olga);
  await setGeneralAccess(olga, two, 'ANYONE_WITH_ID_CAN_READ');
  await signIn(page.context(), olga);
  const dialog = await choose(page, ['one', 'two'], 'General access');
  await expect(dialog).toContainText('Mixed now: “Restricted” (1), “Anyone with ID can read” (1).');
  await dialog.getByRole('button', { name: 'Change 2 datasets' }).click();
  await expect(dialog.getByLabel('General access', { exact: true })).toBeFocused();
  expect(await reading(null, two)).toBe('permitted');
  await dialog.getByLabel('General access', { exact: true }).selectOption('Anyone with ID can read');
  await dialog.getByRole('button', { name: 'Change 2 datasets' }).click();
  await expect(results(page)).toHaveText(['two', 'one']);
  await expect(dialog.getByRole('heading', { name: 'All 2 done' })).toBeFocused();
  expect(await reading(null, one)).toBe('permitted');
  await dialog.getByRole('link', { name: 'Done' }).click();
  await expect(row(page, 'one')).toContainText('Anyone with ID');
});

test('several are shared with somebody, until a day', async ({ page, olga, rita }) => {
  const ids = await makeThree(olga);
  await signIn(page.context(), olga);
  const dialog = await choose(page, ['one', 'two', 'three'], 'Share');
  await dialog.getByLabel('Add people').fill(rita.username);
  await dialog.getByLabel('Until (optional)').fill('2000-01-01');
  await dialog.getByRole('button', { name: 'Share 3 datasets' }).click();
  await expect(dialog.getByLabel('Until (optional)')).toHaveAttribute('aria-invalid', 'true');
  await dialog.getByLabel('Until (optional)').fill('2100-01-01');
  await dialog.getByRole('button', { name: 'Share 3 datasets' }).click();
  await expect(results(page)).toHaveText(['three', 'two', 'one']);
  for (const id of ids) expect(await reading(rita, id)).toBe('permitted');
});

test('several are deleted after they were counted, and those that are not mine stay', async ({ page, olga, colin }) => {
  const [one = '', two = ''] = await makeThree(olga);
  const foreign = await makeDataset(colin, { name: 'foreign' });
  await share(colin, foreign, olga);
  await signIn(page.context(), olga);
  const dialog = await choose(page, ['one', 'two', 'foreign'], 'Delete');
  await expect(dialog).toContainText('2 datasets go, with 4 items in all');
  await expect(dialog).toContainText('1 of these you may not change so: nothing happens to it.');
  expect(await reading(olga, one)).toBe('permitted');
  await dialog.getByRole('button', { name: 'Delete 2 datasets' }).click();
  await expect(results(page)).toHaveText(['two', 'one']);
  await dialog.getByRole('link', { name: 'Done' }).click();
  await expect(page.getByRole('rowheader')).toHaveText([/^foreign/, 'three']);
  expect([await reading(olga, one), await reading(olga, two)]).toEqual([404, 404]);
});

test('what fails for one is told beside it, and can be tried again', async ({ page, olga, colin }) => {
  const [one = ''] = await makeThree(olga);
  const theirs = await makeDataset(colin, { name: 'theirs' });
  await share(colin, theirs, olga, ['WRITE']);
  await signIn(page.context(), olga);
  const dialog = await choose(page, ['one', 'theirs'], 'Delete');
  await share(colin, theirs, olga, ['READ']);
  await dialog.getByRole('button', { name: 'Delete 2 datasets' }).click();
  await expect(dialog.getByRole('heading', { name: '1 of 2 done, 1 failed' })).toBeVisible();
  await expect(results(page).filter({ hasText: 'theirs' })).toContainText('You may not do this to it any more.');
  expect(await reading(olga, one)).toBe(404);
  expect(await reading(olga, theirs)).toBe('permitted');
  await share(colin, theirs, olga, ['WRITE']);
  await dialog.getByRole('button', { name: 'Try this one again' }).click();
  await expect(results(page)).toHaveText(['theirs']);
  await expect(dialog.getByRole('heading', { name: 'Done' })).toBeVisible();
  expect(await reading(colin, theirs)).toBe(404);
});

test('a dialog about what is gone says so', async ({ page, olga }) => {
  const id = await makeDataset(olga, { name: 'gone' });
  await olga.client.dataset(id).delete();
  await signIn(page.context(), olga);
  await page.goto(consolePath.storages('dataset', { dialog: 'bulk-delete', id }));
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('Nothing is chosen.');
  await expect(dialog.getByRole('button', { name: /^Delete/ })).toHaveCount(0);
});
