import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { consolePath } from '../lib/paths.ts';
import { makeActor } from '../lib/testing/starts.ts';
import { finishedRun } from './jobs.ts';
import { apiUrl, expect, type Person, signIn, status, test } from './world.ts';

test.setTimeout(90_000);

let server: Server;
let received: { path: string; body: string; key: string | undefined }[];
let answers: number;
const receiver = (path: string) => `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`;

test.beforeEach(async () => {
  [received, answers] = [[], 200];
  server = createServer(async (request, response) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    received.push({ path: request.url ?? '', body, key: request.headers['x-key']?.toString() });
    response.writeHead(answers).end('Taken by the receiver');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
});
test.afterEach(() => {
  server.closeAllConnections();
  server.close();
});

const actorOf = (person: Person, name: string) => makeActor(person, { name });

test('a webhook is made, tested, told of a run, replayed, changed, switched off and deleted', async ({
  page,
  olga,
}) => {
  const actor = await actorOf(olga, 'watched');
  await signIn(page.context(), olga);
  await page.goto(consolePath.actor(actor.actorId, { tab: 'webhooks' }));
  await page.getByRole('link', { name: 'New webhook' }).click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('New webhook');
  await expect(page.getByLabel('Actor or task')).toHaveValue(`actor ${actor.actorId}`);

  // A wrong template is said beside its field, and nothing typed is lost.
  const runs = page.getByRole('group', { name: 'Runs' });
  await runs.getByLabel('Timed out').uncheck();
  await runs.getByLabel('Aborted').check();
  await page.getByLabel('URL').fill(receiver('/hook?key=secret'));
  await expect(page.getByText(/To start an Actor with it/)).toBeVisible();
  await page.getByLabel('Payload template').fill('{"run": {{resource.identity}}, "by": {{secrets}}}');
  await expect(page.getByText(/has a variable that there is not/)).toBeVisible();
  await page.getByRole('button', { name: 'Create webhook' }).click();
  await expect(page.getByLabel('Payload template')).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByLabel('URL')).toHaveValue(receiver('/hook?key=secret'));
  await expect(runs.getByLabel('Timed out')).not.toBeChecked();
  await expect(runs.getByLabel('Aborted')).toBeChecked();

  await page.getByLabel('Payload template').fill('{"run": {{resource.id}}, "what": {{eventType}}}');
  // So is an address that nothing is ever sent to.
  const url = page.getByLabel('URL');
  await url.fill('http://192.168.1.10/hook');
  await page.getByRole('button', { name: 'Create webhook' }).click();
  await expect(url).toHaveAttribute('aria-invalid', 'true');
  await expect(page.getByText('192.168.1.10 is in a private network')).toBeVisible();
  await expect(url).toHaveValue('http://192.168.1.10/hook');
  await url.fill(receiver('/hook?key=secret'));
  await page.getByText('Preview').click();
  await expect(page.getByRole('region', { name: 'Preview of the payload' })).toContainText('"what": "TEST"');
  await page.getByLabel('Headers template').fill('{"X-Key": "of the receiver"}');
  await page.getByLabel('Description').fill('Tell the receiver');
  await page.getByRole('button', { name: 'Create webhook' }).click();

  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Tell the receiver');
  await expect(page.getByText('No token goes along')).toBeVisible();
  await page.getByRole('button', { name: 'Send a test' }).click();
  const deliveries = page.getByRole('table', { name: 'Deliveries' });
  await expect(deliveries.getByRole('row').filter({ hasText: 'Test' })).toContainText('Delivered');
  expect(received).toMatchObject([{ path: '/hook?key=secret', key: 'of the receiver' }]);

  const run = await finishedRun(olga, {}, actor);
  await expect(async () => {
    await page.reload();
    await expect(deliveries.getByRole('row').filter({ hasText: 'Run succeeded' })).toContainText('Delivered');
  }).toPass({ timeout: 20_000 });
  await page.getByRole('link', { name: 'Run succeeded' }).click();
  const delivery = page.getByRole('region', { name: 'Delivery', exact: true });
  await expect(delivery.getByRole('region', { name: 'Payload' })).toContainText(`{"run": "${run.id}"`);
  await expect(delivery.getByRole('region', { name: 'Answer 1' })).toHaveText('Taken by the receiver');
  await expect(delivery.getByRole('link', { name: run.id })).toHaveAttribute('href', consolePath.run(run.id));
  await page.getByRole('button', { name: /^Replay Run succeeded/ }).click();
  await expect(status(page)).toHaveText('It is sent once more');
  await expect(deliveries.getByRole('row').filter({ hasText: 'a replay' })).toContainText('Delivered');
  expect(received.at(-1)?.body).toBe(received.at(-2)?.body);

  // To our own API goes a token, and the page says whose.
  await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await page.getByLabel('URL').fill(`${apiUrl}/v2/acts/${actor.actorId}/runs`);
  await expect(page.getByText('each call carries a token with your rights')).toBeVisible();
  await page.getByRole('button', { name: 'Save' }).click();
  await expect(status(page)).toHaveText('Saved. It is in force now.');
  await expect(page.getByText('Each call acts with the rights of your account')).toBeVisible();
  await page.getByRole('button', { name: 'Switch off' }).click();
  await expect(status(page)).toHaveText('The webhook is off');
  await expect(page.getByRole('button', { name: 'Switch on' })).toBeVisible();

  await page.goto(consolePath.webhooks());
  const row = page.getByRole('table', { name: 'Webhooks' }).getByRole('row').filter({ hasText: 'Tell the receiver' });
  await expect(row).toContainText('Off');
  await expect(row).not.toContainText('secret');
  await row.getByRole('link', { name: 'Tell the receiver' }).click();
  await page.getByRole('link', { name: 'Settings', exact: true }).last().click();
  await page.getByRole('link', { name: 'Delete webhook…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete webhook' }).click();
  await expect(page).toHaveURL(consolePath.webhooks());
  await expect(page.getByText('None is here yet')).toBeVisible();
});

