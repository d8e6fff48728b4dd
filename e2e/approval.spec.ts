/**
 * What "Full-permission Actors now require approval" says of the Console: each step is named by its sentence. The API, the schedules and the
 * webhooks have tests of their own.
 */
import fs from 'node:fs';
import path from 'node:path';
import type { Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { consolePath } from '../lib/paths.ts';
import { decisions, newBuild, type OthersActor, publicActor, runsOf } from './actors-of-others.ts';
import { approve, finishedRun, refuse, runPath, use } from './jobs.ts';
import {
  awaitDialog,
  consoleUrl,
  expect,
  fillSignIn,
  makeDataset,
  PASSWORD,
  type Person,
  signIn,
  test,
} from './world.ts';

test.setTimeout(120_000);

const asking = ({ actorId }: OthersActor) => consolePath.actor(actorId, { approvePermissions: 'true' });
const dialogOf = (page: Page) => page.getByRole('dialog', { name: /full permissions\?$/ });
const answer = (page: Page, name: string) => dialogOf(page).getByRole('button', { name, exact: true });
const RUN = /\/actors\/runs\/[a-zA-Z0-9]{17}(\?answered=true)?$/;
const LIMIT = 'Run with limited permissions instead';

/** Fills in the form of the Actor that is shown and starts it. */
async function start(page: Page, { actorId }: OthersActor, shop: string): Promise<void> {
  await page.goto(consolePath.actor(actorId));
  await page.getByLabel('Shop').fill(shop);
  await page.getByRole('button', { name: 'Start', exact: true }).click();
}

/** What a developer does in the settings of an Actor, over the API. */
const setLevel = (developer: Person, { actorId }: OthersActor, level: string) =>
  developer.client.actor(actorId).update({ actorPermissionLevel: level } as object);

test('an Actor is started in the Console', async ({ page, olga, colin }) => {
  const actor = await publicActor(olga);
  await makeDataset(colin);
  await signIn(page.context(), colin);

  await test.step('The first time you run a full-permission Actor, you’ll see a one-time confirmation modal explaining what it can access.', async () => {
    await page.goto(consolePath.actor(actor.actorId));
    await page.getByText('Run options').click();
    await page.getByLabel('Memory').selectOption('512 MB');
    await page.getByLabel('Shop').fill('north');
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    const dialog = dialogOf(page);
    await expect(dialog.getByRole('heading', { level: 2 })).toBeFocused();
    await expect(dialog).toContainText(`${olga.username}/${actor.name}`);
    await expect(dialog).toContainText('your 1 dataset');
    await expect(dialog).toContainText('nothing else of your account');
    await expect(dialog).toContainText('You pressed the button just now');
    await expect(dialog).toContainText('Authorize approves the Actor and starts it at once');
    const sizes = await Promise.all(['Cancel', LIMIT, 'Authorize'].map((name) => answer(page, name).boundingBox()));
    expect(new Set(sizes.map((box) => `${Math.round(box?.width ?? 0)} x ${Math.round(box?.height ?? 0)}`)).size).toBe(
      1,
    );

    // Enter on the heading answers nothing, and neither does leaving; nothing that was typed is lost.
    await page.keyboard.press('Enter');
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toHaveCount(0);
    await expect(page.getByRole('button', { name: 'Start', exact: true })).toBeFocused();
    await expect(page.getByLabel('Shop')).toHaveValue('north');
    await expect(page.getByLabel('Memory')).toHaveValue('512');
    expect(await decisions(colin, actor)).toEqual([]);
    expect(await runsOf(colin, actor)).toEqual([]);
  });

  await test.step('Run with limited permissions instead, once', async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await answer(page, LIMIT).click();
    await page.waitForURL(RUN);
    await expect(page.getByRole('main')).toContainText('Started with limited permissions');
    await expect(page.getByRole('main')).toContainText('You are asked again');
    expect(await decisions(colin, actor)).toEqual([]);
    expect(await runsOf(colin, actor)).toEqual([
      { level: 'LIMITED_PERMISSIONS', memory: 512, input: { shop: 'north' } },
    ]);
  });

  await test.step('When you start a full-permission Actor in the Console that you haven’t run before, a confirmation modal asks you to review what the Actor can access and approve it.', async () => {
    await start(page, actor, 'south');
    await answer(page, 'Authorize').click();
    await page.waitForURL(RUN);
    await expect(page.getByRole('main')).toContainText('Started with full permissions');
    expect(await decisions(colin, actor)).toEqual(['approved 1']);
    expect((await runsOf(colin, actor))[0]).toMatchObject({ level: 'FULL_PERMISSIONS', input: { shop: 'south' } });
  });

  await test.step('Once approved, subsequent runs go through without further approval.', async () => {
    await start(page, actor, 'east');
    await page.waitForURL(RUN);
    expect((await runsOf(colin, actor))[0]).toMatchObject({ level: 'FULL_PERMISSIONS', input: { shop: 'east' } });
  });

  await test.step('A full-permission Actor’s developer changes its permission level: your prior approval is revoked, and you’ll be asked to approve again on the next run.', async () => {
    await setLevel(olga, actor, 'LIMITED_PERMISSIONS');
    await setLevel(olga, actor, 'FULL_PERMISSIONS');
    await start(page, actor, 'west');
    await expect(dialogOf(page)).toContainText(/Since you approved it on \d+ \w+ \d+/);
    await expect(dialogOf(page)).toContainText('which ended your approval');
    await answer(page, 'Cancel').click();
    await expect(page.getByLabel('Shop')).toHaveValue('west');
  });

  await test.step('An Actor that changes while the question is open is shown anew, and nothing is approved.', async () => {
    await page.getByRole('button', { name: 'Start', exact: true }).click();
    await awaitDialog(page);
    await newBuild(olga, actor, '0.0.2');
    await answer(page, 'Authorize').click();
    const notice = dialogOf(page).getByRole('alert');
    await expect(notice).toContainText('It would run build 0.0.2 instead of 0.0.1.');
    await expect(notice).toBeFocused();
    expect(await decisions(colin, actor)).toEqual(['approved 1']);
    await answer(page, 'Authorize').click();
    await page.waitForURL(RUN);
    expect(await decisions(colin, actor)).toEqual(['approved 1', 'approved 3']);
    expect((await runsOf(colin, actor))[0]).toMatchObject({ level: 'FULL_PERMISSIONS', input: { shop: 'west' } });
  });

  await test.step('Always limited for me', async () => {
    const other = await publicActor(olga);
    await start(page, other, 'north');
    await dialogOf(page).getByRole('button', { name: 'Always limit it for me' }).click();
    await page.waitForURL(RUN);
    await start(page, other, 'south');
    await page.waitForURL(RUN);
    expect(await decisions(colin, other)).toEqual(['always limited']);
    await page.goto(consolePath.actor(other.actorId));
    await expect(page.getByRole('button', { name: 'Limited for you' })).toHaveAccessibleDescription(
      /asks for full permissions\. You always limit it/,
    );
    expect((await runsOf(colin, other)).map(({ level }) => level)).toEqual(Array(2).fill('LIMITED_PERMISSIONS'));
  });
});

