/** Records of key-value stores: what is shown of them, and how they come in and go out. */
import fs from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { consolePath } from '../lib/paths.ts';
import {
  apiUrl,
  consoleUrl,
  expect,
  makeStore,
  type Person,
  RECORDS,
  row,
  share,
  signIn,
  status,
  storagePath,
  test,
} from './world.ts';

const storePath = (id: string, query = {}) => storagePath('key-value-store', id, query);
const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);

const put = (owner: Person, id: string, key: string, value: string | Buffer, contentType: string) =>
  owner.client.keyValueStore(id).setRecord({ key, value: value as string, contentType });
const keys = (page: Page) => page.getByRole('table', { name: 'Records' }).getByRole('rowheader');

test.describe('the table', () => {
  test('has each record with its type and size, finds keys by their beginning, and tells empty from not found', async ({
    page,
    olga,
  }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    await expect(keys(page)).toHaveText(['OUTPUT', 'notes.txt', 'page.html']);
    await expect(row(page, 'OUTPUT')).toContainText('application/json');
    await expect(row(page, 'OUTPUT')).toContainText(`${RECORDS[0]?.value.length} B`);
    await page.getByLabel('Keys that begin with').fill('no');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(keys(page)).toHaveText(['notes.txt']);
    await page.getByLabel('Keys that begin with').fill('nothing');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page.getByRole('main')).toContainText('No record has a key like that.');
    await page.getByRole('link', { name: 'Show all' }).click();
    await expect(keys(page)).toHaveCount(3);

    const { id: empty } = await olga.client.keyValueStores().getOrCreate();
    await page.goto(storePath(empty));
    await expect(page.getByRole('main')).toContainText('No records yet.');
  });

  test('goes on by key', async ({ page, olga }) => {
    const { id } = await olga.client.keyValueStores().getOrCreate();
    for (let n = 0; n < 52; n++) await put(olga, id, `key-${String(n).padStart(2, '0')}`, 'x', 'text/plain');
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    await expect(keys(page)).toHaveCount(50);
    await page.getByRole('link', { name: 'Next' }).click();
    await expect(keys(page)).toHaveText(['key-50', 'key-51']);
    await page.getByRole('link', { name: 'First' }).click();
    await expect(keys(page).first()).toHaveText('key-00');
  });
});

