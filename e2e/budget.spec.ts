import type { Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { consolePath } from '../lib/paths.ts';
import { publicActor } from './actors-of-others.ts';
import { finishedRun, runPath } from './jobs.ts';
import {
  awaitDialog,
  consoleUrl,
  datasetPath,
  expect,
  makeDataset,
  makeQueue,
  makeStore,
  type Person,
  signIn,
  storagePath,
  test,
} from './world.ts';

const KB = 1_024;
/** JavaScript on a first visit: what the pages take, and one part in fifty to spare. Of that, the framework's own share is 110. */
const SLIGHT = 127 * KB;
const FULL = 138 * KB;
/** Of an Actor: with the form of its input. */
const OF_ACTOR = 142 * KB;
/** Of a page with a dialog on it, or the log of a run. */
const WITH_DIALOG = 152 * KB;
/** Of the question about full permissions: a dialog over a form of input, and all of both. */
const OF_QUESTION = 161 * KB;
const CSS = 10 * KB;

const VISITS: {
  name: string;
  path: (id: string, storeId: string, queueId: string, runId: string, actorId: string) => string;
  js: number;
  isSignedIn: boolean;
  /** It is weighed once what comes last is there; for a dialog, once it takes what is done in it. */
  last?: (page: Page) => Promise<unknown>;
}[] = [
  { name: 'sign-in', path: () => '/sign-in', js: SLIGHT, isSignedIn: false },
  { name: 'nothing here', path: () => '/nothing/here', js: SLIGHT, isSignedIn: false },
  // What the page of a dataset loads comes before the refusal, so this weighs as much.
  { name: 'no permission', path: () => datasetPath(createId()), js: FULL, isSignedIn: true },
  { name: 'home', path: () => '/', js: FULL, isSignedIn: true },
  { name: 'datasets', path: () => '/storage/datasets', js: FULL, isSignedIn: true },
  { name: 'dataset', path: (id) => datasetPath(id), js: FULL, isSignedIn: true },
  {
    name: 'share',
    path: (id) => datasetPath(id, '?dialog=share'),
    js: WITH_DIALOG,
    isSignedIn: true,
    last: awaitDialog,
  },
  {
    name: 'export',
    path: (id) => datasetPath(id, '?dialog=export'),
    js: WITH_DIALOG,
    isSignedIn: true,
    last: awaitDialog,
  },
  { name: 'access', path: (id) => datasetPath(id, '?tab=access'), js: FULL, isSignedIn: true },
  {
    name: 'several datasets',
    path: (id) => `/storage/datasets?dialog=bulk-share&id=${id}`,
    js: WITH_DIALOG,
    isSignedIn: true,
    last: awaitDialog,
  },
  { name: 'records', path: (_, store) => storagePath('key-value-store', store), js: FULL, isSignedIn: true },
  {
    name: 'record',
    path: (_, store) => storagePath('key-value-store', store, { record: 'OUTPUT' }),
    js: FULL,
    isSignedIn: true,
  },
  {
    name: 'upload',
    path: (_, store) => storagePath('key-value-store', store, { dialog: 'upload' }),
    js: WITH_DIALOG,
    isSignedIn: true,
    last: awaitDialog,
  },
  { name: 'requests', path: (_, __, queue) => storagePath('request-queue', queue), js: FULL, isSignedIn: true },
  { name: 'runs', path: () => '/runs', js: FULL, isSignedIn: true },
  {
    name: 'tasks',
    path: () => consolePath.tasks({ dialog: 'new' }),
    js: WITH_DIALOG,
    isSignedIn: true,
    last: awaitDialog,
  },
  {
    name: 'schedules',
    path: () => consolePath.schedules({ dialog: 'new' }),
    js: WITH_DIALOG,
    isSignedIn: true,
    last: awaitDialog,
  },
  { name: 'run', path: (_, __, ___, run) => runPath(run), js: FULL, isSignedIn: true },
  {
    name: 'log',
    path: (_, __, ___, run) => runPath(run, { tab: 'log' }),
    js: WITH_DIALOG,
    isSignedIn: true,
    last: (page) => page.getByRole('searchbox', { name: 'Search the log' }).waitFor(),
  },
  {
    name: 'share of a run',
    path: (_, __, ___, run) => runPath(run, { dialog: 'share' }),
    js: WITH_DIALOG,
    isSignedIn: true,
    last: awaitDialog,
  },
  { name: 'Actor', path: (_, __, ___, ____, actor) => consolePath.actor(actor), js: OF_ACTOR, isSignedIn: true },
  {
    name: 'approval',
    path: (_, __, ___, ____, actor) => consolePath.actor(actor, { approvePermissions: 'true' }),
    js: OF_QUESTION,
    isSignedIn: true,
    last: awaitDialog,
  },
  { name: 'store', path: () => '/store', js: FULL, isSignedIn: true },
  { name: 'notifications', path: () => '/notifications', js: FULL, isSignedIn: true },
  { name: 'webhooks', path: () => '/webhooks', js: FULL, isSignedIn: true },
  { name: 'new webhook', path: () => '/webhooks?dialog=new', js: FULL, isSignedIn: true },
  { name: 'account', path: () => '/settings/account', js: FULL, isSignedIn: true },
  { name: 'security', path: () => '/settings/security', js: FULL, isSignedIn: true },
  { name: 'approvals', path: () => '/settings/approvals', js: FULL, isSignedIn: true },
  { name: 'integrations', path: () => '/settings/integrations', js: FULL, isSignedIn: true },
  { name: 'audit', path: () => '/settings/audit', js: FULL, isSignedIn: true },
  { name: 'people', path: () => '/operator/people', js: FULL, isSignedIn: true },
];

interface Weight {
  js: number;
  css: number;
  elsewhere: string[];
  /** What the page complained of, as where the browser makes other words of it than the server. */
  errors: string[];
}

/** Opens an address with nothing cached, and weighs what came over the wire. */
async function weigh(page: Page, path: string, last?: (page: Page) => Promise<unknown>): Promise<Weight> {
  const session = await page.context().newCDPSession(page);
  const types = new Map<string, string>();
  const weight: Weight = { js: 0, css: 0, elsewhere: [], errors: [] };
  page.on('pageerror', ({ message }) => weight.errors.push(message));
  session.on('Network.responseReceived', ({ requestId, type, response }) => {
    types.set(requestId, type);
    if (!response.url.startsWith(consoleUrl) && !response.url.startsWith('data:')) weight.elsewhere.push(response.url);
  });
  session.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    if (types.get(requestId) === 'Script') weight.js += encodedDataLength;
    if (types.get(requestId) === 'Stylesheet') weight.css += encodedDataLength;
  });
  await session.send('Network.enable');
  await page.goto(path, { waitUntil: 'networkidle' });
  await last?.(page);
  await session.detach();
  return weight;
}

