import type { Locator, Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { consolePath } from '../lib/paths.ts';
import { makeBuild } from '../lib/testing/runs.ts';
import { makeActor } from '../lib/testing/starts.ts';
import { finishedRun, print, refuse, runningRun, runPath, setStatus, statusOf, use } from './jobs.ts';
import { apiUrl, client, expect, outcome, type Person, row, signIn, status, test } from './world.ts';

const rows = (page: Page): Locator => page.getByRole('table', { name: 'Runs' }).getByRole('rowheader');
const head = (page: Page): Locator => page.getByRole('main').locator('header').first();
const facts = (page: Page, term: string): Locator =>
  page.locator('dl > div').filter({ has: page.getByText(term, { exact: true }) });

/** Whether somebody may read a run over the API now. */
const reading = (who: Person | null, id: string) => outcome((who?.client ?? client()).run(id).get());

test.describe('the list', () => {
  test('shows how each run stands, by which permissions, and who else can see it', async ({ page, olga, stan }) => {
    const run = await finishedRun(olga);
    const full = await runningRun(olga, { level: 'FULL_PERMISSIONS', statusMessage: 'Page 3 of 9' });
    await finishedRun(stan);
    await signIn(page.context(), olga);
    await page.goto('/');
    await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Runs' }).click();
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('Runs');
    await expect(rows(page)).toHaveText([full.id, run.id]);
    await expect(row(page, full.id)).toContainText(/Running.*Page 3 of 9.*Full permissions.*Anyone with ID.*API/);
    await expect(row(page, run.id)).toContainText(/Succeeded.*Limited permissions.*2.*API/);
    await row(page, run.id).getByRole('link', { name: run.id }).click();
    await expect(page).toHaveURL(runPath(run.id));
  });

  test('is filtered by Actor, status, origin and level, in its address', async ({ page, olga }) => {
    const build = await makeBuild(olga);
    const failed = await finishedRun(olga, { status: 'FAILED', origin: 'SCHEDULER' }, build);
    const full = await finishedRun(olga, { level: 'FULL_PERMISSIONS' }, build);
    const other = await runningRun(olga);
    await signIn(page.context(), olga);
    await page.goto('/runs');
    await expect(rows(page)).toHaveCount(3);

    await page.getByLabel('Status').selectOption('Failed');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(page).toHaveURL(/status=FAILED/);
    await expect(rows(page)).toHaveText([failed.id]);
    await page.goto('/runs?origin=SCHEDULER');
    await expect(rows(page)).toHaveText([failed.id]);
    await expect(page.getByLabel('Origin')).toHaveValue('SCHEDULER');
    await page.goto('/runs?level=FULL_PERMISSIONS');
    await expect(rows(page)).toHaveText([full.id]);
    await page.goto(`/runs?actor=${build.actorId}`);
    await expect(rows(page)).toHaveText([full.id, failed.id]);
    await page.getByLabel('Status').selectOption('Not finished');
    await page.getByLabel(/^Actor/).fill('');
    await page.getByRole('button', { name: 'Show' }).click();
    await expect(rows(page)).toHaveText([other.id]);

    for (const nothing of [`/runs?actor=${createId()}`, '/runs?actor=nobody~nothing', '/runs?status=ABORTED']) {
      await page.goto(nothing);
      await expect(page.getByText('No run matches this filter.')).toBeVisible();
    }
    await page.getByRole('link', { name: 'Clear the filter' }).click();
    await expect(rows(page)).toHaveCount(3);
  });

  test('is empty for who has none, and nobody else sees any', async ({ page, olga, stan }) => {
    await finishedRun(stan);
    await signIn(page.context(), olga);
    await page.goto('/runs');
    await expect(page.getByText('Runs you start, and those others share with you, will be here.')).toBeVisible();
    await page.context().clearCookies();
    await page.goto('/runs');
    await expect(page).toHaveURL(/\/sign-in\?returnTo=%2Fruns/);
  });

  test('goes on by pages', async ({ page, olga }) => {
    const build = await makeBuild(olga);
    for (let n = 0; n < 52; n++) await runningRun(olga, { status: 'SUCCEEDED', finishedAt: new Date() }, build);
    await signIn(page.context(), olga);
    await page.goto('/runs');
    await expect(rows(page)).toHaveCount(50);
    await page.getByRole('link', { name: 'Older' }).click();
    await expect(rows(page)).toHaveCount(2);
    await page.getByRole('link', { name: 'Newer' }).click();
    await expect(rows(page)).toHaveCount(50);
  });

  test('comes up to date by itself while something runs', async ({ page, olga }) => {
    const run = await runningRun(olga);
    await signIn(page.context(), olga);
    await page.goto('/runs');
    await expect(row(page, run.id)).toContainText('Running');
    await setStatus(run.id, 'RUNNING', 'Nearly there');
    await expect(row(page, run.id)).toContainText('Nearly there');
    await setStatus(run.id, 'FAILED');
    await expect(row(page, run.id)).toContainText('Failed');
  });

  test('aborts several, and says what became of each', async ({ page, olga }) => {
    const one = await runningRun(olga);
    const waiting = await runningRun(olga, {
      ...{ status: 'READY', attempt: 0, attemptStartedAt: null, workerId: null, leaseUntil: null },
    });
    const over = await finishedRun(olga);
    await signIn(page.context(), olga);
    await page.goto('/runs');
    await expect(page.getByRole('checkbox', { name: `Select run ${over.id}` })).toHaveCount(0);
    await page.getByRole('checkbox', { name: 'Select all unfinished runs on this page' }).check();
    await page.getByRole('group', { name: 'Selected runs' }).getByRole('button', { name: 'Abort' }).click();
    const dialog = page.getByRole('dialog', { name: 'Abort 2 runs?' });
    await dialog.getByLabel('At once').check();
    await dialog.getByRole('button', { name: 'Abort 2 runs' }).click();
    await expect(dialog.getByRole('heading', { name: 'All 2 done' })).toBeFocused();
    await expect(dialog.getByRole('listitem')).toHaveCount(2);
    expect(await statusOf(one.id)).toEqual({ status: 'ABORTING', isGraceful: false });
    expect((await statusOf(waiting.id))?.status).toBe('ABORTED');
    expect((await statusOf(over.id))?.status).toBe('SUCCEEDED');
    await dialog.getByRole('link', { name: 'Done' }).click();
    await expect(row(page, waiting.id)).toContainText('Aborted');
  });
});

test.describe('the page of a run', () => {
  test('shows what it made, was given, and uses', async ({ page, olga }) => {
    const build = await makeBuild(olga, {
      inputSchema: {
        title: 'Input',
        type: 'object',
        properties: { shop: { type: 'string' }, password: { type: 'string', isSecret: true } },
      },
    });
    const run = await finishedRun(olga, { exitCode: 0, statusMessage: 'Found 2 shops' }, build);
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(/^Run of /);
    await expect(page.getByRole('main')).toContainText('Found 2 shops');
    await expect(head(page)).toContainText(/Succeeded.*Limited permissions.*Anyone with ID/);
    await expect(facts(page, 'Build').getByRole('link', { name: '0.0.1' })).toBeVisible();
    await expect(facts(page, 'Exit code')).toContainText('0');

    await expect(page.getByRole('table', { name: 'Items' })).toContainText('Tower, north');
    await expect(page.getByRole('region', { name: 'Content of OUTPUT' })).toContainText('"shops": 2');

    await page.getByRole('link', { name: 'Input' }).click();
    await expect(page.getByRole('region', { name: 'Input' })).toContainText('"shop": "north"');
    await expect(page.getByRole('main')).not.toContainText('portcullis');
    await expect(page.getByRole('main')).toContainText('The value of a secret field is not shown: password.');

    await page.getByRole('navigation', { name: 'Run' }).getByRole('link', { name: 'Storage' }).click();
    const storages = page.getByRole('table', { name: 'Storages of this run' });
    await expect(storages.getByRole('rowheader')).toHaveText([
      'Default dataset',
      'Default key-value store',
      'Default request queue',
    ]);
    await expect(storages).toContainText('2 items');
    await storages.getByRole('link', { name: 'Default dataset' }).click();
    await expect(page).toHaveURL(`/storage/datasets/${run.datasetId}`);
  });

  test('starts another one with its input and options, but without what is secret', async ({ page, olga }) => {
    const actor = await makeActor(olga, {
      inputSchema: {
        title: 'Input',
        type: 'object',
        properties: {
          shop: { title: 'Shop', type: 'string', editor: 'textfield' },
          password: { title: 'Password', type: 'string', editor: 'textfield', isSecret: true },
        },
      },
    });
    const run = await finishedRun(olga, {}, actor);
    await refuse(run.id, 'dataset', 'prices', 'write', 2);
    await pool().query('UPDATE runs SET timeout_secs = 77 WHERE id = $1', [run.id]);
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id, { tab: 'use' }));
    await expect(page.getByRole('main')).toContainText('start it again with full permissions');
    await head(page).getByRole('link', { name: 'Run again' }).click();
    await expect(page.getByRole('main')).toContainText(`those of run ${run.id}. Nothing has started yet.`);
    await expect(page.getByRole('main')).toContainText('fill them in again: password');
    await expect(page.getByLabel('Shop')).toHaveValue('north');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(page).toHaveURL(/\/actors\/runs\//);
    const { items } = await olga.client.runs().list({ desc: true, limit: 1 });
    const again = await olga.client.run(String(items[0]?.id)).get();
    expect([again?.id === run.id, again?.options.timeoutSecs]).toEqual([false, 77]);
    const input = await olga.client.keyValueStore(String(again?.defaultKeyValueStoreId)).getRecord('INPUT');
    expect(input?.value).toEqual({ shop: 'north' });

    await page.goto(consolePath.actor(actor.actorId, { inputOf: createId() }));
    await expect(page.getByRole('main')).toContainText('There is nothing to fill in');
    await expect(page.getByLabel('Shop')).toHaveValue('');
  });

  test('shows a status, a message and an end that come while one looks', async ({ page, olga }) => {
    const run = await runningRun(olga);
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id, { tab: 'output' }));
    await expect(head(page)).toContainText('Running');
    await setStatus(run.id, 'RUNNING', 'Page 3 of 9');
    await expect(head(page)).toContainText('Page 3 of 9');
    await olga.client.dataset(run.datasetId).pushItems([{ title: 'Moat' }]);
    await expect(page.getByRole('table', { name: 'Items' })).toContainText('Moat');
    await setStatus(run.id, 'SUCCEEDED', 'Done');
    await expect(head(page)).toContainText('Succeeded');
    await expect(page.getByRole('link', { name: 'Resurrect' })).toBeVisible();
  });

  test('is as if not there for strangers', async ({ page, olga, stan }) => {
    const run = await finishedRun(olga);
    await pool().query("UPDATE resources SET general_access = 'RESTRICTED' WHERE id = $1", [run.id]);
    await page.goto(runPath(run.id));
    await expect(page).toHaveURL(/\/sign-in/);
    await signIn(page.context(), stan);
    for (const id of [run.id, createId()]) {
      await page.goto(runPath(id));
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot open this page');
    }
    for (const part of ['log?raw=1', 'now']) {
      expect((await page.request.get(`${runPath(run.id)}/${part}`)).status(), part).toBe(403);
    }
  });

  test('can be read, not changed, by who was given it to read', async ({ page, olga, rita }) => {
    const run = await finishedRun(olga);
    await pool().query("UPDATE resources SET general_access = 'RESTRICTED' WHERE id = $1", [run.id]);
    await grantRun(olga, run.id, rita);
    await signIn(page.context(), rita);
    await page.goto(runPath(run.id));
    await expect(page.getByRole('table', { name: 'Items' })).toContainText('Gate');
    await expect(page.getByRole('button', { name: 'Resurrect' })).toHaveAttribute('aria-disabled', 'true');
    await page.getByRole('link', { name: 'Log' }).click();
    await expect(page.getByRole('log')).toContainText('Found 2 shops');
    await page.goto(runPath(run.id, { tab: 'access' }));
    await expect(page.getByText('You can read this because you were given access.')).toBeVisible();
  });

  test('that is open to all does not tell all what its token did', async ({ page, olga, stan }) => {
    const run = await finishedRun(olga);
    await signIn(page.context(), stan);
    await page.goto(runPath(run.id));
    await expect(page.getByRole('table', { name: 'Items' })).toContainText('Gate');
    await expect(page.getByRole('link', { name: 'What its token did' })).toHaveCount(0);
    // Nor by its address.
    await page.goto(runPath(run.id, { tab: 'use' }));
    await expect(page.getByText('for its owner and those who were given access')).toBeVisible();
  });

  test('lists what its token did, and each refused call with the right that was missing', async ({ page, olga }) => {
    const run = await finishedRun(olga);
    const secret = createId();
    await use(run, olga, 'dataset', 'write', true, 1_200);
    await refuse(run.id, 'dataset', secret, 'read', 3);
    await refuse(run.id, 'account', '', 'manage-tokens');
    await refuse(run.id, 'key-value-store', '<img src=x onerror="document.title = 1">', 'write');
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id));
    await page.getByRole('link', { name: 'What its token did' }).click();
    const refused = page.getByRole('table', { name: 'Refused calls' });
    await expect(row(page, `Dataset ${secret}`)).toContainText(/Read\s*3/);
    await expect(refused.getByRole('row').filter({ hasText: 'Account' })).toContainText('Manage API tokens');
    await expect(refused).toContainText('<img src=x');
    await expect(page.getByRole('table', { name: 'Permitted calls' })).toContainText(
      /Dataset\s*Write\s*Limited.*1,200/,
    );
    await expect(page.getByRole('main')).toContainText(/Calls permitted\s*1,200/);
  });
});

