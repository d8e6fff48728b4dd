import { pool } from '../db/client.ts';
import { consolePath } from '../lib/paths.ts';
import { refusedStart } from './jobs.ts';
import { expect, signIn, status, test } from './world.ts';

test('the bell tells what waits for an approval, on every page, until it is solved or put away', async ({
  as,
  olga,
  colin,
  newPerson,
}) => {
  // Many steps, each of which may wait for a busy machine.
  test.setTimeout(90_000);
  const page = await as(olga);
  const bell = page.getByRole('banner').getByRole('link', { name: 'Notifications' });
  await page.goto('/runs');
  await expect(bell).toHaveAccessibleName('Notifications');

  // It happens while the page is open: the next page knows, and so does this one when somebody looks again.
  const checker = await refusedStart(olga, colin, 'Web Checker');
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Actors' }).click();
  await expect(bell).toHaveAccessibleName('Notifications, 1 unread');
  await refusedStart(olga, colin, 'Price Reader');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(bell).toHaveAccessibleName('Notifications, 2 unread');

  await bell.click();
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Notifications');
  const list = page.getByRole('list', { name: 'Notifications' });
  await expect(list.getByRole('listitem')).toHaveCount(2);
  await expect(list.getByRole('listitem').first()).toContainText(
    'Unread: The API token “First” could not start Price Reader: it needs your approval.',
  );
  await expect(page.getByRole('link', { name: 'Approve: Web Checker' })).toHaveAttribute(
    'href',
    consolePath.actor(checker, { approvePermissions: 'true' }),
  );

  await list.getByRole('button', { name: /^Mark as read: .*Price Reader/ }).click();
  await expect(status(page)).toContainText('Marked as read');
  await expect(bell).toHaveAccessibleName('Notifications, 1 unread');
  await page.getByRole('link', { name: 'Unread', exact: true }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await page.getByRole('button', { name: 'Mark all as read' }).click();
  await expect(page.getByRole('main')).toContainText('You have read everything.');
  await expect(bell).toHaveAccessibleName('Notifications');

  await page.getByRole('link', { name: 'Show all' }).click();
  await list.getByRole('button', { name: /^Dismiss: .*Web Checker/ }).click();
  await expect(list.getByRole('listitem')).toHaveCount(1);
  await expect(list).not.toContainText('Web Checker');

  // What may not be seen any more is not named, and nothing breaks.
  await pool().query(`UPDATE actors SET is_public = false WHERE title = 'Price Reader'`);
  await page.reload();
  await expect(list).toContainText('could not start an Actor that you cannot see any more');
  await expect(page.getByRole('main')).not.toContainText('Price Reader');

  await page.getByRole('link', { name: 'Mail settings' }).click();
  await expect(page.getByRole('main')).toContainText('This server is not set up to send mail');
  await page.getByLabel('Mail me about these').uncheck();
  await page.getByRole('region', { name: 'Notifications' }).getByRole('button', { name: 'Save' }).click();
  await expect(status(page)).toContainText('Notifications come in the Console only');
  await page.reload();
  await expect(page.getByLabel('Mail me about these')).not.toBeChecked();

  const operators = await as(await newPerson('opal', { isOperator: true }));
  await operators.goto(consolePath.workers());
  await expect(operators.getByRole('region', { name: 'Mail' })).toContainText('Mail is not set up');
});

test('whoever goes to what a notification is about has read it', async ({ page, olga, colin }) => {
  await refusedStart(olga, colin, 'Web Checker');
  await refusedStart(olga, colin, 'Price Reader');
  await signIn(page.context(), olga);
  await page.goto('/notifications');
  await page.getByRole('link', { name: 'Approve: Price Reader' }).click();
  await expect(page.getByRole('dialog')).toContainText('Price Reader');
  await expect(page.getByRole('link', { name: 'Notifications, 1 unread', includeHidden: true })).toBeVisible();
  await page.goto('/notifications?show=unread');
  await expect(page.getByRole('list', { name: 'Notifications' }).getByRole('listitem')).toContainText(['Web Checker']);
});

test.describe('without scripts', () => {
  test.use({ javaScriptEnabled: false });

  test('the bell leads to the notifications, and they are put away', async ({ page, olga, colin }) => {
    await refusedStart(olga, colin, 'Web Checker');
    await signIn(page.context(), olga);
    await page.goto('/');
    await page.getByRole('link', { name: 'Notifications, 1 unread' }).click();
    await page.getByRole('button', { name: /^Dismiss: / }).click();
    await expect(page.getByRole('main')).toContainText('When something cannot start');
    await expect(page.getByRole('link', { name: 'Notifications', exact: true })).toBeVisible();
  });
});