test('a delivery that waits for its next try is told as failing, and a test as failed at once', async ({
  page,
  olga,
}) => {
  const actor = await actorOf(olga, 'watched');
  const { id } = await olga.client.webhooks().create({
    ...{ eventTypes: ['ACTOR.RUN.SUCCEEDED'], condition: { actorId: actor.actorId }, requestUrl: receiver('/') },
  });
  answers = 500;
  await finishedRun(olga, {}, actor);
  await signIn(page.context(), olga);
  const deliveries = page.getByRole('table', { name: 'Deliveries' });
  await expect(async () => {
    await page.goto(consolePath.webhook(id));
    await expect(deliveries.getByRole('row').filter({ hasText: 'Run succeeded' })).toContainText('Failing, 1 try');
  }).toPass({ timeout: 20_000 });
  await page.goto(consolePath.webhooks());
  await expect(page.getByRole('table', { name: 'Webhooks' })).toContainText('Failing, 1 try');
  await page.goto(consolePath.webhook(id));
  await page.getByRole('button', { name: 'Send a test' }).click();
  await expect(deliveries.getByRole('row').filter({ hasText: 'Test' })).toContainText('Failed');
});

test('a delivery that waits for an approval leads to it', async ({ page, olga, stan }) => {
  const watched = await actorOf(olga, 'watched');
  const full = await makeActor(stan, { isPublic: true, level: 'FULL_PERMISSIONS', name: 'full' });
  const webhook = await olga.client.webhooks().create({
    ...{ eventTypes: ['ACTOR.RUN.SUCCEEDED'], condition: { actorId: watched.actorId }, doNotRetry: true },
    requestUrl: `${apiUrl}/v2/acts/${full.actorId}/runs`,
  });
  await finishedRun(olga, {}, watched);
  await signIn(page.context(), olga);
  await expect(async () => {
    await page.goto(consolePath.webhook(webhook.id));
    await expect(page.getByRole('table', { name: 'Deliveries' })).toContainText('Failed');
  }).toPass({ timeout: 20_000 });
  await page.getByRole('link', { name: 'Run succeeded' }).click();
  await expect(page.getByText('The Actor waits for your approval')).toBeVisible();
  await expect(page.getByRole('link', { name: 'Review permissions' })).toHaveAttribute(
    'href',
    consolePath.actor(full.actorId, { approvePermissions: 'true' }),
  );
});

test('who may not see a webhook is not told that it is there', async ({ page, olga, stan }) => {
  const { actorId } = await actorOf(olga, 'watched');
  const { id } = await olga.client.webhooks().create({
    ...{ eventTypes: ['ACTOR.RUN.FAILED'], condition: { actorId }, requestUrl: receiver('/') },
  });
  await signIn(page.context(), stan);
  for (const path of [consolePath.webhook(id), consolePath.webhook('NoSuchWebhook0001')]) {
    expect((await page.goto(path))?.status()).toBe(404);
  }
  await page.goto(consolePath.webhooks());
  await expect(page.getByText('None is here yet')).toBeVisible();
});
