/** Tasks in the Console: made, changed, started, asked about, shared and deleted. */
import type { Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { consolePath } from '../lib/paths.ts';
import { decisions, publicActor, runsOf } from './actors-of-others.ts';
import { expect, signIn, status, test } from './world.ts';

test.setTimeout(180_000);

const RUN = /\/actors\/runs\/[a-zA-Z0-9]{17}(\?answered=true)?$/;
const TASK = /\/tasks\/([a-zA-Z0-9]{17})$/;
const idIn = (page: Page) => TASK.exec(new URL(page.url()).pathname)?.[1] ?? '';
const press = (page: Page, name: string) => page.getByRole('button', { name, exact: true }).click();
const dialogOf = (page: Page) => page.getByRole('dialog');

test('a task is kept, run and shared', async ({ page, as, olga, colin, rita }) => {
  const actor = await publicActor(olga, { level: 'LIMITED_PERMISSIONS', title: 'Report' });
  await signIn(page.context(), colin);

  await test.step('It is made of an Actor that is chosen by its name.', async () => {
    await page.goto(consolePath.tasks());
    await expect(page.getByRole('main')).toContainText('A task keeps an Actor together with an input');
    await page.getByRole('link', { name: 'New task' }).first().click();
    const field = dialogOf(page).getByLabel('Actor');
    await expect(page.locator(`datalist option[value="${olga.username}/${actor.name}"]`)).toHaveCount(1);
    await field.fill(`${olga.username}/no-such-actor`);
    await press(page, 'Create');
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await field.fill(`${olga.username}/${actor.name}`);
    await dialogOf(page).getByLabel('Name (optional)').fill('north-daily');
    await press(page, 'Create');
    await page.waitForURL(TASK);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('north-daily');
  });
  const id = idIn(page);
  const shown = { ...actor, id };

  await test.step('Its input and options are kept, and a start has them.', async () => {
    await page.getByLabel('Shop').fill('north');
    await page.getByText('Run options').click();
    await page.getByLabel('Memory').selectOption('512 MB');
    await press(page, 'Save');
    await expect(status(page)).toContainText('Saved');
    await page.reload();
    await expect(page.getByLabel('Shop')).toHaveValue('north');
    expect(await colin.client.task(id).get()).toMatchObject({
      input: { shop: 'north' },
      options: { memoryMbytes: 512 },
    });
    await press(page, 'JSON');
    await page.getByLabel('Input as JSON').fill('{"shop": 7}');
    await press(page, 'Save');
    await expect(page.getByRole('alert').first()).toContainText('The input needs correcting');
    await press(page, 'Form');
    await expect(page.getByLabel('Shop')).toHaveAccessibleDescription(/must be string/);
    // Programs may save it, and then the page says so.
    await colin.client.task(id).update({ input: { shop: 7 } } as never);
    await page.reload();
    await expect(page.getByRole('main')).toContainText('Its input does not fit the Actor: starts are refused');
    await expect(page.getByLabel('Shop')).toHaveAccessibleDescription(/must be string/);
    await page.getByLabel('Shop').fill('"south"');
    await press(page, 'Save and start');
    await page.waitForURL(RUN);
    expect((await runsOf(colin, shown))[0]).toMatchObject({ memory: 512, input: { shop: 'south' } });
    await page.getByRole('link', { name: 'north-daily' }).click();
    await page.waitForURL(TASK);
  });

  await test.step('It is found in the list, started there, and its runs are found by it.', async () => {
    await page.goto(consolePath.tasks({ search: 'daily' }));
    const row = page.getByRole('row', { name: /north-daily/ });
    await expect(row).toContainText('Limited permissions');
    await row.getByRole('button', { name: 'Start north-daily' }).click();
    await page.waitForURL(RUN);
    expect(await runsOf(colin, shown)).toHaveLength(2);
    await page.goto(consolePath.task(id, { tab: 'runs' }));
    await expect(page.getByRole('row')).toHaveCount(3);
    await page.goto(consolePath.runs());
    await page.getByLabel('Task, by ID').fill(`${colin.username}~north-daily`);
    await press(page, 'Show');
    await expect(page).toHaveURL(/task=/);
    await expect(page.getByRole('row')).toHaveCount(3);
    await page.goto(consolePath.runs({ task: `${olga.username}~none` }));
    await expect(page.getByRole('main')).toContainText('No run matches this filter.');
  });

  await test.step('Webhooks that wait for its runs are made and found by it.', async () => {
    await page.goto(consolePath.task(id, { tab: 'webhooks' }));
    await expect(page.getByRole('main')).toContainText('your runs of this task');
    await page.getByRole('main').getByRole('link', { name: 'New webhook' }).click();
    await expect(page.getByLabel('Actor or task')).toHaveValue(`task ${id}`);
    await page.getByLabel('URL').fill('https://hooks.example/task');
    await press(page, 'Create webhook');
    await page.waitForURL(/\/webhooks\/[a-zA-Z0-9]{17}$/);
    await page.goto(consolePath.task(id, { tab: 'webhooks' }));
    await expect(page.getByRole('link', { name: 'hooks.example' })).toBeVisible();
    await page.goto(consolePath.actor(actor.actorId, { tab: 'webhooks' }));
    await expect(page.getByRole('link', { name: 'hooks.example' })).toHaveCount(0);
  });

  await test.step('What was typed at an Actor is saved as a task of it.', async () => {
    await page.goto(consolePath.actor(actor.actorId));
    await page.getByLabel('Shop').fill('east');
    await press(page, 'Save as task');
    await page.waitForURL(TASK);
    await expect(page.getByLabel('Shop')).toHaveValue('east');
    expect(await colin.client.task(idIn(page)).get()).toMatchObject({ input: { shop: 'east' }, options: {} });
    await page.goto(consolePath.actor(actor.actorId, { tab: 'tasks' }));
    await expect(page.getByRole('row')).toHaveCount(3);
  });

  await test.step('It is given to somebody, who sees it, its owner’s runs, and starts it in their own account.', async () => {
    await page.goto(consolePath.task(id, { dialog: 'share' }));
    await dialogOf(page).getByLabel('Add people').fill(rita.username);
    await dialogOf(page).getByLabel('View owner’s runs').check();
    await press(page, 'Add');
    await expect(dialogOf(page)).toContainText(rita.username);
    const ritas = await as(rita);
    await ritas.goto(consolePath.tasks({ ownership: 'sharedWithMe' }));
    await ritas.getByRole('link', { name: 'north-daily' }).click();
    await expect(ritas.getByRole('region', { name: 'Input' })).toContainText('south');
    await expect(ritas.getByRole('main')).toContainText('You may run this task, not change it.');
    await ritas.getByRole('link', { name: 'Runs', exact: true }).last().click();
    await expect(ritas.getByRole('row')).toHaveCount(3);
    await press(ritas, 'Start');
    await ritas.waitForURL(RUN);
    expect((await runsOf(rita, shown))[0]).toMatchObject({ input: { shop: 'south' } });
    await page.goto(consolePath.task(id, { tab: 'access' }));
    await expect(page.getByRole('row', { name: new RegExp(rita.username) })).toContainText('view owner’s runs');
  });

  await test.step('It is renamed, told of a deleted Actor, and deleted.', async () => {
    await page.goto(consolePath.task(id, { tab: 'settings' }));
    await page.getByLabel('Title (optional)').fill('The north, daily');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('a b');
    await press(page, 'Save');
    await expect(page.getByRole('textbox', { name: 'Name', exact: true })).toHaveAttribute('aria-invalid', 'true');
    await page.getByRole('textbox', { name: 'Name', exact: true }).fill('north');
    await press(page, 'Save');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('The north, daily');
    await olga.client.actor(actor.actorId).delete();
    await page.goto(consolePath.task(`${colin.username}~north`));
    await expect(page.getByRole('main')).toContainText('Its Actor has been deleted');
    await expect(page.getByRole('button', { name: 'Start', exact: true })).toHaveAttribute('aria-disabled', 'true');
    await page.goto(consolePath.task(id, { tab: 'settings' }));
    await page.getByRole('link', { name: 'Delete task' }).click();
    await dialogOf(page).getByRole('button', { name: 'Delete task' }).click();
    await page.waitForURL(consolePath.tasks());
    await expect(page.getByRole('link', { name: 'The north, daily' })).toHaveCount(0);
    expect(await colin.client.task(id).get()).toBeUndefined();
  });
});

test('a task of an Actor that needs approval asks for it where it is started', async ({ page, olga, colin }) => {
  const actor = await publicActor(olga);
  const { id } = await colin.client
    .tasks()
    .create({ actId: actor.actorId, name: 'asks', input: { shop: 'north' } } as never);
  await signIn(page.context(), colin);

  await page.goto(consolePath.tasks());
  await press(page, 'Start asks');
  await expect(dialogOf(page)).toContainText(`${olga.username}/${actor.name}`);
  await press(page, 'Run with limited permissions instead');
  await page.waitForURL(RUN);
  expect(await runsOf(colin, actor)).toMatchObject([{ level: 'LIMITED_PERMISSIONS', input: { shop: 'north' } }]);

  await page.goto(consolePath.task(id));
  await page.getByLabel('Shop').fill('west');
  await press(page, 'Save and start');
  await dialogOf(page).waitFor();
  await page.keyboard.press('Escape');
  await expect(page.getByLabel('Shop')).toHaveValue('west');
  expect(await decisions(colin, actor)).toEqual([]);
  await press(page, 'Save and start');
  await press(page, 'Authorize');
  await page.waitForURL(RUN);
  expect(await decisions(colin, actor)).toEqual(['approved 1']);
  expect((await runsOf(colin, actor))[0]).toMatchObject({ level: 'FULL_PERMISSIONS', input: { shop: 'west' } });
  const { rows } = await pool().query('SELECT count(*)::int AS count FROM runs WHERE task_id = $1', [id]);
  expect(rows).toEqual([{ count: 2 }]);
});