/** A question with all that there can be to know: an approval that ended, a reason, refused starts and runs. */
async function questionWithHistory(olga: Person, colin: Person): Promise<OthersActor> {
  const actor = await publicActor(olga);
  await makeDataset(colin);
  await approve(colin, actor.actorId);
  for (let n = 0; n < 5; n++) {
    const run = await finishedRun(colin, { level: 'FULL_PERMISSIONS', levelBecause: ['approved'] }, actor);
    await use(run, colin, 'account', 'list', false, 3);
  }
  const failed = await finishedRun(colin, { level: 'LIMITED_PERMISSIONS', status: 'FAILED' }, actor);
  await refuse(failed.id, 'dataset', 'prices', 'write', 2);
  await setLevel(olga, actor, 'LIMITED_PERMISSIONS');
  await olga.client.actor(actor.actorId).update({
    ...{ actorPermissionLevel: 'FULL_PERMISSIONS' },
    actorPermissionLevelReason: 'It now tidies up old datasets that earlier reports have left in the account.',
  } as object);
  await newBuild(olga, actor, '0.0.2');
  await expect(colin.client.actor(actor.actorId).start()).rejects.toMatchObject({ statusCode: 403 });
  // Refusals are gathered, and written a little later.
  await expect
    .poll(
      async () => (await pool().query('SELECT 1 FROM refused_starts WHERE actor_id = $1', [actor.actorId])).rowCount,
    )
    .toBe(1);
  return actor;
}

