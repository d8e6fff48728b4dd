/** What storages of every kind have in common: lists, names, sharing, links, settings. */
import type { Locator, Page } from '@playwright/test';
import { createId } from '../lib/ids.ts';
import { consolePath } from '../lib/paths.ts';
import { STORAGE_COLLECTIONS, STORAGE_KINDS, STORAGE_WORDS, type StorageKind } from '../lib/vocabulary.ts';
import {
  apiUrl,
  awaitDialog,
  expect,
  makeDataset,
  makeQueue,
  makeStore,
  type Person,
  row,
  share,
  signIn,
  status,
  storagePath,
  test,
} from './world.ts';

const MAKE: Record<StorageKind, (owner: Person, values: { name?: string }) => Promise<string>> = {
  dataset: makeDataset,
  'key-value-store': makeStore,
  'request-queue': makeQueue,
};
const PLURALS = { dataset: 'Datasets', 'key-value-store': 'Key-value stores', 'request-queue': 'Request queues' };
const CONTENT = { dataset: 'items', 'key-value-store': 'keys', 'request-queue': 'requests' };

/** The status that the API answers to somebody who asks for what the storage holds. */
async function reading(kind: StorageKind, id: string, who: Person | null): Promise<number> {
  const headers: Record<string, string> = who ? { authorization: `Bearer ${who.token}` } : {};
  const response = await fetch(`${apiUrl}/v2/${STORAGE_COLLECTIONS[kind]}/${id}/${CONTENT[kind]}`, { headers });
  return response.status;
}

async function dialogOf(page: Page, kind: StorageKind, id: string, dialog: 'share' | 'link'): Promise<Locator> {
  await page.goto(storagePath(kind, id, { dialog }));
  await awaitDialog(page);
  return page.getByRole('dialog');
}

for (const kind of STORAGE_KINDS) {
  const what = STORAGE_WORDS[kind];

  test.describe(`a ${what}`, () => {
    test('is made, found by its names, renamed and deleted', async ({ page, olga }) => {
      await signIn(page.context(), olga);
      await page.goto('/');
      await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: PLURALS[kind] }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText(PLURALS[kind]);
      await expect(page.getByRole('main')).toContainText(`${PLURALS[kind]} you make`);
      await page
        .getByRole('link', { name: `New ${what}` })
        .first()
        .click();
      await page.getByLabel('Name (optional)').fill('prices');
      await page.getByRole('button', { name: `Create ${what}` }).click();
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('prices');
      const path = new URL(page.url()).pathname;

      for (const name of ['~prices', `${olga.username}~PRICES`]) {
        await page.goto(consolePath.storage(kind, name));
        await expect(page.getByRole('heading', { level: 1 })).toHaveText('prices');
      }
      await page.goto(consolePath.storage(kind, 'prices'));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot open this page');

      await page.goto(path);
      await page.getByRole('link', { name: 'Settings', exact: true }).click();
      await page.getByLabel('Title (optional)').fill('Prices of shops');
      await page.getByRole('button', { name: 'Save' }).click();
      await expect(status(page)).toContainText('Saved');
      await page.goto(consolePath.storages(kind));
      const tabs = page.getByRole('navigation', { name: 'Kinds of storages' });
      await expect(tabs.getByRole('link', { name: PLURALS[kind] })).toHaveText(`${PLURALS[kind]}1`);
      await row(page, 'Prices of shops').getByRole('link', { name: 'Prices of shops' }).click();
      await page.getByRole('link', { name: 'Settings', exact: true }).click();
      await page.getByRole('link', { name: `Delete ${what}` }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: `Delete ${what}` })
        .click();
      await expect(page).toHaveURL(consolePath.storages(kind));
      await expect(row(page, 'Prices of shops')).toHaveCount(0);
    });

    test('is shared with somebody who may share it on', async ({ page, olga, colin, rita, as }) => {
      const id = await MAKE[kind](olga, { name: 'prices' });
      await signIn(page.context(), olga);
      const dialog = await dialogOf(page, kind, id, 'share');
      await dialog.getByLabel('Add people').fill(colin.username);
      await dialog.getByLabel('They may').selectOption('Read, write and share');
      await dialog.getByRole('button', { name: 'Add', exact: true }).click();
      await expect(dialog.getByRole('listitem').filter({ hasText: colin.username })).toContainText(
        'Read, write and share',
      );
      expect(await reading(kind, id, colin)).toBe(200);
      expect(await reading(kind, id, rita)).toBe(403);

      const colinsPage = await as(colin);
      const colinsDialog = await dialogOf(colinsPage, kind, id, 'share');
      await colinsDialog.getByLabel('Add people').fill(rita.username);
      await colinsDialog.getByRole('button', { name: 'Add', exact: true }).click();
      await expect(colinsDialog.getByRole('button', { name: `Remove ${rita.username}` })).toBeVisible();
      expect(await reading(kind, id, rita)).toBe(200);

      await colinsDialog.getByLabel('General access').selectOption('Anyone with ID can read');
      await expect(status(colinsPage)).toContainText('In force now.');
      expect(await reading(kind, id, null)).toBe(200);
    });

    test('tells who can see it, and everything that lets them in is stopped there', async ({ page, olga, rita }) => {
      const id = await MAKE[kind](olga, { name: 'prices' });
      await share(olga, id, rita, ['READ'], kind);
      await signIn(page.context(), olga);
      await page.goto(storagePath(kind, id, { tab: 'access' }));
      await page.getByRole('button', { name: `Stop: ${rita.username}` }).click();
      await expect(status(page)).toContainText('no longer has access');
      expect(await reading(kind, id, rita)).toBe(403);
    });

    test('looks like nothing at all to somebody who may not see it', async ({ page, olga, stan }) => {
      const id = await MAKE[kind](olga, { name: 'prices' });
      await signIn(page.context(), stan);
      const seen = async (idOrName: string, query = {}) => {
        const response = await page.goto(storagePath(kind, idOrName, query));
        return {
          status: response?.status(),
          title: await page.title(),
          text: await page.getByRole('main').innerText(),
        };
      };
      for (const query of [{}, { tab: 'access' }, { dialog: 'share' }, { dialog: 'link' }] as const) {
        const refused = await seen(id, query);
        expect.soft(refused.status).toBe(404);
        expect.soft(refused).toEqual(await seen(createId(), query));
      }
      expect(await seen(`${olga.username}~prices`)).toEqual(await seen(`${olga.username}~nothing`));
    });
  });
}