test.describe('copying a link', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  const clipboard = (page: Page) => page.evaluate(() => navigator.clipboard.readText());

  test('takes one press, and it opens that record alone until the day that is said', async ({ page, olga }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    await page.getByRole('button', { name: 'Copy link to OUTPUT' }).click();
    await expect(status(page)).toContainText(/^Copied\. It works until \d+ \w+ \d{4}, \d\d:\d\d\./);
    const url = await clipboard(page);
    const opened = await fetch(url);
    expect([opened.status, await opened.text()]).toEqual([200, RECORDS[0]?.value]);
    expect((await fetch(url.replace('OUTPUT', 'notes.txt'))).status).toBe(403);
    expect((await fetch(url.replace('/records/OUTPUT', '/keys'))).status).toBe(403);
    expect(url.startsWith(apiUrl)).toBe(true);

    await page.goto(storePath(id, { tab: 'access' }));
    const table = page.getByRole('table', { name: 'Signed links' });
    await expect(table).toContainText('only the record OUTPUT');
    await table.getByRole('button', { name: 'Revoke OUTPUT' }).click();
    await expect(status(page)).toContainText('revoked');
    expect((await fetch(url)).status).toBe(403);
  });

  test('is of the lifetime that was chosen last', async ({ page, olga }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    await expect(page.getByLabel('Copied links work for')).toHaveValue(String(14 * 86_400));
    await page.getByLabel('Copied links work for').selectOption('1 day');
    await page.goto(storePath(id, { record: 'notes.txt' }));
    await expect(page.getByLabel('Copied links work for')).toHaveValue('86400');
    await page.getByRole('button', { name: 'Copy link to notes.txt' }).click();
    await expect(status(page)).toContainText('Copied. It works until');
    expect((await fetch(await clipboard(page))).status).toBe(200);
    await page.goto(storePath(id, { tab: 'access' }));
    await expect(page.getByRole('table', { name: 'Signed links' })).toContainText(/in (23|24) hours|tomorrow/);
  });

  test('with the keyboard takes 30 presses at most, and the arrows lead down the rows', async ({ page, olga }) => {
    const { id } = await olga.client.keyValueStores().getOrCreate();
    for (let n = 0; n < 20; n++) await put(olga, id, `key-${String(n).padStart(2, '0')}`, `${n}`, 'text/plain');
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    let presses = 0;
    const press = async (key: string) => {
      presses++;
      await page.keyboard.press(key);
    };
    const isFocused = (key: string) =>
      page.getByRole('button', { name: `Copy link to ${key}` }).evaluate((button) => button === document.activeElement);
    await press('Tab');
    await press('Enter');
    while (!(await isFocused('key-00'))) await press('Tab');
    for (let n = 0; n < 5; n++) await press('ArrowDown');
    expect(await isFocused('key-05')).toBe(true);
    await press('Enter');
    await expect(status(page)).toContainText('Copied. It works until');
    expect(await (await fetch(await clipboard(page))).text()).toBe('5');
    expect(presses).toBeLessThanOrEqual(30);
  });

  test('shows the link, selected, where the browser refuses the clipboard', async ({ page, olga }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.addInitScript(() => {
      navigator.clipboard.write = () => Promise.reject(new Error('refused'));
    });
    await page.goto(storePath(id));
    await page.getByRole('button', { name: 'Copy link to OUTPUT' }).click();
    const field = page.getByRole('textbox', { name: 'Copy link to OUTPUT' });
    await expect(field).toBeFocused();
    expect(await page.evaluate(() => getSelection()?.toString())).toBe(await field.inputValue());
    expect((await fetch(await field.inputValue())).status).toBe(200);
  });

  test('is not for readers, who are told whom to ask', async ({ page, olga, rita }) => {
    const id = await makeStore(olga);
    await share(olga, id, rita, ['READ'], 'key-value-store');
    await signIn(page.context(), rita);
    await page.goto(storePath(id));
    const button = page.getByRole('button', { name: 'Copy link to OUTPUT' });
    await expect(button).toHaveAttribute('aria-disabled', 'true');
    await expect(button).toHaveAccessibleDescription(/ask its owner for a link/);
    await expect(page.getByRole('link', { name: /^Delete/ })).toHaveCount(0);
    await page.goto(storePath(id, { dialog: 'upload' }));
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.goto(storePath(id, { delete: 'OUTPUT' }));
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});

test.describe('a record', () => {
  test('of JSON is put on lines, and keeps each digit', async ({ page, olga }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    await row(page, 'OUTPUT').getByRole('link', { name: 'OUTPUT', exact: true }).click();
    await expect(page.getByRole('region', { name: 'Content of OUTPUT' })).toHaveText(
      '{\n  "shops": [\n    "north"\n  ],\n  "total": 12345678901234567890\n}',
    );
    await page.getByRole('link', { name: 'All records' }).click();
    await expect(keys(page)).toHaveCount(3);
  });

  test('of HTML is shown as text and never runs', async ({ page, olga }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.goto(storePath(id, { record: 'page.html' }));
    await expect(page.getByRole('region', { name: 'Content of page.html' })).toContainText('<script>document.title');
    await expect(page.getByRole('heading', { name: 'Prices' })).toHaveCount(0);
    await expect(page).not.toHaveTitle('run');
  });

  test('of pixels is a picture, of other bytes a download, and what is not there is neither', async ({
    page,
    olga,
  }) => {
    const id = await makeStore(olga);
    await put(olga, id, 'dot.png', PIXEL, 'image/png');
    await put(olga, id, 'bytes', Buffer.from([0, 255, 1]), 'application/octet-stream');
    await signIn(page.context(), olga);
    await page.goto(storePath(id, { record: 'dot.png' }));
    const picture = page.getByRole('img', { name: 'Content of dot.png' });
    await expect
      .poll(() => picture.evaluate((image: HTMLImageElement) => image.complete && image.naturalWidth))
      .toBe(1);
    await page.goto(storePath(id, { record: 'bytes' }));
    await expect(page.getByRole('main')).toContainText('Download it to look at it.');
    for (const key of ['nothing', '../x', 'a/b']) {
      await page.goto(storePath(id, { record: key }));
      await expect(page.getByRole('main')).toContainText(`There is no record ${key} in this store.`);
    }
  });

  test('leaves the Console as an attachment, whatever it says that it is', async ({ page, olga, stan }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download page.html' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('page.html');
    expect(await fs.readFile(await file.path(), 'utf8')).toBe(RECORDS[1]?.value);
    const answer = await page.request.get(consolePath.recordFile(id, 'page.html'));
    expect(answer.headers()['content-disposition']).toBe('attachment; filename="page.html"');
    expect(answer.headers()['content-security-policy']).toContain('sandbox');
    expect(answer.headers()['x-content-type-options']).toBe('nosniff');

    await signIn(page.context(), stan);
    for (const path of [consolePath.recordFile(id, 'OUTPUT'), consolePath.recordsFile(id, {})]) {
      expect((await page.request.get(path)).status()).toBe(403);
    }
    expect((await fetch(consoleUrl + consolePath.recordFile(id, 'OUTPUT'))).status).toBe(403);
  });

  test('goes with all others into one file', async ({ page, olga }) => {
    const id = await makeStore(olga, { name: 'reports' });
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: 'Download all' }).click(),
    ]);
    expect(file.suggestedFilename()).toBe('reports.zip');
    const bytes = await fs.readFile(await file.path(), 'latin1');
    expect(bytes.startsWith('PK')).toBe(true);
    for (const { key } of RECORDS) expect(bytes).toContain(key);
  });

  test('is uploaded under the name of its file, or another, as it is', async ({ page, olga }) => {
    const id = await makeStore(olga);
    // More than a server action takes.
    const large = Buffer.alloc(3_000_000, 'a');
    await signIn(page.context(), olga);
    const upload = async (name: string, mimeType: string, buffer: Buffer, key: string) => {
      await page.goto(storePath(id));
      await page.getByRole('link', { name: 'Upload' }).click();
      const dialog = page.getByRole('dialog', { name: 'Upload a record' });
      await dialog.getByLabel('File').setInputFiles({ name, mimeType, buffer });
      await dialog.getByLabel('Key (optional)').fill(key);
      await dialog.getByRole('button', { name: 'Upload' }).click();
      return dialog;
    };
    await upload('the plan.txt', 'text/plain', large, '');
    await expect(status(page)).toContainText('the-plan.txt is stored');
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await expect(row(page, 'the-plan.txt')).toContainText('3 MB');
    const stored = await olga.client.keyValueStore(id).getRecord('the-plan.txt', { buffer: true });
    expect(stored?.value).toHaveLength(large.length);

    await upload('x.json', 'application/json', Buffer.from('{"new":true}'), 'OUTPUT');
    await expect(status(page)).toContainText('OUTPUT is stored');
    expect((await olga.client.keyValueStore(id).getRecord('OUTPUT'))?.value).toEqual({ new: true });

    const dialog = await upload('x.json', 'application/json', Buffer.from('{}'), 'not / a key');
    await expect(dialog.getByLabel('Key (optional)')).toHaveAttribute('aria-invalid', 'true');
    await expect(dialog.getByLabel('Key (optional)')).toHaveValue('not / a key');
  });

  test('is not put by another site', async ({ page, olga }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    for (const headers of [{ origin: 'https://evil.example' }, undefined]) {
      const answer = await page.request.put(consolePath.recordFile(id, 'OUTPUT'), {
        ...(headers && { headers }),
        data: 'theirs',
      });
      expect(answer.ok()).toBe(false);
    }
    expect((await olga.client.keyValueStore(id).getRecord('OUTPUT'))?.value).toMatchObject({ shops: ['north'] });
  });

  test('is deleted after a question', async ({ page, olga }) => {
    const id = await makeStore(olga);
    await signIn(page.context(), olga);
    await page.goto(storePath(id));
    await page.getByRole('link', { name: 'Delete notes.txt' }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete this record?' });
    await expect(dialog).toContainText('notes.txt');
    await dialog.getByRole('link', { name: 'Cancel' }).click();
    await expect(keys(page)).toHaveCount(3);
    await page.getByRole('link', { name: 'Delete notes.txt' }).click();
    await dialog.getByRole('button', { name: 'Delete record' }).click();
    await expect(status(page)).toContainText('notes.txt is deleted');
    await expect(keys(page)).toHaveText(['OUTPUT', 'page.html']);
    await expect(page.getByRole('dialog')).toHaveCount(0);
  });
});
