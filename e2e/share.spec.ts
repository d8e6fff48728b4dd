import type { Locator, Page } from '@playwright/test';
import {
  datasetPath,
  expect,
  makeDataset,
  type Person,
  reading,
  share,
  signIn,
  status,
  test,
  writing,
} from './world.ts';

/** Opens the Share dialog of a dataset by its button. */
async function openShare(page: Page, id: string): Promise<Locator> {
  await page.goto(datasetPath(id));
  await page.getByRole('link', { name: 'Share' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share' });
  await expect(dialog).toBeVisible();
  return dialog;
}

const people = (dialog: Locator) => dialog.getByRole('region', { name: 'People with access' }).getByRole('listitem');
const rightsOf = (dialog: Locator, { username }: Person) => dialog.getByLabel(`What ${username} may`);
const personIn = (dialog: Locator, { username }: Person) => people(dialog).filter({ hasText: username });

async function add(dialog: Locator, who: string): Promise<void> {
  await dialog.getByLabel('Add people').fill(who);
  await dialog.getByLabel('Add people').press('Enter');
}

test.describe('giving people access', () => {
  test('by username: to read, and to nobody else', async ({ page, olga, colin, stan }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await expect(people(dialog)).toContainText([olga.username, 'Nobody else was given access.']);
    expect(await reading(colin, id)).toBe(403);

    await add(dialog, colin.username);
    await expect(rightsOf(dialog, colin)).toHaveValue('READ');
    await expect(status(page)).toContainText(`${colin.username} has access now`);
    expect(await reading(colin, id)).toBe('permitted');
    expect(await writing(colin, id)).toBe(403);
    expect(await reading(stan, id)).toBe(403);
    expect(await reading(null, id)).toBe(403);
    await expect(dialog.getByLabel('Add people')).toHaveValue('');
    await expect(dialog.getByLabel('Add people')).toBeFocused();
  });

  test('by e-mail address: to write as well', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await dialog.getByLabel('They may').selectOption('Read and write');
    await add(dialog, colin.email.toUpperCase());
    await expect(rightsOf(dialog, colin)).toHaveValue('WRITE');
    expect(await writing(colin, id)).toBe('permitted');
  });

  test('by user ID, until a day', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await dialog.getByLabel('Until (optional)').fill('2099-12-31');
    await add(dialog, colin.id);
    await expect(personIn(dialog, colin).getByRole('time')).toHaveAttribute('datetime', '2099-12-31T23:59:59.000Z');
    expect(await reading(colin, id)).toBe('permitted');
  });

  test('to somebody without an account here keeps what was typed and says what to do', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await dialog.getByLabel('They may').selectOption('Read and write');
    await dialog.getByLabel('Until (optional)').fill('2099-12-31');
    await add(dialog, 'nobody@example.com');
    const field = dialog.getByLabel('Add people');
    await expect(field).toHaveAccessibleDescription(/Nobody with this username, e-mail address or id has an account/);
    await expect(field).toHaveAccessibleDescription(/give a signed link/);
    await expect(field).toHaveAttribute('aria-invalid', 'true');
    await expect(field).toHaveValue('nobody@example.com');
    await expect(dialog.getByLabel('They may')).toHaveValue('WRITE');
    await expect(dialog.getByLabel('Until (optional)')).toHaveValue('2099-12-31');
  });

  test('with a day that has passed, or to the owner, is refused at its field', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await dialog.getByLabel('Until (optional)').fill('2020-01-01');
    await add(dialog, colin.username);
    await expect(dialog.getByLabel('Until (optional)')).toHaveAccessibleDescription(/must lie in the future/);
    await expect(dialog.getByLabel('Add people')).toHaveValue(colin.username);
    expect(await reading(colin, id)).toBe(403);

    await dialog.getByLabel('Until (optional)').fill('');
    await add(dialog, olga.username);
    await expect(dialog.getByLabel('Add people')).toHaveAccessibleDescription(/owns it already/);
  });

  test('at another level holds at once, and can be taken back', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await share(olga, id, colin);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await rightsOf(dialog, colin).selectOption('Read and write');
    await expect(status(page)).toContainText(`${colin.username} may read and write now`);
    expect(await writing(colin, id)).toBe('permitted');
    await status(page).getByRole('button', { name: 'Undo' }).click();
    await expect(rightsOf(dialog, colin)).toHaveValue('READ');
    await expect(status(page)).toContainText(`${colin.username} may read now`);
    expect(await writing(colin, id)).toBe(403);
  });

  test('and taking it away refuses the very next request', async ({ page, olga, colin, rita }) => {
    const id = await makeDataset(olga);
    await share(olga, id, colin);
    await share(olga, id, rita);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    expect(await reading(colin, id)).toBe('permitted');
    await dialog.getByRole('button', { name: `Remove ${colin.username}` }).click();
    await expect(personIn(dialog, colin)).toHaveCount(0);
    await expect.soft(status(page)).toContainText(`${colin.username} no longer has access`);
    expect(await reading(colin, id)).toBe(403);
    expect(await reading(rita, id)).toBe('permitted');
  });
});

