/** What people decide about Actors with full permissions, beside the question itself: the setting, the list, and their developers' side. */
import type { Locator, Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { createId } from '../lib/ids.ts';
import { consolePath } from '../lib/paths.ts';
import { insertSchedule, insertTask } from '../lib/testing/starters.ts';
import { approve, finishedRun, fullActor, use } from './jobs.ts';
import { ageSessions, awaitDialog, expect, outcome, type Person, signIn, status, test } from './world.ts';

const start = (who: Person, actorId: string) => outcome(who.client.actor(actorId).start());
const radio = (page: Page, name: RegExp): Locator => page.getByRole('radio', { name });
const region = (page: Page, name: string): Locator => page.getByRole('region', { name });
const card = (page: Page, name: string): Locator => page.getByRole('article', { name });

test('skipping approval is asked for twice, takes the password, and is said on every page until it ends', async ({
  page,
  olga,
  colin,
}) => {
  const { actorId } = await fullActor(colin, 'Sweeper');
  expect(await start(olga, actorId)).toBe(403);
  await signIn(page.context(), olga);
  await ageSessions(olga);
  await page.goto('/settings/security');
  const setting = region(page, 'Actor permission approval');
  await expect(setting).toContainText('0 Actors are approved in your account');
  await radio(page, /^Skip approval/).check();
  await setting.getByRole('button', { name: 'Save approval' }).click();
  await expect(setting.getByRole('heading', { name: /Let every Actor start/ })).toBeFocused();
  await expect(setting).toContainText('This includes AI agents and every program that holds a token of yours');
  await setting.getByRole('button', { name: 'Cancel' }).click();
  await expect(radio(page, /^Require approval/)).toBeChecked();
  expect(await start(olga, actorId)).toBe(403);

  await radio(page, /^Skip approval/).check();
  await setting.getByRole('button', { name: 'Save approval' }).click();
  await setting.getByRole('button', { name: 'Skip approval' }).click();
  const password = page.getByLabel('Confirm that it is you: your password');
  await expect(password).toBeFocused();
  expect(await start(olga, actorId)).toBe(403);
  await password.fill(olga.password);
  await setting.getByRole('button', { name: 'Skip approval' }).click();
  await expect(status(page)).toContainText('Approval is skipped from now on');
  expect(await start(olga, actorId)).toBe('permitted');

  const notice = page.getByText('Approval is skipped in your account');
  for (const path of ['/', '/runs', '/settings/audit']) {
    await page.goto(path);
    await expect(notice).toBeVisible();
  }
  await expect(page.getByRole('row').filter({ hasText: 'required or skipped' })).toContainText(/require.*skip/);
  await page.getByRole('link', { name: 'Change this' }).click();
  await expect(page).toHaveURL('/settings/security#actor-approval');
  await radio(page, /^Require approval/).check();
  await setting.getByRole('button', { name: 'Save approval' }).click();
  await expect(status(page)).toContainText('Approval is required from now on');
  await expect(notice).toHaveCount(0);
  await expect(setting).toContainText('1 counts as approved by earlier runs');
});

test('the list says why an Actor may run with full permissions and what it touched, limits it and revokes it', async ({
  page,
  olga,
  colin,
}) => {
  const [modest, reaching] = [await fullActor(colin, 'Modest'), await fullActor(colin, 'Reaching')];
  for (const actor of [modest, reaching]) {
    await approve(olga, actor.actorId);
    for (let n = 0; n < 5; n++) {
      const run = await finishedRun(olga, { level: 'FULL_PERMISSIONS', levelBecause: ['approved'] }, actor);
      await use(run, olga, 'dataset', 'write', true, 4);
      if (actor === reaching && n === 0) await use(run, olga, 'account', 'list', false, 3);
    }
  }
  await insertSchedule(olga, { actorTaskId: await insertTask(olga, reaching.actorId) });
  await signIn(page.context(), olga);
  await page.goto('/');
  await page.getByRole('navigation', { name: 'Console' }).getByRole('link', { name: 'Approvals' }).click();
  await expect(card(page, 'Modest')).toContainText(`Approved by ${olga.username}`);
  await expect(card(page, 'Modest')).toContainText('20 calls, none beyond limited permissions');
  await expect(card(page, 'Reaching')).toContainText('Needed full permissions for: Account: list');

  await card(page, 'Modest')
    .getByRole('button', { name: /^Always limit/ })
    .click();
  await expect(status(page)).toContainText('It runs with limited permissions from its next start on');
  await expect(card(page, 'Modest')).toContainText('never gets more than limited permissions');
  const run = await olga.client.actor(modest.actorId).start();
  expect(run).toMatchObject({ actorPermissionLevel: 'LIMITED_PERMISSIONS' });
  await page.getByRole('navigation', { name: 'Why' }).getByRole('link', { name: 'Always limited 1' }).click();
  await expect(card(page, 'Reaching')).toHaveCount(0);
  await card(page, 'Modest').getByRole('button', { name: 'Stop limiting' }).click();
  await expect(page.getByRole('main')).toContainText('There is none of these');
  await page.getByRole('link', { name: 'Show all' }).click();

  // It stays possible although its developer has hidden it since.
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [reaching.actorId]);
  await card(page, 'Reaching').getByRole('link', { name: 'Revoke' }).click();
  const dialog = page.getByRole('dialog', { name: 'Revoke the approval of “Reaching”?' });
  await awaitDialog(page);
  await expect(dialog).toContainText(/Will be refused until then:.*schedule.*task/s);
  await dialog.getByRole('button', { name: 'Revoke approval' }).click();
  await expect(dialog).toHaveCount(0);
  await expect(card(page, 'Reaching')).toContainText(`Revoked by ${olga.username}`);
  await pool().query('UPDATE actors SET is_public = true WHERE id = $1', [reaching.actorId]);
  expect(await start(olga, reaching.actorId)).toBe(403);
});

