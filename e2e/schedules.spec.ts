import type { Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { consolePath } from '../lib/paths.ts';
import { publicActor, runsOf } from './actors-of-others.ts';
import { expect, row, signIn, status, test } from './world.ts';

/** A worker has to notice, and this page to ask again. */
const SOON = { timeout: 30_000 };
test.setTimeout(180_000);

const idOf = (page: Page) => new URL(page.url()).pathname.split('/').at(-1) ?? '';
const log = (page: Page) => page.getByRole('table', { name: 'Log' });

test('a schedule is made, refused for want of an approval, approved, and fires', async ({ page, as, olga, colin }) => {
  const actor = await publicActor(colin, { title: 'Account report' });
  await signIn(page.context(), olga);
  await page.goto(consolePath.home());
  await page.getByRole('link', { name: 'Schedules', exact: true }).click();
  await page.getByRole('main').getByRole('link', { name: 'New schedule' }).first().click();

  await test.step('the cadence is said, and when it fires next, while it is typed', async () => {
    const dialog = page.getByRole('dialog', { name: 'New schedule' });
    await dialog.getByLabel('Name').fill('every-morning');
    await dialog.getByText('Every week', { exact: true }).click();
    await dialog.getByLabel('On', { exact: true }).selectOption('Friday');
    await dialog.getByLabel('At', { exact: true }).fill('07:30');
    await expect(dialog.getByLabel('Cron expression')).toHaveValue('30 7 * * 5');
    await dialog.getByLabel('Time zone').fill('Asia/Tokyo');
    await expect(dialog.getByText('At 07:30, only on Friday')).toBeVisible();
    const firings = dialog.getByRole('list').getByRole('listitem');
    await expect(firings).toHaveCount(5);
    await expect(firings.first()).toHaveText(/^Fri.*07:30.*GMT\+9$/);
    await dialog.getByLabel('Cron expression').fill('0 9 * * * *');
    await dialog.getByLabel('Time zone').fill('Nowhere');
    await expect(dialog.getByLabel('Time zone')).toHaveAccessibleDescription(/must be a time zone/);
    await expect(dialog.getByLabel('Cron expression')).toHaveAccessibleDescription(/must have five fields/);
    await dialog.getByLabel('Time zone').fill('Asia/Tokyo');
    await dialog.getByLabel('Cron expression').fill('0 9 * * 1-5');
    await expect(dialog.getByText('At 09:00, Monday through Friday')).toBeVisible();
    await dialog.getByRole('button', { name: 'Create' }).click();
  });

  await test.step('it starts an Actor, with an input', async () => {
    const adding = page.getByRole('dialog', { name: 'Add an Actor or a task' });
    await adding.getByLabel('Name or ID').fill(`${colin.username}/no-such-actor`);
    await adding.getByRole('button', { name: 'Add' }).click();
    await expect(adding.getByLabel('Name or ID')).toHaveAccessibleDescription(/was not found/);
    await adding.getByLabel('Name or ID').fill(`${colin.username}/${actor.name}`);
    await adding.getByRole('button', { name: 'Add' }).click();
    const editing = page.getByRole('dialog', { name: /^How .* is started$/ });
    await editing.getByRole('button', { name: 'JSON' }).click();
    await editing.getByLabel('Input as JSON').fill('{"shop": 7}');
    await editing.getByRole('button', { name: 'Save' }).click();
    await expect(editing.getByRole('alert').first()).toContainText('The input needs correcting');
    await editing.getByRole('button', { name: 'Form' }).click();
    await expect(editing.getByLabel('Shop')).toHaveAccessibleDescription(/must be string/);
    await editing.getByLabel('Shop').fill('"north"');
    await editing.getByLabel('Memory').selectOption('512 MB');
    await editing.getByRole('button', { name: 'Save' }).click();
    await expect(page.getByText('With input · 512 MB')).toBeVisible();
  });
  const id = idOf(page);

  await test.step('it is off until it is switched on, and starts nothing so', async () => {
    await expect(page.getByRole('button', { name: 'Run now' })).toHaveAttribute('aria-disabled', 'true');
    await page.getByRole('switch', { name: 'Enabled' }).click();
    await expect(page.getByRole('switch', { name: 'Enabled' })).toBeChecked();
    expect((await olga.client.schedule(id).get())?.nextRunAt).toBeTruthy();
  });

  await test.step('what nobody approved is refused, with the way to the question', async () => {
    await page.getByRole('button', { name: 'Run now' }).click();
    await expect(status(page)).toContainText('Fired');
    await page.getByRole('link', { name: 'Log', exact: true }).click();
    await expect(log(page)).toContainText('This Actor requires full access to your account.', SOON);
    await expect(log(page)).toContainText(`Fired by hand by ${olga.username}`);
    await page.getByRole('link', { name: /^Starts/ }).click();
    await expect(page.getByText(/^Refused since \d+ \w+ \d+: nobody has approved/)).toBeVisible();
    await page.goto(consolePath.schedules());
    await expect(row(page, 'every-morning')).toContainText('Waits for approval');
    await expect(row(page, 'every-morning')).toContainText('1 refused');
    await page.goto(consolePath.schedule(id));
    await page.getByRole('link', { name: 'Approve', exact: true }).click();
    const question = page.getByRole('dialog', { name: /full permissions/ });
    await expect(question).toContainText('Schedule “every-morning”');
    await question.getByRole('button', { name: 'Authorize' }).click();
    await expect(question).toBeHidden();
  });

  await test.step('after the approval its time comes, and it fires', async () => {
    await page.goto(consolePath.schedule(id));
    await expect(page.getByText('Waits for approval')).toHaveCount(0);
    await pool().query('UPDATE schedules SET next_run_at = now() WHERE id = $1', [id]);
    await expect(async () => {
      await page.goto(consolePath.schedule(id, { tab: 'log' }));
      await expect(log(page)).toContainText('Started Actor', { timeout: 1_000 });
    }).toPass(SOON);
    expect(await runsOf(olga, actor)).toMatchObject([
      { level: 'FULL_PERMISSIONS', input: { shop: 'north' }, memory: 512 },
    ]);
    await log(page).getByRole('link', { name: 'Run', exact: true }).click();
    await page.waitForURL(/\/actors\/runs\//);
    await page.getByRole('link', { name: 'every-morning', exact: true }).click();
    await page.waitForURL((url) => url.pathname === consolePath.schedule(id));
  });

  await test.step('what it can start no more is told by the bell, in words', async () => {
    const setBuild = (status: string) =>
      pool().query('UPDATE builds SET status = $2 WHERE id = $1', [actor.buildId, status]);
    await setBuild('FAILED');
    await pool().query('UPDATE schedules SET next_run_at = now() WHERE id = $1', [id]);
    await expect(async () => {
      await page.goto(consolePath.notifications());
      await expect(page.getByRole('main')).toContainText(
        'The schedule “every-morning” could not start Account report: it has no finished build to run.',
        { timeout: 1_000 },
      );
    }).toPass(SOON);
    await page.getByRole('link', { name: 'See its log: every-morning' }).click();
    await expect(log(page)).toContainText('The Actor has no finished build');
    await expect(log(page).locator('time[title*="by the clock of the schedule"]').first()).toBeVisible();
    await setBuild('SUCCEEDED');
  });

  await test.step('it is shared, read by whom it is shared with, and deleted', async () => {
    await page.goto(consolePath.schedule(id, { dialog: 'share' }));
    const share = page.getByRole('dialog', { name: 'Share' });
    await share.getByLabel('Add people').fill(colin.username);
    await share.getByRole('button', { name: 'Add', exact: true }).click();
    await expect(share.getByText(colin.username, { exact: true })).toBeVisible();
    expect((await colin.client.schedule(id).get())?.name).toBe('every-morning');
    const colins = await as(colin);
    await colins.goto(consolePath.notifications());
    await expect(colins.getByRole('main')).toContainText(
      `${olga.username} shared the schedule every-morning with you.`,
    );
    await colins.getByRole('link', { name: 'Open: the schedule every-morning' }).click();
    await expect(colins.getByRole('heading', { level: 1 })).toHaveText('every-morning');
    await page.goto(consolePath.schedule(id, { tab: 'access' }));
    await expect(page.getByRole('main')).toContainText(colin.username);
    await page.goto(consolePath.schedule(id, { tab: 'settings' }));
    await page.getByRole('checkbox', { name: /^Skip what is still running/ }).uncheck();
    await page.getByRole('region', { name: 'Firing' }).getByRole('button', { name: 'Save' }).click();
    await expect.poll(async () => (await olga.client.schedule(id).get())?.isExclusive).toBe(false);
    await page.getByRole('link', { name: 'Delete schedule' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete schedule' }).click();
    await page.waitForURL(consolePath.schedules());
    expect(await olga.client.schedule(id).get()).toBeUndefined();
  });
});
