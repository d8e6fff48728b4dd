import type { Page } from '@playwright/test';
import { consolePath } from '../lib/paths.ts';
import { publicActor } from './actors-of-others.ts';
import { awaitDialog, expect, type Person, signIn, status, test } from './world.ts';

/** Builds and runs take their time on a busy machine. */
const UNTIL_DONE = { timeout: 60_000 };
test.setTimeout(120_000);

const isDone = (page: Page) => expect(page.getByRole('main').getByText('Succeeded').first()).toBeVisible(UNTIL_DONE);

/** Makes an Actor of the empty template by the dialog; ends on the page of its build. Gives the Actor's id. */
async function makeActor(page: Page, name: string): Promise<string> {
  await page.goto(consolePath.actors());
  await page.getByRole('link', { name: 'New Actor' }).first().click();
  const dialog = page.getByRole('dialog', { name: 'New Actor' });
  await dialog.getByLabel('Name').fill(name);
  await dialog.getByRole('radio', { name: /^Empty/ }).check();
  await dialog.getByRole('button', { name: 'Create and build' }).click();
  await page.waitForURL(/\/builds\//);
  return new URL(page.url()).pathname.split('/')[2] ?? '';
}

const actorOf = (person: Person, id: string) => person.client.actor(id);

test('an Actor is made, built, run with an input, and its output is there', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeActor(page, 'greeter');
  await isDone(page);
  await expect(page.getByRole('log')).toContainText('ACTOR:');
  await page.getByRole('link', { name: 'Run it' }).click();

  await page.getByRole('textbox', { name: 'Name' }).fill('Colin');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/actors\/runs\//);
  await isDone(page);
  await page.getByRole('link', { name: /^Output/ }).click();
  await expect(page.getByRole('cell', { name: 'Hello, Colin!' })).toBeVisible();

  const run = await olga.client.run(new URL(page.url()).pathname.split('/').at(-1) ?? '').get();
  expect(run).toMatchObject({ actId: id, status: 'SUCCEEDED', actorPermissionLevel: 'LIMITED_PERMISSIONS' });
  await page.goto(`/actors/${id}/runs/${run?.id}`);
  await expect(page).toHaveURL(consolePath.run(run?.id ?? ''));
  await page.goto(`/actors/${id}/builds/0.1.1`);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Build 0.1.1');
});

test('a run can be started at another level than the Actor declares', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeActor(page, 'levelled');
  await isDone(page);
  await page.goto(consolePath.actor(id));
  await page.getByText('Run options').click();
  await page.getByLabel('Permissions for this run').selectOption('Full permissions');
  await page.getByRole('button', { name: 'Start' }).click();
  await page.waitForURL(/\/actors\/runs\//);
  await expect(page.getByRole('main').getByText('Full permissions').first()).toBeVisible();
});

test('the level is changed in the settings, and shown on its badge', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeActor(page, 'changeling');
  await page.goto(consolePath.actor(id, { tab: 'settings' }));
  await page.getByRole('radio', { name: /^Full permissions/ }).check();
  const permissions = page.getByRole('region', { name: 'Permissions' });
  await permissions.getByRole('button', { name: 'Save' }).click();
  await permissions.getByRole('button', { name: 'Change level' }).click();
  await expect(page.getByRole('banner').or(page.getByRole('main')).getByText('Full permissions').first()).toBeVisible();
  await expect.poll(async () => (await actorOf(olga, id).get())?.actorPermissionLevel).toBe('FULL_PERMISSIONS');
  await expect(permissions.getByRole('listitem')).toContainText('From limited permissions to full permissions');
  await page.goto('/settings/audit');
  await expect(page.getByRole('row').filter({ hasText: 'Permission level' }).first()).toBeVisible();
});

test('an Actor is made public after a question, and private at once', async ({ page, olga, stan }) => {
  await signIn(page.context(), olga);
  const unbuilt = await olga.client.actors().create({ name: 'unbuilt' });
  await page.goto(consolePath.actor(unbuilt.id, { tab: 'settings' }));
  const ask = page.getByRole('link', { name: 'Make it public' });
  await ask.click();
  await expect(page.getByRole('dialog', { name: 'unbuilt cannot be public yet' })).toContainText('latest');

  const { actorId: id, buildId } = await publicActor(olga, { title: 'Shop report' });
  await actorOf(olga, id).update({ isPublic: false });
  await page.goto(consolePath.actor(id, { tab: 'settings' }));
  await ask.click();
  const dialog = page.getByRole('dialog', { name: 'Make Shop report public?' });
  await awaitDialog(page);
  await dialog.getByRole('link', { name: 'Cancel' }).click();
  await expect(dialog).toHaveCount(0);
  expect(await actorOf(stan, id).get()).toBeUndefined();

  await ask.click();
  await awaitDialog(page);
  await dialog.getByRole('button', { name: 'Make it public' }).click();
  await expect(dialog).toHaveCount(0);
  expect((await actorOf(stan, id).get())?.isPublic).toBe(true);
  await olga.client.build(buildId).delete();
  await page.reload();
  await expect(page.getByRole('main')).toContainText('It is public, but nobody can start it');
  await page.getByRole('button', { name: 'Make it private' }).click();
  await expect(ask).toBeVisible();
  expect(await actorOf(stan, id).get()).toBeUndefined();
});

