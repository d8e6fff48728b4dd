/**
 * The key tasks with the keyboard only, counted: each press but those of typed text is one. And with the pointer, where each press is one.
 * A test that fails here says by how much a task has become longer.
 */
import type { Locator, Page } from '@playwright/test';
import { datasetPath, expect, makeDataset, reading, signIn, status, test } from './world.ts';

class Keyboard {
  readonly #page: Page;
  presses = 0;

  constructor(page: Page) {
    this.#page = page;
  }

  async press(key: string, times = 1): Promise<void> {
    for (let time = 0; time < times; time++) await this.#page.keyboard.press(key);
    this.presses += times;
  }

  /** Text is free. */
  async type(text: string): Promise<void> {
    await this.#page.keyboard.type(text);
  }

  /** Moves the focus to the target by Tab or Shift+Tab, a press at a time. */
  async reach(target: Locator, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
    await expect(target).toBeVisible();
    for (let step = 0; step < 40; step++) {
      if (await target.evaluate((element) => element === document.activeElement)) return;
      await this.press(key);
    }
    throw new Error(`${target.toString()} was not reached`);
  }
}

/** From the top of the page past the navigation, to an action of the page's header. */
async function pressAction(page: Page, keyboard: Keyboard, name: string): Promise<void> {
  await keyboard.press('Tab');
  await expect(page.getByRole('link', { name: 'Skip to content' })).toBeFocused();
  await keyboard.press('Enter');
  await keyboard.reach(page.getByRole('link', { name, exact: true }));
  await keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name })).toBeVisible();
}

/** Presses with the pointer, counted. */
function pointer() {
  return {
    clicks: 0,
    async click(target: Locator): Promise<void> {
      await target.click();
      this.clicks++;
    },
    /** A press that opens the list, and one that chooses. */
    async choose(target: Locator, option: string): Promise<void> {
      await target.selectOption(option);
      this.clicks += 2;
    },
  };
}

test.describe('to give a person read access to a dataset', () => {
  test('takes 16 presses of keys at most', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id));
    const keyboard = new Keyboard(page);
    await pressAction(page, keyboard, 'Share');
    await expect(page.getByLabel('Add people')).toBeFocused();
    await keyboard.type(colin.username);
    await keyboard.press('Enter');
    await expect(page.getByRole('button', { name: `Remove ${colin.username}` })).toBeVisible();
    expect(await reading(colin, id)).toBe('permitted');
    await expect(page.getByLabel('Add people')).toBeFocused();
    expect(keyboard.presses).toBeLessThanOrEqual(16);
  });

  test('takes 2 clicks at most', async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id));
    const mouse = pointer();
    await mouse.click(page.getByRole('link', { name: 'Share' }));
    await page.getByLabel('Add people').pressSequentially(colin.username);
    await mouse.click(page.getByRole('button', { name: 'Add', exact: true }));
    await expect(page.getByRole('button', { name: `Remove ${colin.username}` })).toBeVisible();
    expect(mouse.clicks).toBeLessThanOrEqual(2);
  });
});

test.describe('to open a dataset to anyone with its ID, and to undo that', () => {
  test('takes 20 presses of keys at most', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id));
    const keyboard = new Keyboard(page);
    await pressAction(page, keyboard, 'Share');
    await keyboard.reach(page.getByLabel('General access'), 'Shift+Tab');
    await keyboard.press('ArrowDown');
    await expect(status(page)).toContainText('General access changed. In force now.');
    expect(await reading(null, id)).toBe('permitted');
    await keyboard.reach(status(page).getByRole('button', { name: 'Undo' }));
    await keyboard.press('Enter');
    await expect(status(page)).toContainText('Taken back.');
    expect(await reading(null, id)).toBe(403);
    expect(keyboard.presses).toBeLessThanOrEqual(20);
  });

  test('takes 3 clicks and 1 at most', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id));
    const mouse = pointer();
    await mouse.click(page.getByRole('link', { name: 'Share' }));
    await mouse.choose(page.getByLabel('General access'), 'Anyone with ID can read');
    await expect(status(page)).toContainText('In force now.');
    expect(mouse.clicks).toBeLessThanOrEqual(3);
    await mouse.click(status(page).getByRole('button', { name: 'Undo' }));
    await expect(status(page)).toContainText('Taken back.');
    expect(mouse.clicks).toBeLessThanOrEqual(3 + 1);
  });
});

test.describe('to copy a signed link', () => {
  test.use({ permissions: ['clipboard-read', 'clipboard-write'] });

  const copied = async (page: Page): Promise<number> => {
    await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toBeVisible();
    const url = await page.evaluate(() => navigator.clipboard.readText());
    return (await fetch(url)).status;
  };
  const dialogOf = (page: Page) => page.getByRole('dialog', { name: 'Export' });
  const wasCopied = (page: Page) =>
    expect(page.getByRole('status').filter({ hasText: 'Copied. It works until' })).toBeVisible();

  test('that works for 14 days takes 16 presses of keys at most', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id));
    const keyboard = new Keyboard(page);
    await pressAction(page, keyboard, 'Export');
    await keyboard.reach(dialogOf(page).getByRole('button', { name: 'Make link' }), 'Shift+Tab');
    await keyboard.press('Enter');
    await wasCopied(page);
    expect(await copied(page)).toBe(200);
    expect(keyboard.presses).toBeLessThanOrEqual(16);
  });

  test('that works for a day takes 20 presses of keys at most', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(datasetPath(id));
    const keyboard = new Keyboard(page);
    await pressAction(page, keyboard, 'Export');
    await keyboard.reach(dialogOf(page).getByLabel('Works for'), 'Shift+Tab');
    await keyboard.press('ArrowUp', 2);
    await keyboard.reach(dialogOf(page).getByLabel('For (optional)'));
    await keyboard.press('Enter');
    await wasCopied(page);
    expect(await copied(page)).toBe(200);
    expect(keyboard.presses).toBeLessThanOrEqual(20);
  });

  test('takes 2 clicks at most, and 4 with another lifetime', async ({ page, olga }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    for (const { lifetime, most } of [
      { lifetime: null, most: 2 },
      { lifetime: '1 day', most: 4 },
    ]) {
      await page.goto(datasetPath(id));
      const mouse = pointer();
      await mouse.click(page.getByRole('link', { name: 'Export' }));
      if (lifetime) await mouse.choose(dialogOf(page).getByLabel('Works for'), lifetime);
      await mouse.click(dialogOf(page).getByRole('button', { name: 'Make link' }));
      await wasCopied(page);
      expect(await copied(page)).toBe(200);
      expect.soft(mouse.clicks, lifetime ?? 'the default').toBeLessThanOrEqual(most);
    }
  });
});