test.describe('what can be done to a run', () => {
  test('abort, gracefully or at once', async ({ page, olga }) => {
    const run = await runningRun(olga);
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id));
    await page.getByRole('link', { name: 'Abort' }).click();
    const dialog = page.getByRole('dialog', { name: 'Abort this run?' });
    await dialog.getByRole('button', { name: 'Abort run' }).click();
    await expect(dialog).toHaveCount(0);
    await expect(head(page)).toContainText('Aborting');
    expect(await statusOf(run.id)).toEqual({ status: 'ABORTING', isGraceful: true });

    await page.getByRole('link', { name: 'Abort' }).click();
    await dialog.getByLabel('At once').check();
    await dialog.getByRole('button', { name: 'Abort run' }).click();
    await expect(dialog).toHaveCount(0);
    expect(await statusOf(run.id)).toEqual({ status: 'ABORTING', isGraceful: false });
  });

  test('resurrect', async ({ page, olga }) => {
    const run = await finishedRun(olga, { status: 'FAILED' });
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id));
    await page.getByRole('link', { name: 'Resurrect' }).click();
    await page.getByRole('button', { name: 'Resurrect run' }).click();
    await expect(head(page)).toContainText('Ready');
  });

  test('delete', async ({ page, olga }) => {
    const run = await finishedRun(olga);
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id));
    await page.getByRole('link', { name: 'Delete run' }).click();
    await page.getByRole('dialog', { name: 'Delete this run?' }).getByRole('button', { name: 'Delete run' }).click();
    await expect(page).toHaveURL('/runs');
    expect(await olga.client.run(run.id).get()).toBeUndefined();
  });
});

