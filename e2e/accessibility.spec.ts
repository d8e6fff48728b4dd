/**
 * Each page and each thing that opens on one, in light and dark, wide and narrow: no violation of WCAG 2.2 AA that axe can see, one first
 * heading, a title of its own, a way past the navigation, and nothing that scrolls the page sideways.
 */
import fs from 'node:fs';
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { type ActorQuery, consolePath, type ScheduleQuery, type TaskQuery } from '../lib/paths.ts';
import { insertSchedule } from '../lib/testing/starters.ts';
import { makeActor } from '../lib/testing/starts.ts';
import { newBuild, publicActor } from './actors-of-others.ts';
import { approve, finishedRun, fullActor, print, refuse, refusedStart, runningRun, runPath, use } from './jobs.ts';
import {
  ageSessions,
  apiUrl,
  awaitDialog,
  datasetPath,
  expect,
  makeDataset,
  makeQueue,
  makeStore,
  type Person,
  requestUrl,
  share,
  signIn,
  status,
  storagePath,
  test,
} from './world.ts';

/** What a change of theme can break: the rest of the page is the same. */
const COLOUR_RULES = ['color-contrast', 'link-in-text-block'];
const TAGS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
/** In the order in which the fewest things change from one to the next: to change the size of a window takes as long as to look at it. */
const LOOKS = [
  { colorScheme: 'light', width: 1280 },
  { colorScheme: 'light', width: 390 },
  { colorScheme: 'dark', width: 390 },
  { colorScheme: 'dark', width: 1280 },
] as const;
const HEIGHT = 800;
/** The width of a page of 1280 at four times its size (WCAG 1.4.10). */
const NARROWEST = 320;

interface Found {
  violations: { id: string; nodes: { target: unknown[]; failureSummary: string }[] }[];
}

// The builder of this package would bring it into the page anew for every look, which takes longer than the look.
const require = createRequire(createRequire(import.meta.url).resolve('@axe-core/playwright'));
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

async function violations(page: Page, runOnly: string[] = TAGS): Promise<string[]> {
  const found = await page.evaluate<Found, object>(
    (options) => (window as unknown as { axe: { run(options: object): Promise<Found> } }).axe.run(options),
    { runOnly, resultTypes: ['violations'] },
  );
  return found.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')}\n${failureSummary}`),
  );
}

/** Whether the page is wider than the window. What scrolls within itself, as a table does, does not count. */
const scrollsSideways = (page: Page) =>
  page.evaluate(() => document.documentElement.scrollWidth > document.documentElement.clientWidth);

/** The tables that are wider than their frame. Those of what people stored have as many columns as that has. */
const tablesThatScroll = (page: Page) =>
  page
    .getByRole('group')
    .filter({ has: page.getByRole('table') })
    .evaluateAll((groups) =>
      groups
        .filter((group) => group.scrollWidth > group.clientWidth && group.ariaLabel !== 'Items')
        .map(({ ariaLabel }) => ariaLabel),
    );

/**
 * From the top, where no sticky bar covers anything, once colours and sizes have followed the media and whatever fades has faded. A page that
 * is made anew after something was done on it has its title a moment later than its content.
 */
async function settle(page: Page): Promise<void> {
  await page.waitForFunction(() => document.title !== '');
  await page.evaluate(async () => {
    window.scrollTo(0, 0);
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)));
    // One that follows the scrolling ends only where the reader scrolls to its end.
    const ending = document
      .getAnimations()
      .filter(
        ({ effect, timeline }) => timeline === document.timeline && effect?.getComputedTiming().endTime !== Infinity,
      );
    await Promise.allSettled(ending.map(({ finished }) => finished));
  });
}

/** `page`: light, and of the first width. It is left so. */
async function check(page: Page, what: string): Promise<void> {
  await page.evaluate(axe);
  for (const [index, { colorScheme, width }] of LOOKS.entries()) {
    const before = LOOKS[index - 1] ?? LOOKS[0];
    if (colorScheme !== before.colorScheme) await page.emulateMedia({ colorScheme });
    if (width !== before.width) await page.setViewportSize({ width, height: HEIGHT });
    await settle(page);
    const rules = colorScheme === 'dark' ? COLOUR_RULES : TAGS;
    expect.soft(await violations(page, rules), `${what}, ${colorScheme}, ${width} px`).toEqual([]);
    if (colorScheme === 'light')
      expect.soft(await tablesThatScroll(page), `${what}, tables at ${width} px`).toEqual([]);
    if (width !== 390) continue;
    expect.soft(await scrollsSideways(page), `${what} scrolls sideways at 390 px`).toBe(false);
    // Of the narrow looks the last: from here on the window is wide again.
    if (colorScheme === 'dark') await checkNarrowest(page, what);
  }
  await page.emulateMedia({ colorScheme: 'light' });
  expect.soft(await page.locator('h1').count(), `${what}: first headings`).toBe(1);
  expect.soft(await page.title(), `${what}: title`).toMatch(/^.+ · Gatehouse$/);
}

async function checkNarrowest(page: Page, what: string): Promise<void> {
  await page.setViewportSize({ width: NARROWEST, height: HEIGHT });
  await settle(page);
  expect.soft(await scrollsSideways(page), `${what} scrolls sideways at ${NARROWEST} px`).toBe(false);
}

