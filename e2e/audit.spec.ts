import fs from 'node:fs/promises';
import type { Page } from '@playwright/test';
import { awaitDialog, datasetPath, expect, makeDataset, row, share, signIn, test } from './world.ts';

/** The file behind a link that downloads. */
async function exported(page: Page, link: string): Promise<{ name: string; text: string }> {
  const [file] = await Promise.all([page.waitForEvent('download'), page.getByRole('link', { name: link }).click()]);
  return { name: file.suggestedFilename(), text: await fs.readFile(await file.path(), 'utf8') };
}

test('every change of access is there, with who, how and why', async ({ page, olga, colin }) => {
  const id = await makeDataset(olga, { name: 'prices' });
  await share(olga, id, colin, ['READ', 'WRITE']);
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id, '?dialog=share'));
  await awaitDialog(page);
  const select = page.getByLabel('General access');
  await select.selectOption('Anyone with ID can read');
  await expect(page.getByRole('status').filter({ hasText: 'In force now' })).toBeVisible();
  await page.getByRole('button', { name: `Remove ${colin.username}` }).click();
  await expect(page.getByRole('dialog')).toContainText('Nobody else was given access.');

  await page.goto('/settings/audit');
  const events = page.getByRole('table', { name: 'Audit trail' }).getByRole('row');
  const expected = [
    { what: `Access taken away: ${colin.username}`, who: olga.username, how: 'Console' },
    { what: 'General access changed', who: olga.username, how: 'Console' },
    { what: `Access given: ${colin.username}`, who: `${olga.username}, by token`, how: 'API' },
  ];
  for (const [at, { what, who, how }] of expected.entries()) {
    const event = events.nth(at + 1);
    await expect(event.getByRole('rowheader')).toContainText(what);
    await expect(event.getByRole('cell').nth(1)).toHaveText(who);
    await expect(event.getByRole('cell').nth(2)).toHaveText(how);
    await expect(event.getByRole('cell').nth(3)).toHaveText('It is their own');
  }
  await expect(events.nth(2)).toContainText(/Restricted .*to Anyone with ID can read/);
  await expect(events.nth(3)).toContainText('read, write');
  await events.nth(1).getByText('Show').click();
  await expect(events.nth(1)).toContainText('grant.removed');
  await expect(events.nth(1)).toContainText(id);
});

test('can be filtered by event, dataset, person and day, and each view has an address', async ({
  page,
  olga,
  colin,
}) => {
  const first = await makeDataset(olga, { name: 'first' });
  await makeDataset(olga, { name: 'second' });
  await share(olga, first, colin);
  await signIn(page.context(), olga);
  await page.goto('/settings/audit');
  const events = page.getByRole('table', { name: 'Audit trail' }).getByRole('rowheader');

  await page.getByLabel('Event').selectOption('Access given');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page).toHaveURL(/event=grant\.created/);
  await expect(events).toHaveCount(1);

  await page.getByLabel('Event').selectOption('All events');
  await page.getByLabel('Storage ID').fill(first);
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(events).toHaveCount(2);
  await page.reload();
  await expect(events).toHaveCount(2);

  await page.getByRole('link', { name: 'Clear' }).click();
  await expect(page).toHaveURL('/settings/audit');
  await page.getByLabel('Username').fill('nobody-of-this-name');
  await page.getByRole('button', { name: 'Show' }).click();
  await expect(page.getByRole('main')).toContainText('Nothing here.');

  const today = new Date().toISOString().slice(0, 10);
  await page.goto(`/settings/audit?from=${today}&to=${today}`);
  await expect(events).not.toHaveCount(0);
  await page.goto('/settings/audit?from=2020-01-01&to=2020-01-31');
  await expect(page.getByRole('main')).toContainText('Nothing here.');
});

test('is exported as CSV and as JSON Lines, filtered as it is shown', async ({ page, olga, colin }) => {
  const id = await makeDataset(olga);
  await share(olga, id, colin);
  await signIn(page.context(), olga);
  await page.goto('/settings/audit?event=grant.created');

  const csv = await exported(page, 'Export CSV');
  expect(csv.name).toMatch(/^audit-\d{4}-\d\d-\d\d\.csv$/);
  const [head, ...lines] = csv.text.trim().split('\r\n');
  expect(head).toMatch(/^sequence,at,event,who,/);
  expect(lines).toHaveLength(1);
  expect(lines[0]).toContain(`,grant.created,${olga.username},`);

  const jsonl = await exported(page, 'Export JSONL');
  const events = jsonl.text
    .trim()
    .split('\n')
    .map((line): unknown => JSON.parse(line));
  expect(events).toHaveLength(1);
  expect(events[0]).toMatchObject({
    event: 'grant.created',
    who: olga.username,
    resourceId: id,
    because: ['owner'],
    detail: { to: { username: colin.username, permissions: ['READ'] } },
  });
});

test('is one’s own: nobody sees another account’s', async ({ page, olga, stan }) => {
  const id = await makeDataset(olga);
  await signIn(page.context(), stan);
  await page.goto(`/settings/audit?resource=${id}`);
  await expect(page.getByRole('main')).toContainText('Nothing here.');
  await expect(row(page, /General access/)).toHaveCount(0);
  await page.context().clearCookies();
  expect((await page.request.get('/settings/audit/export?format=csv')).status()).toBe(401);
});
