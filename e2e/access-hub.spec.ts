import type { Page } from '@playwright/test';
import { ageSessions, expect, makeDataset, PASSWORD, reading, share, signIn, status, test } from './world.ts';

/** A dataset with a link of that label; gives the link's address. */
async function makeLink(page: Page, id: string, label: string): Promise<string> {
  await page.goto(`/storage/datasets/${id}?dialog=export`);
  await page.getByRole('textbox', { name: /^For/ }).fill(label);
  await page.getByRole('button', { name: 'Make link' }).click();
  return page.getByRole('textbox', { name: 'Shareable link' }).inputValue();
}

test('all links are in one list, and one that is revoked there opens nothing any more', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const [one, other] = [await makeDataset(olga, { name: 'prices' }), await makeDataset(olga, { name: 'parks' })];
  const url = await makeLink(page, one, 'For Rita');
  await makeLink(page, other, 'For Stan');
  await page.goto('/');
  await page.getByRole('link', { name: 'Links & access' }).first().click();
  const table = page.getByRole('table', { name: 'Signed links' });
  await expect(table.getByRole('row')).toHaveCount(3);
  await expect(table.getByRole('row', { name: /For Rita.*prices/ })).toContainText(`by ${olga.username}`);
  expect((await fetch(url)).status).toBe(200);
  await page.getByRole('button', { name: 'Revoke For Rita' }).click();
  await expect(status(page)).toContainText('1 ended. In force now.');
  expect((await fetch(url)).status).toBe(403);
  await expect(table.getByRole('row')).toHaveCount(2);
  await page.getByLabel('State').selectOption('ended');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(table.getByRole('row', { name: /For Rita/ })).toContainText('Revoked');
});

test('the links of one storage can be looked at alone, and all ended', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const [one, other] = [await makeDataset(olga, { name: 'prices' }), await makeDataset(olga, { name: 'parks' })];
  const url = await makeLink(page, one, 'For Rita');
  const kept = await makeLink(page, other, 'For Stan');
  await page.goto('/access');
  await page.getByRole('link', { name: 'Only prices' }).click();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: 'End all links to it' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End all links' }).click();
  await expect(page.getByRole('dialog')).toBeHidden();
  expect([(await fetch(url)).status, (await fetch(kept)).status]).toEqual([403, 200]);
});

test('several are ended at once, and the filter finds them', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeDataset(olga, { name: 'prices' });
  const urls = [await makeLink(page, id, 'one'), await makeLink(page, id, 'two'), await makeLink(page, id, 'three')];
  await page.goto('/access');
  await page.getByLabel('Search by storage').fill('two');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('table').getByRole('row')).toHaveCount(2);
  await page.getByRole('link', { name: 'Clear' }).click();
  await page.getByLabel('All 3 shown').check();
  await expect(page.getByText('3 selected')).toBeVisible();
  await page.getByLabel('Select three').uncheck();
  await page.getByRole('button', { name: 'End selected links' }).click();
  await expect(status(page)).toContainText('2 ended. In force now.');
  const statuses = await Promise.all(urls.map(async (url) => (await fetch(url)).status));
  expect(statuses).toEqual([403, 403, 200]);
});

test('all links end at once after the name is typed and the password confirmed', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const url = await makeLink(page, await makeDataset(olga), 'leaked');
  await ageSessions(olga);
  await page.goto('/access');
  await page.getByRole('link', { name: 'End all links' }).click();
  const dialog = page.getByRole('dialog', { name: 'End all signed links?' });
  await expect(dialog).toContainText('One known link stops working at once');
  await dialog.getByLabel(/^Type/).fill('somebody else');
  await dialog.getByRole('button', { name: 'End all links' }).click();
  // As an error of the field: its label has the same words from the start.
  await expect(dialog.getByLabel(/^Type/)).toHaveAccessibleDescription(/^Type “/);
  await dialog.getByLabel(/^Type/).fill(olga.username);
  await dialog.getByRole('button', { name: 'End all links' }).click();
  expect((await fetch(url)).status).toBe(200);
  await dialog.getByLabel('Confirm that it is you').fill(PASSWORD);
  await dialog.getByRole('button', { name: 'End all links' }).click();
  await expect(dialog).toBeHidden();
  expect((await fetch(url)).status).toBe(403);
  await expect(page.getByText('There are no signed links')).toBeVisible();
});

test('people are listed with what they may, and lose it here', async ({ page, olga, colin }) => {
  const id = await makeDataset(olga, { name: 'prices' });
  await share(olga, id, colin, ['READ', 'WRITE']);
  expect(await reading(colin, id)).toBe('permitted');
  await signIn(page.context(), olga);
  await page.goto('/access?tab=people');
  const row = page.getByRole('row', { name: new RegExp(colin.username) });
  await expect(row).toContainText('Read and write');
  await page.getByRole('button', { name: `Remove ${colin.username}’s access to prices` }).click();
  await expect(status(page)).toContainText('1 ended. In force now.');
  expect(await reading(colin, id)).toBe(403);
  await expect(page.getByText('You gave nobody access')).toBeVisible();
});

test('the longest lifetime says what it would refuse, and refuses it', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const url = await makeLink(page, await makeDataset(olga), 'for two weeks');
  await page.goto('/settings/security');
  const section = page.getByRole('region', { name: 'Signed links' });
  await section.getByLabel('Longest lifetime of a link').selectOption('7 days (1 link would stop opening)');
  await section.getByRole('button', { name: 'Save lifetime' }).click();
  await expect(status(page)).toContainText('In force now');
  expect((await fetch(url)).status).toBe(403);
  await section.getByLabel('Longest lifetime of a link').selectOption('No limit: links may have no end');
  await section.getByRole('button', { name: 'Save lifetime' }).click();
  await expect(status(page)).toContainText('as long as whoever makes them says');
  expect((await fetch(url)).status).toBe(200);
});

test.describe('without JavaScript', () => {
  test.use({ javaScriptEnabled: false });
  test('a link is revoked by its own button', async ({ page, olga }) => {
    await signIn(page.context(), olga);
    const id = await makeDataset(olga);
    await page.goto(`/storage/datasets/${id}?dialog=export`);
    await page.getByRole('button', { name: 'Make link' }).click();
    const url = await page.getByRole('textbox', { name: 'Shareable link' }).inputValue();
    await page.goto('/access');
    await page.getByRole('button', { name: /^Revoke/ }).click();
    expect((await fetch(url)).status).toBe(403);
  });
});