/** What can be opened or brought about on a page, after going there. */
interface Place {
  path: string;
  work?: (page: Page) => Promise<unknown>;
}

async function checkAll(page: Page, places: Record<string, Place>): Promise<void> {
  for (const [what, { path, work }] of Object.entries(places)) {
    await page.goto(path);
    await work?.(page);
    await check(page, what);
  }
}

/** The roles of all that the browser tells a screen reader of, whatever the page's source says. */
async function heardRoles(page: Page): Promise<string[]> {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  return nodes.filter(({ ignored }) => !ignored).map(({ role }) => String(role?.value));
}

test.use({
  viewport: { width: LOOKS[0].width, height: HEIGHT },
  colorScheme: 'light',
  contextOptions: { reducedMotion: 'reduce' },
  // A failure names the page, the look and the element. A trace would keep the whole page at each of some twenty steps a page.
  trace: 'off',
});

// Spread over the workers: together they take longer than any other file.
test.describe.configure({ mode: 'parallel', timeout: 300_000 });

test('before sign-in', async ({ page, olga }) => {
  const open = await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
  const alert = page.getByRole('main').getByRole('alert');
  await checkAll(page, {
    'sign-in': { path: '/sign-in?returnTo=%2Fsettings%2Faudit' },
    'sign-in, refused': {
      path: '/sign-in',
      work: async () => {
        await page.getByLabel('Username or e-mail').fill('nobody-of-this-name');
        await page.getByLabel('Password').fill('not the password');
        await page.getByRole('button', { name: 'Sign in', exact: true }).click();
        await alert.waitFor();
      },
    },
    'sign-in, after another provider refused': { path: '/sign-in?error=AccessDenied' },
    'sign-up': { path: '/sign-up' },
    'sign-up, refused': {
      path: '/sign-up',
      work: async () => {
        await page.getByLabel('Username').fill('x');
        await page.getByLabel('E-mail').fill('x@example.com');
        await page.getByLabel('Password').fill('short');
        await page.getByRole('button', { name: 'Create account' }).click();
        await expect(page.getByLabel('Username')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    'invitation that has ended': { path: '/sign-up?invitation=spent' },
    'nothing here': { path: '/nothing/here' },
    'open dataset, as a visitor': { path: datasetPath(open) },
    'open dataset, shared, as a visitor': { path: datasetPath(open, '?dialog=share') },
  });
});

test('an account that is new', async ({ page, olga }) => {
  const { id } = await olga.client.datasets().getOrCreate();
  await signIn(page.context(), olga);
  await checkAll(page, {
    home: { path: '/' },
    'datasets, none': { path: '/storage/datasets' },
    'datasets, none found': { path: '/storage/datasets?search=nothing' },
    'dataset without items': { path: datasetPath(id) },
    'export of nothing': { path: datasetPath(id, '?dialog=export') },
    'access without links': { path: datasetPath(id, '?tab=access') },
    'no permission': { path: datasetPath(createId()) },
    'sign-in, signed in': { path: '/sign-in' },
    'audit, nothing found': { path: '/settings/audit?from=2020-01-01&to=2020-01-01' },
  });
});

test('notifications and the store', async ({ page, olga, colin, stan }) => {
  await publicActor(colin, { title: 'A Reader of Pages with a Rather Long Name', level: 'LIMITED_PERMISSIONS' });
  await checkAll(page, { 'store, as a visitor': { path: consolePath.store() } });
  await signIn(page.context(), stan);
  await checkAll(page, { 'notifications, none': { path: consolePath.notifications() } });
  await refusedStart(olga, colin, 'Web Checker');
  await refusedStart(olga, colin, 'A Reporter with a Rather Long Name of Its Own');
  await signIn(page.context(), olga);
  await checkAll(page, {
    notifications: { path: consolePath.notifications() },
    'notifications, all read': {
      path: consolePath.notifications({ show: 'unread' }),
      work: async () => {
        await page.getByRole('button', { name: 'Mark all as read' }).click();
        await expect(page.getByRole('main')).toContainText('You have read everything.');
      },
    },
    'notifications, read': { path: consolePath.notifications() },
    store: { path: consolePath.store() },
    'store, nothing found': { path: consolePath.store({ search: 'nothing-of-this-name' }) },
  });
});

/** Somebody who owns, shares and uses. */
async function settled(owner: Person, colin: Person): Promise<string> {
  const id = await makeDataset(owner, {
    name: `prices-of-${'a-long-name-'.repeat(3)}shops`,
    generalAccess: 'ANYONE_WITH_NAME_CAN_READ',
  });
  await makeDataset(owner);
  await makeDataset(owner, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
  await share(owner, id, colin, ['READ', 'WRITE']);
  await fetch(await owner.client.dataset(id).createItemsPublicUrl());
  return id;
}

test('a dataset, for its owner', async ({ page, olga, colin }) => {
  const id = await settled(olga, colin);
  await signIn(page.context(), olga);
  await checkAll(page, {
    home: { path: '/' },
    datasets: { path: '/storage/datasets?unnamed=1' },
    'new dataset': { path: '/storage/datasets?dialog=new' },
    'new dataset, refused': {
      path: '/storage/datasets?dialog=new',
      work: async () => {
        await page.getByLabel('Name (optional)').fill('a b');
        await page.getByRole('button', { name: 'Create dataset' }).click();
        await expect(page.getByLabel('Name (optional)')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    items: { path: datasetPath(id) },
    'items, too far': { path: datasetPath(id, '?offset=1000') },
    access: { path: datasetPath(id, '?tab=access') },
    settings: { path: datasetPath(id, '?tab=settings') },
    'settings, refused': {
      path: datasetPath(id, '?tab=settings'),
      work: async () => {
        await page.getByLabel('Name (optional)').fill('a b');
        await page.getByRole('button', { name: 'Save' }).click();
        await expect(page.getByLabel('Name (optional)')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    delete: { path: datasetPath(id, '?tab=settings&dialog=delete') },
    'end all links': { path: datasetPath(id, '?tab=access&dialog=end-links') },
    share: { path: datasetPath(id, '?dialog=share') },
    'share, refused': {
      path: datasetPath(id, '?dialog=share'),
      work: async () => {
        await page.getByLabel('Add people').fill('nobody-of-this-name');
        await page.getByLabel('Add people').press('Enter');
        await expect(page.getByLabel('Add people')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    'share, with Undo': {
      path: datasetPath(id, '?dialog=share'),
      work: async () => {
        await awaitDialog(page);
        await page.getByLabel('General access').selectOption('Restricted');
        await status(page).getByRole('button', { name: 'Undo' }).hover();
      },
    },
    'export, with a link': {
      path: datasetPath(id, '?dialog=export'),
      work: async () => {
        await page.getByText('Which items and fields').click();
        await page.getByText('Advanced').click();
        await page.getByRole('radio', { name: 'CSV', exact: true }).check();
        await page.getByRole('button', { name: 'Make link' }).click();
        await page.getByRole('textbox', { name: 'Shareable link' }).waitFor();
      },
    },
    'account menu': {
      path: datasetPath(id),
      work: () => page.getByRole('button', { name: /account menu$/ }).click(),
    },
  });
  await page.setViewportSize({ width: 390, height: HEIGHT });
  await page.goto('/storage/datasets');
  await page.getByRole('button', { name: 'Navigation' }).click();
  await expect(page.getByRole('navigation', { name: 'Console' })).toBeVisible();
  await page.evaluate(axe);
  for (const colorScheme of ['light', 'dark'] as const) {
    await page.emulateMedia({ colorScheme });
    await settle(page);
    expect.soft(await violations(page), `navigation, ${colorScheme}`).toEqual([]);
  }
});

test('a dataset, for somebody who may read it', async ({ page, olga, rita }) => {
  const id = await makeDataset(olga);
  await share(olga, id, rita);
  await signIn(page.context(), rita);
  await checkAll(page, {
    datasets: { path: '/storage/datasets' },
    share: { path: datasetPath(id, '?dialog=share') },
    export: { path: datasetPath(id, '?dialog=export') },
    access: { path: datasetPath(id, '?tab=access') },
    settings: { path: datasetPath(id, '?tab=settings') },
  });
});

test('an Actor, for its owner', async ({ page, olga, colin }) => {
  test.setTimeout(240_000);
  const { id } = await olga.client.actors().create({
    name: 'page-titles',
    title: 'Page titles',
    description: 'Stores the titles of pages.',
    versions: [
      {
        versionNumber: '0.1',
        buildTag: 'latest',
        sourceType: 'SOURCE_FILES' as never,
        envVars: [{ name: 'SHOP', value: 'north' }],
        sourceFiles: [
          { name: 'main.js', format: 'TEXT' as never, content: "console.log('hello');" },
          {
            name: 'README.md',
            format: 'TEXT' as never,
            content: '# Titles\n\nOf [pages](https://example.com/).\n\n- one\n- two',
          },
          {
            name: '.actor/INPUT_SCHEMA.json',
            format: 'TEXT' as never,
            content: JSON.stringify({
              ...{ title: 'Input', type: 'object', schemaVersion: 1 },
              properties: {
                pages: { title: 'Pages', type: 'array', description: 'Where to begin.', editor: 'stringList' },
                depth: { title: 'Depth', type: 'integer', description: 'How far.', default: 1 },
                into: {
                  ...{ title: 'Into', type: 'string', description: 'A dataset.', editor: 'resourcePicker' },
                  ...{ resourceType: 'dataset', resourcePermissions: ['READ', 'WRITE'] },
                },
              },
            }),
          },
        ],
      },
    ],
  });
  const build = await olga.client.actor(id).build('0.1', { waitForFinish: 60 });
  expect(build.status).toBe('SUCCEEDED');
  await olga.client.actor(id).call({ pages: [] });
  await fetch(`${apiUrl}/v2/actors/${id}/grants`, {
    method: 'POST',
    headers: { authorization: `Bearer ${olga.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ username: colin.username, permissions: ['READ', 'RUN'] }),
  });
  await signIn(page.context(), olga);
  const at = (query: ActorQuery = {}) => ({ path: consolePath.actor(id, query) });
  await checkAll(page, {
    'Actors, none found': { path: consolePath.actors({ search: 'nothing' }) },
    Actors: { path: consolePath.actors() },
    'new Actor': { path: consolePath.actors({ dialog: 'new' }) },
    input: { ...at(), work: () => page.getByText('Run options').click() },
    'input as JSON': { ...at(), work: () => page.getByRole('button', { name: 'JSON' }).click() },
    information: at({ tab: 'information' }),
    'runs of it': at({ tab: 'runs' }),
    builds: at({ tab: 'builds' }),
    build: { path: consolePath.build(id, build.id) },
    source: { ...at({ tab: 'source' }), work: () => page.getByRole('button', { name: 'Add a variable' }).click() },
    'access to it': at({ tab: 'access' }),
    'its settings': at({ tab: 'settings' }),
    'share it': at({ dialog: 'share' }),
    'make it public': at({ tab: 'settings', dialog: 'publish' }),
    'delete it': at({ tab: 'settings', dialog: 'delete' }),
  });
});

test('tasks', async ({ page, olga, colin }) => {
  test.setTimeout(240_000);
  const actor = await publicActor(olga);
  await signIn(page.context(), colin);
  await checkAll(page, { 'tasks, none': { path: consolePath.tasks() } });
  const { id } = await colin.client
    .tasks()
    .create({ actId: actor.actorId, name: 'a-task', input: { shop: 'x' } } as never);
  const gone = await publicActor(olga, { level: 'LIMITED_PERMISSIONS' });
  const { id: left } = await colin.client.tasks().create({ actId: gone.actorId, name: 'left' } as never);
  await colin.client.task(left).start();
  await olga.client.actor(gone.actorId).delete();
  const at = (query: TaskQuery = {}) => ({ path: consolePath.task(id, query) });
  await checkAll(page, {
    tasks: { path: consolePath.tasks() },
    'tasks, none found': { path: consolePath.tasks({ search: 'nothing' }) },
    'new task': { path: consolePath.tasks({ dialog: 'new' }) },
    task: { ...at(), work: () => page.getByText('Run options').click() },
    'start of a task, asked': {
      ...at(),
      work: async () => {
        await page.getByRole('button', { name: 'Save and start' }).click();
        await awaitDialog(page);
      },
    },
    'runs of a task, none': at({ tab: 'runs' }),
    'runs of a task': { path: consolePath.task(left, { tab: 'runs' }) },
    'access to a task': at({ tab: 'access' }),
    'settings of a task': at({ tab: 'settings' }),
    'share a task': at({ dialog: 'share' }),
    'delete a task': at({ tab: 'settings', dialog: 'delete' }),
    'task without its Actor': { path: consolePath.task(left) },
    'tasks of an Actor': { path: consolePath.actor(actor.actorId, { tab: 'tasks' }) },
  });
});

test('webhooks', async ({ page, olga, stan }) => {
  test.setTimeout(240_000);
  const { actorId } = await makeActor(olga, { name: 'watched' });
  const about = { eventTypes: ['ACTOR.RUN.FAILED' as const], condition: { actorId } };
  const { id } = await olga.client.webhooks().create({
    ...{ ...about, description: 'Tells the receiver', headersTemplate: '{"X-Key": "a"}' },
    requestUrl: `${apiUrl}/v2/acts/${actorId}/runs?${'a-long-name-'.repeat(8)}`,
  });
  const hostless = await olga.client.webhooks().create({ ...about, requestUrl: 'https://hooks.example/run' });
  await fetch(`${apiUrl}/v2/webhooks/${hostless.id}`, {
    ...{ method: 'PUT', headers: { authorization: `Bearer ${olga.token}` }, body: '{"isEnabled":false}' },
  });
  const refused = {
    error: { type: 'full-permission-actor-not-approved', data: { approvalUrl: `x/actors/${actorId}?` } },
  };
  const answer = (responseStatus: number | null, responseBody: string | null) => ({
    ...{ startedAt: new Date().toISOString(), finishedAt: new Date().toISOString(), responseStatus, responseBody },
    errorMessage: responseStatus === null ? 'The receiver refused the connection' : null,
  });
  const dispatchId = createId();
  const calls = [answer(null, null), answer(403, JSON.stringify(refused))];
  for (const [dispatch, status, made] of [
    [dispatchId, 'FAILED', calls],
    [createId(), 'SUCCEEDED', [answer(200, 'ok')]],
  ]) {
    await pool().query(
      `INSERT INTO webhook_dispatches (id, webhook_id, account_id, event_type, event_data, payload, status, calls, finished_at)
       VALUES ($1, $2, $3, 'ACTOR.RUN.FAILED', $4, '{"a": 1}', $5, $6, now())`,
      [dispatch, id, olga.id, { actorId, actorRunId: createId() }, status, JSON.stringify(made)],
    );
  }
  await signIn(page.context(), olga);
  await checkAll(page, {
    'webhooks of an account': { path: consolePath.webhooks() },
    'webhooks of an Actor': { path: consolePath.actor(actorId, { tab: 'webhooks' }) },
    'new webhook': {
      path: consolePath.webhooks({ dialog: 'new', actor: actorId }),
      work: () => page.getByText('Preview').click(),
    },
    'new webhook, refused': {
      path: consolePath.webhooks({ dialog: 'new', actor: actorId }),
      work: async () => {
        await page.getByLabel('URL').fill('https://hooks.example/');
        await page.getByLabel('Headers template').fill('[]');
        await page.getByRole('button', { name: 'Create webhook' }).click();
        await expect(page.getByLabel('Headers template')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    'what a webhook has sent': { path: consolePath.webhook(id) },
    'one delivery': { path: consolePath.webhook(id, { dispatch: dispatchId }) },
    'a webhook that has sent nothing': { path: consolePath.webhook(hostless.id) },
    'settings of a webhook': { path: consolePath.webhook(id, { tab: 'settings' }) },
    'delete a webhook': { path: consolePath.webhook(id, { tab: 'settings', dialog: 'delete' }) },
  });
  await page.context().clearCookies();
  await signIn(page.context(), stan);
  await checkAll(page, {
    'webhooks, none': { path: consolePath.webhooks() },
    'a webhook of somebody else': { path: consolePath.webhook(id) },
  });
});

test('several datasets at once', async ({ page, olga, colin }) => {
  const [one, other] = [await makeDataset(olga, { name: 'one' }), await makeDataset(olga, { name: 'other' })];
  const foreign = await makeDataset(colin, { name: 'foreign' });
  await share(colin, foreign, olga);
  const asked = `id=${one}&id=${other}&id=${foreign}`;
  await signIn(page.context(), olga);
  await checkAll(page, {
    'some chosen': {
      path: '/storage/datasets',
      work: async () => {
        await page.getByLabel('Select one').check();
        await page.getByText('1 selected').waitFor();
      },
    },
    'share several': { path: `/storage/datasets?dialog=bulk-share&${asked}` },
    'general access of several': { path: `/storage/datasets?dialog=bulk-access&${asked}` },
    'delete several': { path: `/storage/datasets?dialog=bulk-delete&${asked}` },
    'none of several': { path: `/storage/datasets?dialog=bulk-delete&id=${createId()}` },
    'what became of each': {
      path: `/storage/datasets?dialog=bulk-access&${asked}`,
      work: async () => {
        await page.getByLabel('General access', { exact: true }).selectOption('Restricted');
        // It is gone when its turn comes.
        await olga.client.dataset(one).delete();
        await page.getByRole('button', { name: 'Change 2 datasets' }).click();
        await page.getByRole('region', { name: 'What became of each' }).waitFor();
      },
    },
  });
});

test('a key-value store, for its owner', async ({ page, olga }) => {
  test.setTimeout(240_000);
  const id = await makeStore(olga, { name: 'reports' });
  const { id: empty } = await olga.client.keyValueStores().getOrCreate();
  const path = (query = {}) => storagePath('key-value-store', id, query);
  await signIn(page.context(), olga);
  await checkAll(page, {
    'key-value stores': { path: '/storage/key-value-stores' },
    'new key-value store': { path: '/storage/key-value-stores?dialog=new' },
    records: { path: path() },
    'records, none': { path: storagePath('key-value-store', empty) },
    'records, none found': { path: path({ prefix: 'nothing' }) },
    'record of JSON': { path: path({ record: 'OUTPUT' }) },
    'record of text': { path: path({ record: 'page.html' }) },
    'record that is not there': { path: path({ record: 'nothing' }) },
    upload: { path: path({ dialog: 'upload' }) },
    'upload, refused': {
      path: path({ dialog: 'upload' }),
      work: async () => {
        const buffer = Buffer.from('x');
        await page.getByLabel('File').setInputFiles({ name: 'x', mimeType: 'text/plain', buffer });
        await page.getByLabel('Key (optional)').fill('not / a key');
        await page.getByRole('dialog').getByRole('button', { name: 'Upload' }).click();
        await expect(page.getByLabel('Key (optional)')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    'delete a record': { path: path({ delete: 'OUTPUT' }) },
    'link to the records': { path: path({ dialog: 'link' }) },
    'share a store': { path: path({ dialog: 'share' }) },
    'access to a store': { path: path({ tab: 'access' }) },
    'settings of a store': { path: path({ tab: 'settings' }) },
    'link copied': {
      path: path(),
      work: async () => {
        await page.evaluate(() => {
          navigator.clipboard.write = () => Promise.reject(new Error('refused'));
        });
        await page.getByRole('button', { name: 'Copy link to OUTPUT' }).click();
        await page.getByRole('textbox', { name: 'Copy link to OUTPUT' }).waitFor();
      },
    },
  });
});

test('a key-value store, for somebody who may read it', async ({ page, olga, rita }) => {
  const id = await makeStore(olga, { name: 'reports' });
  const path = (query = {}) => storagePath('key-value-store', id, query);
  await share(olga, id, rita, ['READ'], 'key-value-store');
  await signIn(page.context(), rita);
  await checkAll(page, {
    'records, for a reader': { path: path() },
    'record, for a reader': { path: path({ record: 'OUTPUT' }) },
    'link, for a reader': { path: path({ dialog: 'link' }) },
    'access, for a reader': { path: path({ tab: 'access' }) },
  });
});

test('a request queue', async ({ page, olga }) => {
  const id = await makeQueue(olga, { name: 'pages' });
  const { id: empty } = await olga.client.requestQueues().getOrCreate();
  await olga.client.requestQueue(id).listAndLockHead({ limit: 1, lockSecs: 600 });
  const path = (query = {}) => storagePath('request-queue', id, query);
  await signIn(page.context(), olga);
  await checkAll(page, {
    'request queues': { path: '/storage/request-queues' },
    'new request queue': { path: '/storage/request-queues?dialog=new' },
    requests: { path: path() },
    'requests, none': { path: storagePath('request-queue', empty) },
    'requests, none found': { path: path({ filter: 'handled' }) },
    request: {
      path: path(),
      work: async () => {
        await page.getByRole('link', { name: requestUrl(0), exact: true }).click();
        await page.getByRole('region', { name: 'The request as JSON' }).waitFor();
      },
    },
    'request that is not there': { path: path({ request: 'nothing' }) },
    'add a request': { path: path({ dialog: 'add-request' }) },
    'delete a request': { path: path({ delete: 'nothing' }) },
    'link to the requests': { path: path({ dialog: 'link' }) },
    'access to a queue': { path: path({ tab: 'access' }) },
  });
});

test('the settings', async ({ page, olga, colin }) => {
  await settled(olga, colin);
  await signIn(page.context(), olga);
  await checkAll(page, {
    account: { path: '/settings/account' },
    'account, refused': {
      path: '/settings/account',
      work: async () => {
        await page.getByLabel('Current password').fill('not the password');
        await page.getByLabel('New password').fill('another long password');
        await page.getByRole('button', { name: 'Change password' }).click();
        await expect(page.getByLabel('Current password')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    security: { path: '/settings/security?preview=1' },
    'security, with Undo': {
      path: '/settings/security',
      work: async () => {
        await page.getByRole('radio', { name: /^Restricted/ }).check();
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await status(page).getByRole('button', { name: 'Undo' }).hover();
      },
    },
    integrations: { path: '/settings/integrations' },
    'delete a token that is gone': { path: `/settings/integrations?delete=${createId()}` },
    'new token': { path: '/settings/integrations?dialog=new-token' },
    'new token, refused': {
      path: '/settings/integrations?dialog=new-token',
      work: async () => {
        await page.getByLabel('What it is for').fill(' ');
        await page.getByRole('button', { name: 'Create token' }).click();
        await expect(page.getByLabel('What it is for')).toHaveAttribute('aria-invalid', 'true');
      },
    },
    'new token, shown once': {
      path: '/settings/integrations?dialog=new-token',
      work: async () => {
        await page.getByLabel('What it is for').fill('Nightly import');
        await page.getByRole('button', { name: 'Create token' }).click();
        await page.getByLabel('Your new token').waitFor();
      },
    },
    'delete a token': {
      path: '/settings/integrations',
      work: async () => {
        await page.getByRole('link', { name: /^Delete Nightly import/ }).click();
        await page.getByRole('dialog').waitFor();
      },
    },
    audit: {
      path: '/settings/audit',
      work: () => page.getByRole('table', { name: 'Audit trail' }).getByText('Show').first().click(),
    },
  });
  await ageSessions(olga);
  await checkAll(page, {
    'security, with the password asked for': {
      path: '/settings/security',
      work: async () => {
        await page.getByRole('button', { name: 'Save', exact: true }).click();
        await page.getByLabel('Confirm that it is you: your password').waitFor();
      },
    },
  });
});

test('consent to Actors with full permissions', async ({ page, olga, colin }) => {
  await signIn(page.context(), olga);
  await checkAll(page, { 'approvals, none': { path: consolePath.approvals() } });
  const [modest, raised] = [await fullActor(colin, 'Modest'), await fullActor(colin, 'Raised')];
  for (const { actorId } of [modest, raised]) await approve(olga, actorId);
  for (let n = 0; n < 5; n++) {
    const run = await finishedRun(olga, { level: 'FULL_PERMISSIONS', levelBecause: ['approved'] }, modest);
    await use(run, olga, 'dataset', 'write', true, 4);
  }
  await insertSchedule(olga, { actorId: modest.actorId });
  await fetch(`${apiUrl}/v2/actors/${raised.actorId}`, {
    method: 'PUT',
    headers: { authorization: `Bearer ${colin.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({
      actorPermissionLevel: 'LIMITED_PERMISSIONS',
      actorPermissionLevelReason: 'It needs no more.',
    }),
  });
  const own = await fullActor(olga, 'Own');
  const askToSkip = async () => {
    await page.getByRole('radio', { name: /^Skip approval/ }).check();
    await page.getByRole('button', { name: 'Save approval' }).click();
    await page.getByRole('heading', { name: /Let every Actor start/ }).waitFor();
  };
  await checkAll(page, {
    approvals: { path: consolePath.approvals(), work: () => page.getByText('By kind and right').first().click() },
    'approvals, none of these': { path: consolePath.approvals({ why: 'skip-setting' }) },
    'revoke an approval': { path: consolePath.approvals({ revoke: modest.actorId }) },
    'skipping approval, asked again': { path: consolePath.security(), work: askToSkip },
    'skipping approval': {
      path: consolePath.security(),
      work: async () => {
        await askToSkip();
        await page.getByRole('button', { name: 'Skip approval' }).click();
        await page.getByText('Approval is skipped in your account').waitFor();
      },
    },
    'a change of the level, asked again': {
      path: consolePath.actor(own.actorId, { tab: 'settings' }),
      work: async () => {
        await pool().query("UPDATE actors SET permission_level = 'LIMITED_PERMISSIONS' WHERE id = $1", [own.actorId]);
        await page.reload();
        await page.getByRole('radio', { name: /^Full permissions/ }).check();
        await page.getByRole('button', { name: 'Save level' }).click();
        await page.getByRole('button', { name: 'Change level' }).waitFor();
      },
    },
  });
});

test('the operator’s page', async ({ page, newPerson, stan }) => {
  await signIn(page.context(), await newPerson('opal', { isOperator: true }));
  await checkAll(page, {
    people: { path: '/operator/people' },
    workers: { path: '/operator/workers' },
    'disable somebody': { path: `/operator/people?disable=${stan.username}` },
    'an invitation, shown once': {
      path: '/operator/people',
      work: async () => {
        await page.getByRole('button', { name: 'Make invitation' }).click();
        await page.getByLabel('Invitation address').waitFor();
        await status(page).getByRole('button', { name: 'Dismiss' }).click();
      },
    },
  });
});

test('the skip link leads past the navigation, and a move to the new page’s heading', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  for (const path of ['/', '/storage/datasets', '/settings/security', '/settings/audit', '/sign-in']) {
    await page.goto(path);
    await page.keyboard.press('Tab');
    const skip = page.getByRole('link', { name: 'Skip to content' });
    await expect.soft(skip, path).toBeFocused();
    await expect.soft(skip, path).toBeInViewport();
    await page.keyboard.press('Enter');
    await expect.soft(page.getByRole('main'), path).toBeFocused();
  }
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Datasets' }).click();
  await expect(page).toHaveTitle('Datasets · Gatehouse');
  await expect(page.getByRole('heading', { level: 1, name: 'Datasets' })).toBeFocused();
});

test('the theme is chosen in the account menu, and stays', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await page.emulateMedia({ colorScheme: 'light' });
  await page.goto('/');
  const background = () => page.evaluate(() => getComputedStyle(document.documentElement).backgroundColor);
  const light = await background();
  await page.getByRole('button', { name: /account menu$/ }).click();
  // The one that is in force is ticked once there is a script to hear of another.
  await expect(page.getByRole('radio', { name: 'As the system' })).toBeChecked();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await expect.poll(background).not.toBe(light);
  await page.reload();
  expect(await background()).not.toBe(light);
});

test('runs', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await checkAll(page, {
    'runs, none': { path: '/runs' },
    'runs, none found': { path: '/runs?status=FAILED' },
  });
  await finishedRun(olga, { statusMessage: 'Found 2 shops, of which one was closed' });
  const other = await runningRun(olga, { level: 'FULL_PERMISSIONS', statusMessage: 'Page 3 of 9' });
  await finishedRun(olga, { status: 'TIMED-OUT' });
  await checkAll(page, {
    runs: { path: '/runs' },
    'runs, some chosen': {
      path: '/runs',
      work: () => page.getByRole('checkbox', { name: `Select run ${other.id}` }).check(),
    },
    'abort several': { path: `/runs?dialog=bulk-abort&id=${other.id}` },
  });
  await page.setViewportSize({ width: 390, height: HEIGHT });
  await page.goto('/runs');
  const heard = await heardRoles(page);
  expect(heard.filter((role) => role === 'table')).toHaveLength(1);
  expect(heard.filter((role) => role === 'row')).toHaveLength(4);
  expect(heard.filter((role) => role === 'columnheader')).toHaveLength(9);
  expect(heard.filter((role) => role === 'rowheader')).toHaveLength(3);
  expect(heard.filter((role) => role === 'cell')).toHaveLength(3 * 8);
});

test('a run', async ({ page, olga, colin }) => {
  await signIn(page.context(), olga);
  const run = await finishedRun(olga, { statusMessage: 'Found 2 shops, of which one was closed' });
  const other = await runningRun(olga, { level: 'FULL_PERMISSIONS' });
  await print(run.id, [
    `\u001b[33mWARN\u001b[39m ${'a long line '.repeat(30)}`,
    '\u001b[35mviolet\u001b[39m \u001b[90mquiet',
  ]);
  await use(run, olga, 'dataset', 'write', true, 12);
  await refuse(run.id, 'key-value-store', 'a-name-of-somebody-elses', 'read', 3);
  const log = page.getByRole('log');
  await checkAll(page, {
    output: { path: runPath(run.id) },
    log: { path: runPath(run.id, { tab: 'log' }), work: () => log.waitFor() },
    'log, searched and wrapped': {
      path: runPath(run.id, { tab: 'log' }),
      work: async () => {
        await page.getByRole('button', { name: 'Wrap' }).click();
        await page.getByRole('searchbox', { name: 'Search the log' }).fill('line');
        await page.getByRole('button', { name: 'Next match' }).click();
      },
    },
    'log without lines': { path: runPath(other.id), work: () => log.waitFor() },
    input: { path: runPath(run.id, { tab: 'input' }) },
    'storages of a run': { path: runPath(run.id, { tab: 'storage' }) },
    'access to a run': { path: runPath(run.id, { tab: 'access' }) },
    'what its token did': { path: runPath(run.id, { tab: 'use' }) },
    'nothing done with its token': { path: runPath(other.id, { tab: 'use' }) },
    'share a run': { path: runPath(run.id, { dialog: 'share' }) },
    abort: { path: runPath(other.id, { dialog: 'abort' }) },
    resurrect: { path: runPath(run.id, { dialog: 'resurrect' }) },
    'delete a run': { path: runPath(run.id, { dialog: 'delete' }) },
  });
  await page.context().clearCookies();
  await signIn(page.context(), colin);
  await checkAll(page, { 'open run, of somebody else': { path: runPath(run.id, { tab: 'access' }) } });
});

test('schedules', async ({ page, olga, colin }) => {
  test.setTimeout(240_000);
  const actor = await publicActor(colin);
  await signIn(page.context(), olga);
  await checkAll(page, {
    'schedules, none': { path: consolePath.schedules() },
    'schedules, none found': { path: consolePath.schedules({ search: 'nothing' }) },
    'new schedule': { path: consolePath.schedules({ dialog: 'new' }) },
    'new schedule, refused': {
      path: consolePath.schedules({ dialog: 'new' }),
      work: async () => {
        await page.getByLabel('Cron expression').fill('now and then');
        await expect(page.getByLabel('Cron expression')).toHaveAttribute('aria-invalid', 'true');
      },
    },
  });
  const { id, actions } = await olga.client.schedules().create({
    ...{ name: 'nightly', isEnabled: true, isExclusive: true, cronExpression: '0 3 * * *', timezone: 'Europe/Prague' },
    actions: [{ type: 'RUN_ACTOR' as never, actorId: actor.actorId }],
  });
  await pool().query('UPDATE schedules SET next_run_at = now() WHERE id = $1', [id]);
  await expect.poll(async () => (await olga.client.schedule(id).getLog())?.length, { timeout: 30_000 }).toBe(2);
  const at = (query: ScheduleQuery = {}) => ({ path: consolePath.schedule(id, query) });
  await checkAll(page, {
    schedules: { path: consolePath.schedules() },
    'schedule that waits for an approval': at(),
    'add to it': at({ dialog: 'add-target' }),
    'edit a target': at({ dialog: 'edit-target', target: actions[0]?.id }),
    'log of a schedule': at({ tab: 'log' }),
    'access to a schedule': at({ tab: 'access' }),
    'settings of a schedule': at({ tab: 'settings' }),
    'share a schedule': at({ dialog: 'share' }),
    'delete a schedule': at({ tab: 'settings', dialog: 'delete' }),
  });
  const { id: empty } = await olga.client.schedules().create({ name: 'empty', cronExpression: '@daily' } as never);
  await fetch(`${apiUrl}/v2/schedules/${empty}/grants`, {
    method: 'POST',
    headers: { authorization: `Bearer ${olga.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ username: colin.username, permissions: ['READ'] }),
  });
  await page.context().clearCookies();
  await signIn(page.context(), colin);
  await checkAll(page, {
    'schedule of somebody else, without targets': { path: consolePath.schedule(empty) },
    'log without lines': { path: consolePath.schedule(empty, { tab: 'log' }) },
  });
});

test('the question about full permissions', async ({ page, olga, colin }) => {
  const actor = await publicActor(olga);
  const ceiled = await publicActor(olga);
  await colin.client
    .actor(actor.actorId)
    .start()
    .catch(() => undefined);
  await pool().query('INSERT INTO level_ceilings (account_id, actor_id) VALUES ($1, $2)', [colin.id, ceiled.actorId]);
  await signIn(page.context(), colin);
  const path = (query: ActorQuery = {}) => consolePath.actor(actor.actorId, query);
  await checkAll(page, {
    'full permissions asked for': { path: path({ approvePermissions: 'true' }) },
    'full permissions asked for at a start': {
      path: path(),
      work: async () => {
        await page.getByRole('button', { name: 'Start', exact: true }).click();
        await page.getByRole('dialog').waitFor();
        await awaitDialog(page);
      },
    },
    'the Actor has changed': {
      path: path({ approvePermissions: 'true' }),
      work: async () => {
        await newBuild(olga, actor, '0.0.2');
        await page.getByRole('button', { name: 'Authorize' }).click();
        await page.getByRole('dialog').getByRole('alert').waitFor();
      },
    },
    'menu of an Actor': {
      path: path(),
      work: () => page.getByRole('button', { name: /^Actions for/ }).click(),
    },
    'Actor and the API': { path: path({ dialog: 'api' }) },
    'always limited': { path: consolePath.actor(ceiled.actorId, { approvePermissions: 'true' }) },
    approved: {
      path: path({ approvePermissions: 'true' }),
      work: async () => {
        await page.getByRole('button', { name: 'Authorize' }).click();
        await page.getByText('You can close this page').waitFor();
      },
    },
    'approved already': { path: path({ approvePermissions: 'true' }) },
    'revoke the approval': { path: path({ dialog: 'revoke-approval' }) },
  });
});