test.describe('general access', () => {
  test('holds at once when it is chosen, and can be taken back', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    const select = dialog.getByLabel('General access');
    await expect(select).toHaveAccessibleDescription(/Only the owner, the people above/);
    expect(await reading(null, id)).toBe(403);

    await select.selectOption('Anyone with ID can read');
    await expect(status(page)).toContainText('General access changed. In force now.');
    expect(await reading(null, id)).toBe('permitted');
    await expect(select).toHaveAccessibleDescription(/Anyone who knows its ID or link can read it/);

    await status(page).getByRole('button', { name: 'Undo' }).click();
    await expect(status(page)).toContainText('Taken back. In force now.');
    expect(await reading(null, id)).toBe(403);
    await expect(select).toHaveValue('RESTRICTED');
  });

  test('that is chosen before the page can hear it is not changed, and does not look so', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    let release = () => {};
    const released = new Promise<void>((resolve) => {
      release = resolve;
    });
    await page.route('**/_next/static/**/*.js*', async (route) => {
      await released;
      await route.continue();
    });
    await page.goto(datasetPath(id, '?dialog=share'), { waitUntil: 'commit' });
    const select = page.getByRole('dialog').getByLabel('General access');
    await select.selectOption('Anyone with ID can read');
    release();
    await expect(status(page)).toContainText('General access was not changed');
    await expect(select).toHaveValue('RESTRICTED');
    expect(await reading(null, id)).toBe(403);
  });

  test('can follow the account, and says what that is now', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    const follow = dialog.getByRole('option', { name: /^As the account/ });
    await expect(follow).toHaveText(/\(now: anyone with ID can read\)/i);
    await dialog.getByLabel('General access').selectOption(await follow.innerText());
    await expect(status(page)).toContainText('In force now.');
    expect(await reading(null, id)).toBe('permitted');
  });

  test('by name is for datasets that have one', async ({ page, olga }) => {
    const nameless = await makeDataset(olga);
    await signIn(page.context(), olga);
    const choice = { name: /^Anyone with name or ID can read/ };
    const dialog = await openShare(page, nameless);
    await expect(dialog.getByRole('option', choice)).toBeDisabled();
    await expect(dialog.getByRole('option', choice)).toHaveText(/give it a name first/);

    const named = await makeDataset(olga, { name: 'prices' });
    const byName = `${olga.username}~prices`;
    await openShare(page, named);
    expect(await reading(null, byName)).toBe(403);
    await dialog.getByLabel('General access').selectOption('Anyone with name or ID can read');
    await expect(status(page)).toContainText('In force now.');
    expect(await reading(null, byName)).toBe('permitted');
  });
});

test.describe('the dialog', () => {
  test('takes the focus, keeps it, and gives it back to its opener', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    for (const close of ['Escape', 'Close', 'Done']) {
      const dialog = await openShare(page, id);
      await expect(page).toHaveURL(datasetPath(id, '?dialog=share'));
      await expect(dialog.getByLabel('Add people')).toBeFocused();
      if (close === 'Escape') {
        for (let press = 0; press < 16; press++) {
          await page.keyboard.press('Tab');
          expect(await dialog.evaluate((inside) => inside.contains(document.activeElement))).toBe(true);
        }
        await page.keyboard.press('Escape');
      } else await dialog.getByRole('link', { name: close }).click();
      await expect(dialog).toHaveCount(0);
      await expect(page).toHaveURL(datasetPath(id));
      await expect.soft(page.getByRole('link', { name: 'Share' }), `after ${close}`).toBeFocused();
    }
  });

  test('has an address that opens it, also after a reload', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=share'));
    const dialog = page.getByRole('dialog', { name: 'Share' });
    await add(dialog, colin.username);
    await expect(personIn(dialog, colin)).toBeVisible();
    await page.reload();
    await expect(personIn(dialog, colin)).toBeVisible();
  });

  test('gives nobody access when one clicks beside it', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await dialog.getByLabel('Add people').fill(colin.username);
    await page.mouse.click(5, 5);
    expect(await reading(colin, id)).toBe(403);
  });

  test('copies a link to the page, and says so', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await signIn(page.context(), olga);
    const dialog = await openShare(page, id);
    await dialog.getByRole('button', { name: 'Copy link' }).click();
    await expect(status(page)).toContainText('Copied. It asks for sign-in where that is needed.');
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(new RegExp(`${datasetPath(id)}$`));
  });

  test('can be read, not used, by somebody who may only read', async ({ page, olga, rita }) => {
    const id = await makeDataset(olga);
    await share(olga, id, rita);
    await signIn(page.context(), rita);
    const dialog = await openShare(page, id);
    await expect(dialog).toContainText(`Its owner, ${olga.username}, decides who else may.`);
    await expect(dialog.getByLabel('General access')).toBeDisabled();
    await expect(dialog.getByLabel('Add people')).toHaveCount(0);
    await expect(dialog.getByRole('region', { name: 'People with access' })).toHaveCount(0);
  });

  test('tells of the live links while the dataset is restricted', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id, '?dialog=export'));
    await page.getByRole('button', { name: 'Make link' }).click();
    await expect(page.getByRole('textbox', { name: 'Shareable link' })).toBeVisible();
    const dialog = await openShare(page, id);
    await dialog.getByRole('link', { name: '1 live signed link' }).click();
    await expect(page.getByRole('table', { name: 'Signed links' })).toBeVisible();
  });
});