test.describe('sharing a run', () => {
  test('with a person opens its log and its storages too, and ends with the next request', async ({
    page,
    olga,
    colin,
  }) => {
    const run = await finishedRun(olga);
    await pool().query("UPDATE resources SET general_access = 'RESTRICTED' WHERE id = $1", [run.id]);
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id));
    await page.getByRole('link', { name: 'Share' }).click();
    const dialog = page.getByRole('dialog', { name: 'Share' });
    await expect(dialog.getByLabel('Add people')).toBeFocused();
    expect(await reading(colin, run.id)).toBe(403);
    await dialog.getByLabel('Add people').fill(colin.username);
    await dialog.getByLabel('Add people').press('Enter');
    await expect(status(page)).toContainText(`${colin.username} has access now`);
    expect(await reading(colin, run.id)).toBe('permitted');
    expect(await outcome(colin.client.dataset(run.datasetId).listItems())).toBe('permitted');

    await dialog.getByRole('link', { name: 'Done' }).click();
    await page.getByRole('navigation', { name: 'Run' }).getByRole('link', { name: 'Access' }).click();
    const explained = page.getByRole('table', { name: 'Who can see this, and why' });
    await expect(explained.getByRole('row').filter({ hasText: colin.username })).toContainText('Was given access');
    await explained.getByRole('button', { name: `Stop: ${colin.username}` }).click();
    await expect(explained.getByRole('row').filter({ hasText: colin.username })).toHaveCount(0);
    expect(await reading(colin, run.id)).toBe(403);
  });

  test('by general access has no level by name, and holds at once', async ({ page, olga }) => {
    const run = await finishedRun(olga);
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id));
    await page.getByRole('link', { name: 'Share' }).click();
    const select = page.getByRole('dialog').getByLabel('General access');
    await expect(select.getByRole('option')).toHaveText([
      'As the account (now: Anyone with ID can read)',
      'Restricted',
      'Anyone with ID can read',
    ]);
    expect(await reading(null, run.id)).toBe('permitted');
    await select.selectOption('Restricted');
    await expect(status(page)).toContainText('General access changed. In force now.');
    expect(await reading(null, run.id)).toBe(403);
    expect(await outcome(client().dataset(run.datasetId).listItems())).toBe(403);
    await status(page).getByRole('button', { name: 'Undo' }).click();
    await expect(status(page)).toContainText('Taken back.');
    expect(await reading(null, run.id)).toBe('permitted');
  });

  test('tells who else can see it by way of its Actor, and lists the grant with all others', async ({
    page,
    olga,
    colin,
  }) => {
    const run = await finishedRun(olga);
    await pool().query("UPDATE resources SET general_access = 'RESTRICTED' WHERE id = $1", [run.id]);
    await pool().query(
      `INSERT INTO grants (id, resource_id, owner_id, kind, resource_created_at, account_id, permissions, created_by)
       SELECT $1, id, owner_id, kind, created_at, $2, '{READ,VIEW_OWNER_RUNS}', owner_id FROM resources WHERE id = $3`,
      [createId(), colin.id, run.actorId],
    );
    expect(await reading(colin, run.id)).toBe('permitted');
    await signIn(page.context(), olga);
    await page.goto(runPath(run.id, { tab: 'access' }));
    await expect(
      page
        .getByRole('table', { name: 'Who can see this, and why' })
        .getByRole('row')
        .filter({ hasText: colin.username }),
    ).toContainText('May view the owner’s runs of its Actor or task');
    await page.goto('/access?tab=people');
    await expect(page.getByRole('row').filter({ hasText: colin.username })).toContainText(/Actor.*view owner’s runs/);
  });
});

