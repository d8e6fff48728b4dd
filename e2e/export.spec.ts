import fs from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { DownloadItemsFormat } from 'apify-client';
import { datasetPath, expect, ITEMS, makeDataset, row, share, signIn, test } from './world.ts';

const FORMATS = [
  { label: 'JSON', format: DownloadItemsFormat.JSON, begins: '[' },
  { label: 'JSONL', format: DownloadItemsFormat.JSONL, begins: '{"title":"Gate"' },
  { label: 'CSV', format: DownloadItemsFormat.CSV, begins: '\uFEFFtitle,price' },
  { label: 'Excel', format: DownloadItemsFormat.XLSX, begins: 'PK' },
  { label: 'XML', format: DownloadItemsFormat.XML, begins: '<?xml' },
  { label: 'HTML table', format: DownloadItemsFormat.HTML, begins: '<!doctype html>' },
  { label: 'RSS', format: DownloadItemsFormat.RSS, begins: '<?xml' },
] as const;

/** Presses Download and gives the file's name and bytes. */
async function download(page: Page, press: () => Promise<void>): Promise<{ name: string; bytes: Buffer }> {
  const [file] = await Promise.all([page.waitForEvent('download'), press()]);
  return { name: file.suggestedFilename(), bytes: await fs.readFile(await file.path()) };
}

test.describe('downloading', () => {
  test('gives the items in each format, as the API does', async ({ page, olga }) => {
    const id = await makeDataset(olga, { name: 'prices' });
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id));
    await page.getByRole('link', { name: 'Export' }).click();
    const dialog = page.getByRole('dialog', { name: 'Export' });
    await expect(dialog).toHaveAccessibleDescription('2 items');
    for (const { label, format, begins } of FORMATS) {
      await dialog.getByRole('radio', { name: label, exact: true }).check();
      const press = () => dialog.getByRole('button', { name: 'Download' }).click();
      const { name, bytes } = await download(page, press);
      expect.soft(name, label).toMatch(new RegExp(`prices.*\\.${format}$`));
      expect.soft(bytes.toString().slice(0, begins.length), label).toBe(begins);
      expect.soft(bytes.length, label).toBeGreaterThan(30);
      if (format === DownloadItemsFormat.XLSX) continue;
      const fromApi = await olga.client.dataset(id).downloadItems(format);
      expect.soft(bytes.toString(), label).toBe(fromApi.toString());
    }
  });

  test('takes the fields and the part that were asked for, and Enter downloads', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=export'));
    await page.getByText('Which items and fields').click();
    await page.getByLabel('Only these fields (optional)').fill('title');
    await page.getByLabel('At most (optional)').fill('1');
    await page.getByLabel('Newest first').check();
    const { bytes } = await download(page, () => page.getByLabel('At most (optional)').press('Enter'));
    expect(JSON.parse(bytes.toString())).toEqual([{ title: 'Tower, north' }]);
  });

  test('takes a view of the schema, and takes items apart', async ({ page, olga }) => {
    const view = { title: 'Reviews only', transformation: { unwind: ['reviews'], fields: ['title', 'text'] } };
    const schema = { actorSpecification: 1, views: { reviews: view } };
    const { id } = await olga.client.datasets().getOrCreate(undefined, { schema });
    const reviews = [{ text: 'good' }, { text: 'bad' }];
    await olga.client.dataset(id).pushItems({ title: 'Gate', maker: { name: 'Acme' }, reviews });
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=export'));
    const press = () => page.getByRole('button', { name: 'Download' }).click();
    const items = async () => JSON.parse((await download(page, press)).bytes.toString());
    await expect(page.getByLabel('View')).toBeFocused();
    await page.getByLabel('View').selectOption('Reviews only');
    expect(await items()).toEqual([
      { title: 'Gate', text: 'good' },
      { title: 'Gate', text: 'bad' },
    ]);

    await page.getByLabel('View').selectOption('All fields');
    await page.getByText('Which items and fields').click();
    await page.getByLabel('Without these fields (optional)').fill('title');
    await page.getByText('Advanced').click();
    await page.getByLabel('Unwind (optional)').fill('reviews');
    await page.getByLabel('Flatten (optional)').fill('maker');
    await page.getByLabel('Leave out empty items').check();
    expect(await items()).toEqual([
      { 'maker.name': 'Acme', text: 'good' },
      { 'maker.name': 'Acme', text: 'bad' },
    ]);
  });

  test('offers what the chosen format has', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=export'));
    const dialog = page.getByRole('dialog', { name: 'Export' });
    const choose = (format: string) => dialog.getByRole('radio', { name: format, exact: true }).check();
    const text = async () => {
      const press = () => dialog.getByRole('button', { name: 'Download' }).click();
      return (await download(page, press)).bytes.toString();
    };
    await expect(dialog.getByLabel('View')).toHaveCount(0);
    await dialog.getByText('Advanced').click();
    await expect(dialog.getByLabel('Delimiter (optional)')).toBeHidden();
    await dialog.getByLabel('Byte order mark').selectOption('With');
    expect(await text()).toBe(`\uFEFF${JSON.stringify(ITEMS)}`);

    await choose('CSV');
    await dialog.getByLabel('Delimiter (optional)').fill(';');
    await dialog.getByLabel('Without the header row').check();
    await dialog.getByLabel('Byte order mark').selectOption('Without');
    expect(await text()).toBe('Gate;12\nTower, north;7\n');

    await choose('XML');
    await expect(dialog.getByLabel('Delimiter (optional)')).toBeHidden();
    await dialog.getByLabel('Root element (optional)').fill('shop');
    await dialog.getByLabel('Element of an item (optional)').fill('thing');
    expect(await text()).toContain('<shop>\n<thing><title>Gate</title><price>12</price></thing>');

    await choose('Excel');
    await expect(dialog.getByLabel('Byte order mark')).toBeHidden();
    await expect(dialog.getByLabel('Root element (optional)')).toBeHidden();
    await expect(dialog.getByLabel('Unwind (optional)')).toBeVisible();
  });

  test('is open to somebody who may only read; making links is not, and says why', async ({ page, olga, rita }) => {
    const id = await makeDataset(olga);
    await share(olga, id, rita);
    await signIn(page.context(), rita);
    await page.goto(datasetPath(id, '?dialog=export'));
    const { bytes } = await download(page, () => page.getByRole('button', { name: 'Download' }).click());
    expect(JSON.parse(bytes.toString())).toEqual(ITEMS);
    const makeLink = page.getByRole('button', { name: 'Make link' });
    await expect(makeLink).toBeDisabled();
    await expect(makeLink).toHaveAccessibleDescription(/Only those who may share this dataset can make links/);
  });
});