test('what decides the question stands in sight, and that more lies below is shown', async ({ page, olga, colin }) => {
  const actor = await questionWithHistory(olga, colin);
  await signIn(page.context(), colin);
  const answers = dialogOf(page).locator('.answers');
  const topOf = async () => (await answers.boundingBox())?.y ?? 0;
  const bottomOf = async (text: string | RegExp) => {
    const box = await dialogOf(page).getByText(text).boundingBox();
    return (box?.y ?? 1e6) + (box?.height ?? 0);
  };
  const sign = () => answers.evaluate((element) => Number(getComputedStyle(element, '::before').opacity));
  const sizes = [
    { width: 1280, height: 850, maxAnswers: 115, seen: ['Token “First” was refused', 'It now tidies up', 'new build'] },
    { width: 390, height: 800, maxAnswers: 190, seen: ['Token “First” was refused', 'It now tidies up'] },
  ];
  for (const { width, height, maxAnswers, seen } of sizes) {
    await page.setViewportSize({ width, height });
    for (const isStart of [false, true]) {
      await page.goto(isStart ? consolePath.actor(actor.actorId) : asking(actor));
      if (isStart) await page.getByRole('button', { name: 'Start', exact: true }).click();
      await awaitDialog(page);
      const name = isStart ? 'Always limit it for me and start it limited now' : 'Always limit it for me';
      await expect(answer(page, name)).toBeVisible();
      expect((await answers.boundingBox())?.height).toBeLessThanOrEqual(maxAnswers);
      for (const text of seen) expect(await bottomOf(text), text).toBeLessThan(await topOf());
      expect(await bottomOf('Runs here')).toBeGreaterThan(await topOf());
      expect(await sign()).toBe(1);
      await page.mouse.move(width / 2, height / 2);
      const scrolledSign = async () => {
        await page.mouse.wheel(0, 5_000);
        return sign();
      };
      await expect.poll(scrolledSign).toBe(0);
      expect(await bottomOf('Runs here')).toBeLessThan(await topOf());
    }
  }
});

test('no approval is required when running', async ({ page, olga, colin }) => {
  await signIn(page.context(), colin);
  const runs = async (actor: OthersActor, level: string) => {
    await start(page, actor, 'north');
    await page.waitForURL(RUN);
    expect((await runsOf(colin, actor))[0]?.level).toBe(level);
  };
  await test.step('Limited-permission Actors: no extra step needed.', async () => {
    const limited = await publicActor(olga, { level: 'LIMITED_PERMISSIONS' });
    await runs(limited, 'LIMITED_PERMISSIONS');
    await page.goto(asking(limited));
    await expect(page.getByRole('dialog')).toContainText('It asks for limited permissions only');
  });
  await test.step('Your own Actors, regardless of their permission level.', async () => {
    const own = await publicActor(colin);
    await runs(own, 'FULL_PERMISSIONS');
    await page.goto(asking(own));
    await expect(page.getByRole('dialog')).toContainText('It is an Actor of your own');
  });
  await test.step('A full-permission Actor you’ve already used: your prior runs count as an implicit approval.', async () => {
    const used = await publicActor(olga);
    await finishedRun(colin, { level: 'FULL_PERMISSIONS' }, used);
    await runs(used, 'FULL_PERMISSIONS');
    await page.goto(asking(used));
    await expect(page.getByRole('dialog')).toContainText('which counts as an approval');
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke approval' }).click();
    await page.waitForURL(/answered=true/);
    await start(page, used, 'south');
    await answer(page, 'Cancel').click();
  });
  await test.step('When you skip the approval, any full-permission Actor can run under your account without explicit consent.', async () => {
    const skipped = await publicActor(olga);
    await pool().query('UPDATE accounts SET skips_approval = true WHERE id = $1', [colin.id]);
    await runs(skipped, 'FULL_PERMISSIONS');
    await page.goto(asking(await publicActor(olga)));
    await expect(page.getByRole('dialog')).toContainText('Your account skips the approval');
    await pool().query('UPDATE accounts SET skips_approval = false WHERE id = $1', [colin.id]);
  });
  await test.step('A run that would start again at full permissions asks first, and goes on after the answer.', async () => {
    const actor = await publicActor(olga);
    const run = await finishedRun(colin, { level: 'FULL_PERMISSIONS', levelEpoch: 0 }, actor);
    await page.goto(runPath(run.id, { dialog: 'resurrect' }));
    await page.getByRole('dialog').getByRole('button', { name: 'Resurrect run' }).click();
    await answer(page, 'Authorize').click();
    await page.waitForURL(RUN);
    await expect.poll(async () => (await colin.client.run(run.id).get())?.finishedAt).toBeFalsy();
    expect(await decisions(colin, actor)).toEqual(['approved 1']);
  });
});

