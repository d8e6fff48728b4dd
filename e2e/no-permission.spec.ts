import type { Page } from '@playwright/test';
import { createId } from '../lib/ids.ts';
import {
  datasetPath,
  expect,
  fillSignIn,
  ITEMS,
  makeDataset,
  reading,
  setGeneralAccess,
  share,
  signIn,
  test,
} from './world.ts';

test('a reviewer who is signed out signs in on the way, and comes to the dataset', async ({ page, olga, rita }) => {
  const id = await makeDataset(olga, { name: 'prices' });
  await share(olga, id, rita);
  await page.goto(datasetPath(id));
  await expect(page).toHaveURL(/\/sign-in\?returnTo=/);
  await expect(page.getByRole('main')).not.toContainText('prices');
  await fillSignIn(page, rita);
  await expect(page).toHaveURL(datasetPath(id));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText('prices');
  await expect(page.getByRole('table', { name: 'Items' })).toContainText('Tower, north');
});

test.describe('without a right', () => {
  /** All that an address tells: the status, the title and the text. */
  async function seen(page: Page, path: string): Promise<{ status: number | undefined; title: string; text: string }> {
    const response = await page.goto(path);
    return {
      status: response?.status(),
      title: await page.title(),
      text: await page.getByRole('main').innerText(),
    };
  }

  test('a restricted dataset and one that does not exist look the same', async ({ page, olga, stan }) => {
    const id = await makeDataset(olga, { name: 'prices' });
    await signIn(page.context(), stan);
    for (const query of ['', '?tab=access', '?dialog=share', '?dialog=export']) {
      const restricted = await seen(page, datasetPath(id, query));
      expect.soft(restricted.status, query).toBe(404);
      expect.soft(restricted.text, query).toContain('You cannot open this page');
      expect.soft(restricted, query).toEqual(await seen(page, datasetPath(createId(), query)));
      expect.soft(await page.content(), query).not.toContain(olga.username);
    }
    expect(await seen(page, datasetPath(`${olga.username}~prices`))).toEqual(
      await seen(page, datasetPath(`${olga.username}~nothing`)),
    );
  });

  test('a visitor who is signed out is asked to sign in for either', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    const restricted = await seen(page, datasetPath(id));
    await expect(page).toHaveURL(/\/sign-in/);
    expect(restricted).toEqual(await seen(page, datasetPath(createId())));
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test('one can use another account', async ({ page, olga, stan }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), stan);
    await page.goto(datasetPath(id));
    await expect(page.getByRole('main')).toContainText(stan.username);
    await page.getByRole('button', { name: 'Use another account' }).click();
    await expect(page).toHaveURL(/\/sign-in/);
    await fillSignIn(page, olga);
    await expect(page).toHaveURL(datasetPath(id));
  });

  test('the download of the Console is refused, to the signed in and the signed out', async ({ page, olga, stan }) => {
    const path = datasetPath(await makeDataset(olga), '/export?format=json');
    expect((await page.request.get(path)).status()).not.toBe(200);
    await signIn(page.context(), stan);
    expect((await page.request.get(path)).status()).not.toBe(200);
  });

  test('an address of nothing says so', async ({ page }) => {
    const response = await page.goto('/nothing/here');
    expect(response?.status()).toBe(404);
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('You cannot open this page');
    await expect(page.getByRole('main').getByRole('link', { name: 'Sign in' })).toBeVisible();
  });
});

test.describe('an open dataset', () => {
  test('is shown by its ID to a visitor without an account, who can change nothing', async ({ page, olga }) => {
    const id = await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    await page.goto(datasetPath(id));
    await expect(page).toHaveURL(datasetPath(id));
    await expect(page.getByRole('table', { name: 'Items' }).getByRole('row')).toHaveCount(ITEMS.length + 1);
    await expect(page.getByRole('banner').getByRole('link', { name: 'Sign in' })).toBeVisible();
    await page.getByRole('link', { name: 'Settings' }).click();
    await expect(page.getByRole('main')).toContainText('You may read this dataset.');
    await expect(page.getByRole('button', { name: 'Save' })).toHaveCount(0);

    await setGeneralAccess(olga, id, 'RESTRICTED');
    await page.reload();
    await expect(page).toHaveURL(/\/sign-in/);
  });

  test('can be downloaded by a visitor without an account', async ({ page, olga }) => {
    const id = await makeDataset(olga, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    await page.goto(datasetPath(id, '?dialog=export'));
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Download' }).click(),
    ]);
    expect(file.suggestedFilename()).toMatch(/\.json$/);
  });

  test('is shown by its name only where that is enough', async ({ page, olga }) => {
    const id = await makeDataset(olga, { name: 'prices', generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    const byName = `${olga.username}~prices`;
    expect(await reading(null, byName)).toBe(403);
    await page.goto(datasetPath(byName));
    await expect(page).toHaveURL(/\/sign-in/);

    await setGeneralAccess(olga, id, 'ANYONE_WITH_NAME_CAN_READ');
    expect(await reading(null, byName)).toBe('permitted');
    await page.goto(datasetPath(byName));
    await expect(page.getByRole('heading', { level: 1 })).toHaveText('prices');
  });
});