async function grantRun(owner: Person, id: string, to: Person): Promise<void> {
  const headers = { authorization: `Bearer ${owner.token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ username: to.username, permissions: ['READ'] });
  const response = await fetch(`${apiUrl}/v2/actor-runs/${id}/grants`, { method: 'POST', headers, body });
  if (!response.ok) throw new Error(`${response.status} ${await response.text()}`);
}

test('without JavaScript, a run is read, filtered, and aborted', async ({ browser, olga }) => {
  const context = await browser.newContext({ javaScriptEnabled: false });
  await signIn(context, olga);
  const page = await context.newPage();
  const run = await runningRun(olga);
  await print(run.id, ['First line', 'Second line']);
  await page.goto('/runs?status=RUNNING');
  await row(page, run.id).getByRole('link', { name: run.id }).click();
  await expect(page.getByRole('region', { name: 'Log' })).toContainText('Second line');
  await print(run.id, ['Third line']);
  await page.getByRole('link', { name: 'Reload' }).click();
  await expect(page.getByRole('region', { name: 'Log' })).toContainText('Third line');
  await page.getByRole('link', { name: 'Abort' }).click();
  await page.getByRole('button', { name: 'Abort run' }).click();
  await expect(head(page)).toContainText('Aborting');
  await context.close();
});