/** Every address of the Console that is opened by GET, with an Actor's id wherever one asks for an id. */
function consoleRoutes({ actorId, buildId }: OthersActor): string[] {
  const files = fs.globSync('app/**/{page.tsx,route.ts}');
  expect(files.length).toBeGreaterThan(20);
  return files.map((file) =>
    path
      .dirname(file)
      .replace(/^app/, '')
      .replace(/\/\([^/]+\)/g, '')
      .replace('[...nextauth]', 'session')
      .replace('[buildId]', buildId)
      .replace(/\[\w+\]/g, actorId)
      .replace(/^$/, '/'),
  );
}

/** Counts the presses that are not typed text. */
function keyboardOf(page: Page) {
  const counter = { presses: 0 };
  return {
    counter,
    press: async (...keys: string[]) => {
      for (const key of keys) {
        counter.presses++;
        await page.keyboard.press(key);
      }
    },
  };
}

test('a program is refused, and its owner approves with the keyboard alone', async ({ page, olga, colin }) => {
  const actor = await publicActor(olga);
  const call = () => colin.client.actor(actor.actorId).start({ shop: 'north' });
  const address =
    await test.step('If you call an unapproved full-permission Actor through the API, the request fails with a 403 and an approvalUrl pointing to the Actor’s page in the Console', async () => {
      const refused = await call().catch((error) => error);
      expect(refused).toMatchObject({ statusCode: 403, type: 'full-permission-actor-not-approved' });
      expect(refused.data.approvalUrl).toBe(`${consoleUrl}${asking(actor)}`);
      return refused.data.approvalUrl as string;
    });
  const focused = page.locator(':focus');

  await test.step('signed out, in eight presses', async () => {
    await page.goto(address);
    await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
    const { press, counter } = keyboardOf(page);
    while (!(await page.getByLabel('Username or e-mail').evaluate((field) => field === document.activeElement))) {
      await press('Tab');
    }
    await page.keyboard.type(colin.username);
    await press('Tab');
    await page.keyboard.type(PASSWORD);
    await press('Enter');
    await expect(page).toHaveURL(asking(actor));
    await expect(dialogOf(page).getByRole('heading', { level: 2 })).toBeFocused();
    await expect(dialogOf(page)).toContainText('Token “First” was refused');
    await expect(dialogOf(page)).toContainText('Nothing starts now');
    await press('Tab');
    await expect(focused).toHaveText('Cancel');
    await press('Tab');
    await expect(focused).toHaveText(LIMIT);
    await press('Tab');
    await expect(focused).toHaveText('Authorize');
    expect(await decisions(colin, actor)).toEqual([]);
    await press('Enter');
    await expect(page).toHaveURL(consolePath.actor(actor.actorId, { answered: 'true' }));
    expect(counter.presses).toBeLessThanOrEqual(8);
    expect(await decisions(colin, actor)).toEqual(['approved 1']);
    await call();
  });

  await test.step('The address does not ask again.', async () => {
    await expect(page.getByRole('main')).toContainText(`by ${colin.username}`);
    await expect(page.getByRole('main')).toContainText('Nothing was started');
    await page.reload();
    await expect(page.getByRole('dialog')).toHaveCount(0);
    await page.goto(address);
    await expect(page.getByRole('dialog')).toContainText(`Approved on`);
    await expect(page.getByRole('button', { name: 'Authorize' })).toHaveCount(0);
  });

  await test.step('You can also approve an Actor up front via the three-dot menu on the Actor detail screen.', async () => {
    const menu = page.getByRole('menu', { name: 'Actions for Account report' });
    const openMenu = async () => {
      await page.getByRole('button', { name: 'Actions for Account report' }).focus();
      await page.keyboard.press('Enter');
      await expect(menu.getByRole('menuitem').first()).toBeFocused();
    };
    await page.goto(consolePath.actor(actor.actorId));
    await openMenu();
    await expect(focused).toHaveText(/^Approved on \d+ \w+ \d+ – review$/);
    await page.keyboard.press('End');
    await expect(focused).toHaveText('API');
    await page.keyboard.press('Home');
    await page.keyboard.press('ArrowDown');
    await expect(focused).toHaveText('Revoke approval');
    await page.keyboard.press('c');
    await expect(focused).toHaveText('Copy ID');
    await page.keyboard.press('Escape');
    await expect(page.getByRole('button', { name: 'Actions for Account report' })).toBeFocused();
    await openMenu();
    await page.keyboard.press('r');
    await page.keyboard.press('Enter');
    const confirm = page.getByRole('dialog', { name: 'Revoke the approval of “Account report”?' });
    await expect(confirm.locator(':focus')).toHaveCount(1);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await expect(confirm).toHaveCount(0);
    expect(await decisions(colin, actor)).toEqual(['revoked 1']);
    await expect(call()).rejects.toMatchObject({ statusCode: 403 });
    await openMenu();
    await expect(focused).toHaveText('Approve permissions');
    await page.keyboard.press('Enter');
    await expect(dialogOf(page)).toContainText('Approval revoked on');
    await expect(dialogOf(page).getByRole('heading', { level: 2 })).toBeFocused();
  });

  await test.step('signed in, in four presses', async () => {
    await page.goto(address);
    await awaitDialog(page);
    const { press, counter } = keyboardOf(page);
    await press('Tab', 'Tab', 'Tab', 'Enter');
    await expect(page).toHaveURL(consolePath.actor(actor.actorId, { answered: 'true' }));
    expect(counter.presses).toBeLessThanOrEqual(4);
    await call();
  });
});