test('a developer sees whom a change of the level stops, and why it changed is told to those who had approved', async ({
  as,
  olga,
  colin,
}) => {
  const { actorId } = await fullActor(colin, 'Changeling');
  await approve(olga, actorId);
  await insertSchedule(olga, { actorId });
  const [developer, user] = [await as(colin), await as(olga)];
  await developer.goto(consolePath.actor(actorId, { tab: 'settings' }));
  const permissions = region(developer, 'Permissions');
  const change = async (to: RegExp, told: RegExp, reason = '') => {
    await radio(developer, to).check();
    await expect(permissions).toContainText(told);
    await permissions.getByLabel('Reason for a change').fill(reason);
    await permissions.getByRole('button', { name: 'Save level' }).click();
    await expect(permissions.getByRole('heading', { name: /Change the permission level/ })).toBeFocused();
    await expect(permissions).toContainText(told);
    await permissions.getByRole('button', { name: 'Change level' }).click();
    // Of a second change the status says nothing new.
    await expect(permissions.getByRole('heading', { name: /Change the permission level/ })).toHaveCount(0);
    await expect(status(developer)).toContainText('The level is changed');
  };
  await change(/^Limited permissions/, /Fewer than 5 other accounts have approved it, or run it before\. That ends\./);
  expect(await start(olga, actorId)).toBe('permitted');
  await change(
    /^Full permissions/,
    /These stop until people approve it:\s*Fewer than 5 other accounts that use it\s*Fewer than 5 schedules of theirs\s*0 webhooks/,
    'It now tidies up old datasets.',
  );
  expect(await start(olga, actorId)).toBe(403);
  await user.goto(consolePath.approvals());
  await expect(card(user, 'Changeling')).toContainText(
    /changed it from limited permissions to full permissions.*It now tidies up old datasets\./,
  );
  await user.getByRole('navigation', { name: 'Why' }).getByRole('link', { name: 'Waits for you 1' }).click();
  await expect(card(user, 'Changeling')).toContainText('Waits for you');
  await expect(card(user, 'Changeling').getByRole('link', { name: 'Review' })).toHaveAttribute(
    'href',
    consolePath.actor(actorId, { approvePermissions: 'true' }),
  );
});

test('an account that nothing was approved in is told so', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  await page.goto(consolePath.approvals());
  await expect(page.getByRole('main')).toContainText('No Actor may run with full permissions in your account');
  await page.goto(consolePath.approvals({ revoke: createId() }));
  await expect(page.getByRole('dialog')).toContainText('There is nothing to do here any more');
});