test('sources are edited, and built again', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeActor(page, 'rewritten');
  await isDone(page);
  await page.goto(consolePath.actor(id, { tab: 'source' }));
  await page.getByRole('button', { name: 'main.js', exact: true }).click();
  await page.getByLabel('main.js', { exact: true }).fill("console.log('written anew');");
  await page.getByRole('button', { name: 'Save and build' }).click();
  await page.waitForURL(/\/builds\//);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('Build 0.1.2');
  await isDone(page);
  const run = await actorOf(olga, id).call();
  expect(run.status).toBe('SUCCEEDED');
  expect(await olga.client.log(run.id).get()).toContain('written anew');
});

test('a secret environment variable reaches the program and is never shown again', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeActor(page, 'secretive');
  await isDone(page);
  await page.goto(consolePath.actor(id, { tab: 'source' }));
  await page.getByRole('button', { name: 'Add a variable' }).click();
  await page.getByRole('group', { name: 'Variable 1' }).getByLabel('Name').fill('GATE_KEY');
  const variable = page.getByRole('group', { name: 'Variable GATE_KEY' });
  await variable.getByLabel('Value of GATE_KEY').fill('portcullis-42');
  await variable.getByLabel('Secret').check();
  await page.getByRole('button', { name: 'Save', exact: true }).last().click();
  await expect(page.getByText('Saved. Builds from now on have them.')).toBeAttached();
  await page.reload();
  await expect(page.getByRole('group', { name: 'Variable GATE_KEY' })).toBeVisible();
  expect(await page.content()).not.toContain('portcullis-42');
  expect(JSON.stringify(await actorOf(olga, id).get())).not.toContain('portcullis-42');
});

test('an Actor that was shared is run by another person, in their own account', async ({ olga, colin, as }) => {
  const olgas = await as(olga);
  const id = await makeActor(olgas, 'shared');
  await isDone(olgas);
  const colins = await as(colin);
  await colins.goto(consolePath.actor(id));
  await expect(colins.getByRole('button', { name: 'Start' })).toHaveCount(0);

  await olgas.goto(consolePath.actor(id, { dialog: 'share' }));
  const dialog = olgas.getByRole('dialog', { name: 'Share' });
  await dialog.getByLabel('Add people').fill(colin.username);
  await dialog.getByRole('checkbox', { name: /^Run/ }).check();
  await dialog.getByRole('button', { name: 'Add', exact: true }).click();
  await expect(dialog.getByText(colin.username, { exact: true })).toBeVisible();

  // Each right is changed where it stands.
  const rights = dialog.getByRole('group', { name: `What ${colin.username} may` });
  await dialog.getByText(/^Read and run/).click();
  await rights.getByLabel('Build', { exact: true }).check();
  await expect(status(olgas)).toContainText(`${colin.username} may read, run and build now`);
  await expect(rights.getByLabel('Run', { exact: true })).toBeChecked();

  await colins.goto(consolePath.actor(id));
  await colins.getByRole('button', { name: 'Start' }).click();
  await colins.waitForURL(/\/actors\/runs\//);
  await isDone(colins);
  const runId = new URL(colins.url()).pathname.split('/').at(-1) ?? '';
  expect((await colin.client.run(runId).get())?.userId).toBe(colin.id);
  // What he can change is his run, not her Actor.
  await colins.goto(consolePath.actor(id));
  await expect(colins.getByRole('link', { name: 'Settings' }).filter({ hasText: /^Settings$/ })).toHaveCount(0);
});

test('an input that does not fit is refused beside its field, and what was typed stays', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeActor(page, 'strict');
  await isDone(page);
  await page.goto(consolePath.actor(id));
  await page.getByText('Run options').click();
  await page.getByLabel('Time limit in seconds').fill('99999999999');
  await page.getByRole('textbox', { name: 'Name' }).fill('Rita');
  await page.getByRole('button', { name: 'Start' }).click();
  await expect(page.getByLabel('Time limit in seconds')).toHaveAccessibleDescription(/must be at most/);
  await expect(page.getByRole('textbox', { name: 'Name' })).toHaveValue('Rita');
});

test('an Actor is deleted after a question', async ({ page, olga }) => {
  await signIn(page.context(), olga);
  const id = await makeActor(page, 'doomed');
  await page.goto(consolePath.actor(id, { tab: 'settings' }));
  await page.getByRole('link', { name: 'Delete Actor' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Delete Actor' }).click();
  await page.waitForURL(consolePath.actors());
  expect(await actorOf(olga, id).get()).toBeUndefined();
});