test('nothing but a person’s own press approves', async ({ page, browser, olga, colin, stan }) => {
  const actor = await publicActor(olga);
  const hidden = await publicActor(olga);
  await pool().query('UPDATE actors SET is_public = false WHERE id = $1', [hidden.actorId]);
  await signIn(page.context(), colin);

  await test.step('The page cannot be framed and is not kept.', async () => {
    const response = await page.goto(asking(actor));
    const headers = response?.headers() ?? {};
    expect(headers['x-frame-options']).toBe('DENY');
    expect(headers['content-security-policy']).toContain("frame-ancestors 'none'");
    expect(headers['cache-control']).toContain('no-store');
    await awaitDialog(page);
  });

  await test.step('Every form of the address asks the same, and tells nothing of what it names itself.', async () => {
    for (const form of [actor.actorId, `${olga.username}~${actor.name}`]) {
      await page.goto(`${consolePath.actor(form)}?approvePermissions=true&title=Harmless&username=apify`);
      await expect(dialogOf(page)).toContainText(`${olga.username}/${actor.name}`);
      await expect(page.getByRole('main')).not.toContainText('Harmless');
    }
    for (const none of [hidden.actorId, 'AAAAAAAAAAAAAAAAA']) {
      const response = await page.goto(consolePath.actor(none, { approvePermissions: 'true' }));
      expect(response?.status()).toBe(404);
      await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot open this page');
    }
  });

  await test.step('A GET never approves, with whatever query.', async () => {
    await page.goto(asking(actor));
    const shown = (await dialogOf(page).locator('input[name=shown]').getAttribute('value')) ?? '';
    expect(shown).toMatch(/^[\w-]{43}$/);
    const given = (answered: string) =>
      new URLSearchParams({
        answer: answered,
        askedActor: actor.actorId,
        id: actor.actorId,
        shown,
        approvePermissions: 'true',
      });
    const addresses = [
      ...consoleRoutes(actor).map((path) => `${path}?${given('authorize')}`),
      ...['always-limited', 'revoke', 'allow-full'].map(
        (other) => `${consolePath.actor(actor.actorId)}?${given(other)}`,
      ),
      consolePath.actor(actor.actorId, { dialog: 'revoke-approval' }),
      consolePath.actor(actor.actorId, { answered: 'true', level: 'limited' }),
      consolePath.actor(actor.actorId, { dialog: 'api' }),
      '/settings/security?skipsApproval=true',
    ];
    for (const address of addresses) {
      const response = await page.request.get(address, { maxRedirects: 0 });
      expect.soft(response.status(), address).toBeLessThan(500);
    }
    expect(await decisions(colin, actor)).toEqual([]);
    expect((await pool().query('SELECT skips_approval AS skips FROM accounts WHERE id = $1', [colin.id])).rows).toEqual(
      [{ skips: false }],
    );
  });

  await test.step('Approval can only be granted in the Console – not through the API: a token opens no page.', async () => {
    for (const given of [{ headers: { authorization: `Bearer ${colin.token}` } }, { params: { token: colin.token } }]) {
      const { headers = {}, params = {} } = given as {
        headers?: Record<string, string>;
        params?: Record<string, string>;
      };
      const url = new URL(asking(actor), consoleUrl);
      for (const [name, value] of Object.entries(params)) url.searchParams.set(name, value);
      const response = await fetch(url, { headers, redirect: 'manual' });
      expect(response.status).toBe(307);
      expect(response.headers.get('location')).toContain('/sign-in?returnTo=');
    }
  });

  await test.step('Without JavaScript the address is a page with a form, and so is a start.', async () => {
    const context = await browser.newContext({ javaScriptEnabled: false });
    const plain = await context.newPage();
    await plain.goto(asking(actor));
    await fillSignIn(plain, stan);
    await expect(plain).toHaveURL(asking(actor));
    await answer(plain, 'Authorize').click();
    await expect(plain).toHaveURL(consolePath.actor(actor.actorId, { answered: 'true' }));
    expect(await decisions(stan, actor)).toEqual(['approved 1']);

    const other = await publicActor(olga);
    const shop = '{"shop": "north"}';
    await plain.goto(consolePath.actor(other.actorId));
    await plain.getByLabel('Input as JSON').fill(shop);
    await plain.getByText('Run options').click();
    await plain.getByLabel('Memory').selectOption('512 MB');
    await plain.getByRole('button', { name: 'Start', exact: true }).click();
    await expect(dialogOf(plain)).toContainText(`${olga.username}/${other.name}`);
    await answer(plain, 'Cancel').click();
    await expect(dialogOf(plain)).toHaveCount(0);
    expect(JSON.parse(await plain.getByLabel('Input as JSON').inputValue())).toEqual({ shop: 'north' });
    await plain.getByRole('button', { name: 'Start', exact: true }).click();
    await answer(plain, 'Authorize').click();
    await plain.waitForURL(RUN);
    expect(await decisions(stan, other)).toEqual(['approved 1']);
    expect(await runsOf(stan, other)).toEqual([{ level: 'FULL_PERMISSIONS', memory: 512, input: { shop: 'north' } }]);
    await context.close();
  });
  expect(await decisions(colin, actor)).toEqual([]);
});
