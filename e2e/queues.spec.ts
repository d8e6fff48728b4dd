/** Requests of queues: in which state they are, and how they come in and go. */
import type { Page } from '@playwright/test';
import { expect, makeQueue, type Person, requestUrl, row, share, signIn, status, storagePath, test } from './world.ts';

const queuePath = (id: string, query = {}) => storagePath('request-queue', id, query);
const urls = (page: Page) => page.getByRole('table', { name: 'Requests' }).getByRole('rowheader');
const fact = (page: Page, term: string) =>
  page
    .locator('dl > div')
    .filter({ has: page.getByText(term, { exact: true }) })
    .locator('dd');

/** A queue in which one request is locked, one is handled and one waits. */
async function makeBusyQueue(owner: Person): Promise<string> {
  const id = await makeQueue(owner, { name: 'pages', count: 3 });
  const queue = owner.client.requestQueue(id, { clientKey: 'crawler-one' });
  const { items } = await queue.listAndLockHead({ limit: 2, lockSecs: 600 });
  const second = items[1];
  if (!second) throw new Error('There is no second request');
  await queue.updateRequest({ ...second, handledAt: new Date().toISOString(), retryCount: 1 });
  return id;
}

test('requests are shown by their state, with their counts', async ({ page, olga }) => {
  const id = await makeBusyQueue(olga);
  await signIn(page.context(), olga);
  await page.goto(queuePath(id));
  await expect(urls(page)).toHaveCount(3);
  await expect(fact(page, 'Requests')).toHaveText('3');
  await expect(fact(page, 'Handled')).toHaveText('1');
  await expect(fact(page, 'Pending')).toHaveText('2');
  await expect(fact(page, 'Clients')).toHaveText('Several');
  await expect(row(page, requestUrl(0))).toContainText('Locked');
  await expect(row(page, requestUrl(1))).toContainText('Handled');
  await expect(row(page, requestUrl(2))).toContainText('Pending');
  const filters = page.getByRole('navigation', { name: 'Which requests' });
  for (const [filter, url] of [
    ['Pending', requestUrl(2)],
    ['Locked', requestUrl(0)],
    ['Handled', requestUrl(1)],
  ] as const) {
    await filters.getByRole('link', { name: filter }).click();
    await expect(filters.getByRole('link', { name: filter })).toHaveAttribute('aria-current', 'page');
    await expect(urls(page)).toHaveText([url]);
  }
});

test('a list without any is not an empty queue', async ({ page, olga }) => {
  const id = await makeQueue(olga, { count: 1 });
  await signIn(page.context(), olga);
  await page.goto(queuePath(id, { filter: 'handled' }));
  await expect(page.getByRole('main')).toContainText('No request has been handled.');
  const { id: empty } = await olga.client.requestQueues().getOrCreate();
  await page.goto(queuePath(empty));
  await expect(page.getByRole('main')).toContainText('No requests yet.');
});

test('a long queue goes on page by page', async ({ page, olga }) => {
  const id = await makeQueue(olga, { count: 53 });
  await signIn(page.context(), olga);
  await page.goto(queuePath(id));
  await expect(urls(page)).toHaveCount(50);
  await page.getByRole('link', { name: 'Next' }).click();
  await expect(urls(page)).toHaveText([requestUrl(50), requestUrl(51), requestUrl(52)]);
  await page.getByRole('link', { name: 'First' }).click();
  await expect(urls(page).first()).toHaveText(requestUrl(0));
});

test('a request is shown in full, and its address leads nowhere', async ({ page, olga }) => {
  const { id } = await olga.client.requestQueues().getOrCreate();
  const hostile = 'javascript:alert(document.domain)';
  await olga.client.requestQueue(id).addRequest({ url: hostile, uniqueKey: 'hostile', userData: { label: 'LIST' } });
  await signIn(page.context(), olga);
  await page.goto(queuePath(id));
  await expect(urls(page)).toHaveText([hostile]);
  for (const link of await page.getByRole('main').getByRole('link').all()) {
    expect(await link.getAttribute('href')).toMatch(/^\//);
  }
  await page.getByRole('link', { name: hostile, exact: true }).click();
  await expect(page.getByRole('region', { name: 'The request as JSON' })).toContainText('"label": "LIST"');
  for (const link of await page.getByRole('main').getByRole('link').all()) {
    expect(await link.getAttribute('href')).toMatch(/^\//);
  }
  await page.getByRole('link', { name: 'All requests' }).click();
  await expect(urls(page)).toHaveCount(1);
  await page.goto(queuePath(id, { request: 'nothing' }));
  await expect(page.getByRole('main')).toContainText('There is no such request in this queue.');
});

test('a request is added once, and deleted after a question', async ({ page, olga }) => {
  const id = await makeQueue(olga, { count: 1 });
  await signIn(page.context(), olga);
  const add = async (url: string) => {
    await page.goto(queuePath(id));
    await page.getByRole('link', { name: 'Add request' }).click();
    const dialog = page.getByRole('dialog', { name: 'Add a request' });
    await dialog.getByLabel('URL').fill(url);
    await dialog.getByLabel('Method').selectOption('POST');
    await dialog.getByLabel('At the front').check();
    await dialog.getByRole('button', { name: 'Add request' }).click();
  };
  await add('https://shop.example/first');
  await expect(status(page)).toContainText('The request is in the queue');
  await expect(urls(page)).toHaveText(['https://shop.example/first', requestUrl(0)]);
  await expect(row(page, 'https://shop.example/first')).toContainText('POST');
  await add('https://shop.example/first');
  await expect(status(page)).toContainText('It is in the queue already');
  await expect(urls(page)).toHaveCount(2);

  await page.getByRole('link', { name: `Delete ${requestUrl(0)}` }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete request' }).click();
  await expect(status(page)).toContainText('The request is deleted');
  await expect(urls(page)).toHaveText(['https://shop.example/first']);
});

test('a reader changes nothing', async ({ page, olga, rita }) => {
  const id = await makeQueue(olga);
  await share(olga, id, rita, ['READ'], 'request-queue');
  await signIn(page.context(), rita);
  await page.goto(queuePath(id));
  await expect(urls(page)).toHaveCount(3);
  await expect(page.getByRole('link', { name: /^(Add|Delete)/ })).toHaveCount(0);
  for (const query of [{ dialog: 'add-request' }, { delete: 'x' }]) {
    await page.goto(queuePath(id, query));
    await expect(page.getByRole('dialog')).toHaveCount(0);
  }
});