for (const kind of ['key-value-store', 'request-queue'] as const) {
  test(`a link to all of a ${STORAGE_WORDS[kind]} opens it until all links end`, async ({ page, olga }) => {
    const id = await MAKE[kind](olga, {});
    await signIn(page.context(), olga);
    const dialog = await dialogOf(page, kind, id, 'link');
    await dialog.getByLabel('For (optional)').fill('The auditors');
    await dialog.getByRole('button', { name: 'Make link' }).click();
    const url = await dialog.getByRole('textbox', { name: 'Shareable link' }).inputValue();
    expect((await fetch(url)).status).toBe(200);
    await page.goto(storagePath(kind, id, { tab: 'access' }));
    const table = page.getByRole('table', { name: 'Signed links' });
    await expect(table.getByRole('row', { name: /The auditors/ })).toContainText('Live');
    await page.getByRole('link', { name: 'End all links' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'End all links' }).click();
    await expect(table.getByRole('row', { name: /The auditors/ })).toContainText('Revoked');
    expect((await fetch(url)).status).toBe(403);
  });
}

test('a reader of a store sees why they cannot make a link', async ({ page, olga, rita }) => {
  const id = await makeStore(olga);
  await share(olga, id, rita, ['READ'], 'key-value-store');
  await signIn(page.context(), rita);
  const dialog = await dialogOf(page, 'key-value-store', id, 'link');
  await expect(dialog.getByRole('button', { name: 'Make link' })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('link', { name: 'Upload' })).toHaveCount(0);
});

test('a form for a kind that there is not is refused', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await page.goto(consolePath.storages('dataset', { dialog: 'new' }));
  const dialog = page.getByRole('dialog');
  await dialog.locator('input[name=kind]').evaluate((field: HTMLInputElement) => {
    field.value = 'run';
  });
  await dialog.getByRole('button', { name: 'Create dataset' }).click();
  await expect(dialog.getByRole('alert')).toContainText('The kind of storage must be one of');
});

test('the home page shows the newest of every kind', async ({ page, olga }) => {
  for (const kind of STORAGE_KINDS) await MAKE[kind](olga, { name: `newest-${kind}` });
  await signIn(page.context(), olga);
  await page.goto('/');
  for (const kind of STORAGE_KINDS) await expect(row(page, `newest-${kind}`)).toContainText(STORAGE_WORDS[kind]);
});

test('the list tells how many requests are handled, and how many links are live', async ({ page, olga }) => {
  const id = await makeQueue(olga, { name: 'pages' });
  await olga.client.requestQueue(id).addRequest({
    url: 'https://shop.example/done',
    uniqueKey: 'done',
    handledAt: new Date().toISOString(),
  });
  await signIn(page.context(), olga);
  const dialog = await dialogOf(page, 'request-queue', id, 'link');
  await dialog.getByRole('button', { name: 'Make link' }).click();
  await dialog.getByRole('textbox', { name: 'Shareable link' }).waitFor();
  await page.goto(consolePath.storages('request-queue'));
  await expect(row(page, 'pages')).toContainText('1 handled');
  await row(page, 'pages').getByRole('link', { name: '1 live link to pages' }).click();
  await expect(page.getByRole('table', { name: 'Signed links' })).toContainText('Live');
});