test.describe('a signed link', () => {
  /** Makes one in the open dialog and gives its address. */
  async function makeLink(page: Page, lifetime?: string, label?: string): Promise<string> {
    const dialog = page.getByRole('dialog', { name: 'Export' });
    if (lifetime) await dialog.getByLabel('Works for').selectOption(lifetime);
    if (label) await dialog.getByLabel('For (optional)').fill(label);
    await dialog.getByRole('button', { name: 'Make link' }).click();
    return dialog.getByRole('textbox', { name: 'Shareable link' }).inputValue();
  }

  const status = async (url: string) => (await fetch(url)).status;

  test('opens a restricted dataset for somebody who is signed out, is counted, and ends when it is revoked', async ({
    page,
    browser,
    olga,
  }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=export'));
    await expect(page.getByLabel('Works for')).toHaveValue(String(14 * 86_400));
    const url = await makeLink(page, undefined, 'Quarterly report');
    await expect(page.getByRole('dialog')).toContainText(/Expires in 2 weeks/);

    const stranger = await browser.newContext();
    const opened = await (await stranger.newPage()).goto(url);
    expect(await opened?.json()).toEqual(ITEMS);
    expect(await status(url)).toBe(200);
    expect(await status(url.replace(/signature=.*/, ''))).toBe(403);
    await stranger.close();

    const link = page.getByRole('table', { name: 'Signed links' }).getByRole('row', { name: /Quarterly report/ });
    await expect(async () => {
      await page.goto(datasetPath(id, '?tab=access'));
      await expect(link.getByRole('cell').nth(3)).toHaveText('2', { timeout: 500 });
    }).toPass();
    await expect(link.getByRole('cell').nth(0)).toHaveText('Live');
    await expect(link.getByRole('cell').nth(1)).toContainText(`by ${olga.username}`);
    await expect(link.getByRole('cell').nth(2)).toContainText('in 2 weeks');
    await expect(link.getByRole('cell').nth(4)).not.toHaveText('Never');

    await link.getByRole('button', { name: 'Revoke Quarterly report' }).click();
    await expect(link.getByRole('cell').nth(0)).toHaveText('Revoked');
    expect(await status(url)).toBe(403);
  });

  test('lives as long as was chosen, in the format that was chosen', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=export'));
    await page.getByRole('dialog').getByLabel('As', { exact: true }).selectOption('CSV');
    const url = await makeLink(page, '1 day', 'For a day');
    await expect(page.getByRole('dialog')).toContainText(/Expires (tomorrow|in 24 hours)/);
    expect((await fetch(url)).headers.get('content-type')).toMatch(/^text\/csv/);
    await page.goto(datasetPath(id, '?tab=access'));
    const expires = row(page, 'For a day').getByRole('time').nth(1);
    const millis = Date.parse((await expires.getAttribute('datetime')) ?? '') - Date.now();
    expect(millis).toBeGreaterThan(86_000_000);
    expect(millis).toBeLessThanOrEqual(86_400_000);
  });

  test('is copied with a word on how long it works, and can be made again for somebody else', async ({
    page,
    olga,
  }) => {
    const id = await makeDataset(olga);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=export'));
    const first = await makeLink(page, '1 hour', 'One');
    await page.getByRole('button', { name: 'Copy link' }).click();
    await expect(page.getByRole('status').filter({ hasText: 'Copied. It works until' })).toBeVisible();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(first);
    await page.getByRole('dialog').getByLabel('For (optional)').fill('Two');
    await page.getByRole('button', { name: 'Make link' }).click();
    await expect(page.getByRole('textbox', { name: 'Shareable link' })).not.toHaveValue(first);
  });
});