/** From now on every layout shift of the page is summed up, also those right after a press. */
const recordShifts = (page: Page) =>
  page.addInitScript(() => {
    const shifts = { sum: 0 };
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.sum += (entry as PerformanceEntry & { value: number }).value;
    }).observe({ type: 'layout-shift', buffered: true });
    Object.assign(window, { shifts });
  });

const shiftsOf = (page: Page) =>
  page.evaluate(async () => {
    // Shifts are reported after the frame they happen in.
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    return (window as unknown as { shifts: { sum: number } }).shifts.sum;
  });

test.describe('a first visit', () => {
  const figures: string[] = [];
  test.afterAll(() => console.log(figures.join('\n')));

  // What is said in the zone of the server, as the day of yesterday, must not be said otherwise here at first.
  test.use({ timezoneId: 'America/Los_Angeles' });

  for (const { name, path, js, isSignedIn, last } of VISITS) {
    test(`of ${name} transfers little, from here only, and stands still`, async ({ page, newPerson, olga }) => {
      const opal: Person = await newPerson('opal', { isOperator: true });
      const id = await makeDataset(opal, { name: 'prices' });
      const [storeId, queueId] = [await makeStore(opal), await makeQueue(opal)];
      const { id: runId } = await finishedRun(opal);
      const { actorId } = await publicActor(olga);
      if (isSignedIn) await signIn(page.context(), opal);
      await recordShifts(page);
      const weight = await weigh(page, path(id, storeId, queueId, runId, actorId), last);
      const shifts = await shiftsOf(page);
      const kilobytes = (bytes: number) => (bytes / KB).toFixed(1);
      figures.push(
        `    ${name}: JS ${kilobytes(weight.js)} of ${js / KB} KB, CSS ${kilobytes(weight.css)} of ${CSS / KB} KB, shifts ${shifts.toFixed(4)}`,
      );
      expect.soft(weight.js, 'JavaScript').toBeGreaterThan(0);
      expect.soft(weight.js, 'JavaScript').toBeLessThanOrEqual(js);
      expect.soft(weight.css, 'CSS').toBeLessThanOrEqual(CSS);
      expect.soft(weight.elsewhere, 'third parties').toEqual([]);
      expect.soft(weight.errors, 'errors').toEqual([]);
      expect.soft(shifts, 'layout shift').toBeLessThanOrEqual(0.02);
    });
  }
});

test('nothing moves while a dialog opens, a person is added, or the preview arrives', async ({ page, olga, colin }) => {
  const id = await makeDataset(olga);
  // "Now" becomes "1 second ago" while one looks, which is wider.
  await pool().query("UPDATE datasets SET modified_at = now() - interval '3 days' WHERE id = $1", [id]);
  await pool().query("UPDATE resources SET created_at = now() - interval '9 days' WHERE id = $1", [id]);
  await signIn(page.context(), olga);
  await recordShifts(page);
  const dialog = page.getByRole('dialog');
  for (const name of ['Share', 'Export']) {
    await page.goto(datasetPath(id));
    const before = await shiftsOf(page);
    await page.getByRole('link', { name }).click();
    await expect(dialog.getByRole('link', { name: 'Close' })).toBeVisible();
    expect.soft((await shiftsOf(page)) - before, name).toBe(0);
  }
  await page.goto(datasetPath(id, '?dialog=share'));
  const before = await shiftsOf(page);
  await dialog.getByLabel('Add people').fill(colin.username);
  await dialog.getByLabel('Add people').press('Enter');
  await expect(dialog.getByRole('button', { name: `Remove ${colin.username}` })).toBeVisible();
  expect.soft((await shiftsOf(page)) - before, 'adding a person').toBe(0);

  await page.goto('/settings/security');
  await expect(page.getByRole('heading', { name: /^If you change it to/ })).toBeVisible();
  expect.soft(await shiftsOf(page), 'the preview').toBe(0);
});
