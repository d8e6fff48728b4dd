import { datasetPath, expect, makeDataset, reading, row, share, signIn, status, test } from './world.ts';

/** Cells of a row of "Who can see this, and why", after its heading. */
const MAY = 0;
const WHY = 1;

test('who can see a dataset is listed with the right and the reason', async ({ page, olga, colin, rita }) => {
  const id = await makeDataset(olga, { name: 'prices', generalAccess: 'ANYONE_WITH_NAME_CAN_READ' });
  await share(olga, id, colin, ['READ', 'WRITE']);
  await share(olga, id, rita);
  const link = await olga.client.dataset(id).createItemsPublicUrl();
  expect((await fetch(link)).status).toBe(200);
  await signIn(page.context(), olga);

  await expect(async () => {
    await page.goto(datasetPath(id, '?tab=access'));
    await expect(row(page, /^Signed link made by a client/)).toBeVisible({ timeout: 500 });
  }).toPass();
  const expected = [
    { who: `${olga.username} (owner)`, may: 'Read, write and share', why: 'Owns it' },
    { who: colin.username, may: 'Read and write', why: 'Was given access' },
    { who: rita.username, may: 'Read', why: 'Was given access' },
    { who: 'Everyone who knows the ID', may: 'Read', why: 'Anyone with the ID can read' },
    { who: 'Everyone who knows the name', may: 'Read', why: 'Anyone with the name can read' },
    { who: /^Signed link made by a client/, may: 'Read', why: 'Holds a signed link' },
    { who: `Token “First” of ${olga.username}`, may: 'Read, write and share', why: 'Owns it' },
  ];
  const table = page.getByRole('table', { name: 'Who can see this, and why' });
  await expect(table.getByRole('rowheader')).toHaveText(expected.map(({ who }) => who));
  for (const { who, may, why } of expected) {
    const cells = row(page, who).getByRole('cell');
    await expect(cells.nth(MAY)).toHaveText(may);
    await expect(cells.nth(WHY)).toContainText(why);
  }
  await expect(row(page, `${olga.username} (owner)`).getByRole('button')).toHaveCount(0);
});

test('Stop takes a person’s access away', async ({ page, olga, colin }) => {
  const id = await makeDataset(olga);
  await share(olga, id, colin);
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id, '?tab=access'));
  expect(await reading(colin, id)).toBe('permitted');
  await page.getByRole('button', { name: `Stop: ${colin.username}` }).click();
  await expect(row(page, colin.username)).toHaveCount(0);
  await expect.soft(status(page)).toContainText(`${colin.username} no longer has access`);
  expect(await reading(colin, id)).toBe(403);
});

test('Stop takes everyone’s access away', async ({ page, olga }) => {
  const id = await makeDataset(olga, { generalAccess: 'FOLLOW_USER_SETTING' });
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id, '?tab=access'));
  expect(await reading(null, id)).toBe('permitted');
  await page.getByRole('button', { name: 'Stop: Everyone who knows the ID' }).click();
  await expect(row(page, 'Everyone who knows the ID')).toHaveCount(0);
  await expect.soft(status(page)).toContainText('General access changed. It is in force now.');
  expect(await reading(null, id)).toBe(403);
});

test('Stop revokes a link', async ({ page, olga }) => {
  const id = await makeDataset(olga);
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id, '?dialog=export'));
  await page.getByLabel('For (optional)').fill('Report');
  await page.getByRole('button', { name: 'Make link' }).click();
  const url = await page.getByRole('textbox', { name: 'Shareable link' }).inputValue();
  await page.goto(datasetPath(id, '?tab=access'));
  expect((await fetch(url)).status).toBe(200);
  await page.getByRole('button', { name: 'Stop: Signed link “Report”' }).click();
  await expect(row(page, 'Signed link “Report”')).toHaveCount(0);
  await expect.soft(status(page)).toContainText('The link is revoked');
  expect((await fetch(url)).status).toBe(403);
});

test('a reader sees their own reason and nobody else', async ({ page, olga, colin, rita }) => {
  const id = await makeDataset(olga);
  await share(olga, id, rita);
  await share(olga, id, colin);
  await signIn(page.context(), rita);
  await page.goto(datasetPath(id, '?tab=access'));
  await expect(page.getByText('You can read this because you were given access.')).toBeVisible();
  await expect(page.getByRole('main')).not.toContainText(colin.username);
  await expect(page.getByRole('table')).toHaveCount(0);
});

test('ending all links ends those that programs made too, and takes nothing from people', async ({
  page,
  olga,
  colin,
}) => {
  const id = await makeDataset(olga);
  await share(olga, id, colin);
  const made = await olga.client.dataset(id).createItemsPublicUrl();
  await signIn(page.context(), olga);
  await page.goto(datasetPath(id, '?dialog=export'));
  await page.getByRole('button', { name: 'Make link' }).click();
  const url = await page.getByRole('textbox', { name: 'Shareable link' }).inputValue();
  expect([(await fetch(made)).status, (await fetch(url)).status]).toEqual([200, 200]);

  await page.goto(datasetPath(id, '?tab=access'));
  await page.getByRole('link', { name: 'End all links' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'End all links' }).click();
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await expect(row(page, /^Signed link/)).toHaveCount(0);
  await expect.poll(async () => [(await fetch(made)).status, (await fetch(url)).status]).toEqual([403, 403]);
  expect(await reading(colin, id)).toBe('permitted');
});
