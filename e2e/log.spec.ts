import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import type { Locator, Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { finishedRun, print, runningRun, runPath, setStatus } from './jobs.ts';
import { consoleUrl, expect, type Person, signIn, test } from './world.ts';

const log = (page: Page): Locator => page.getByRole('log', { name: 'Log' });
const follow = (page: Page): Locator => page.getByRole('button', { name: 'Follow' });
const numbered = (from: number, count: number) => Array.from({ length: count }, (_, n) => `Line ${from + n}`);
/** How far the end of the log is below what is in sight. */
const pixelsBelow = (region: Locator) =>
  region.evaluate((element) => element.scrollHeight - element.scrollTop - element.clientHeight);

async function openLog(page: Page, someone: Person, id: string, hash = ''): Promise<Locator> {
  await signIn(page.context(), someone);
  await page.goto(runPath(id, { tab: 'log' }) + hash);
  await expect(log(page)).toBeVisible();
  return log(page);
}

test('lines come while one looks, in their colours, and as text', async ({ page, olga }) => {
  const run = await runningRun(olga);
  await print(run.id, ['ACTOR: Starting']);
  const region = await openLog(page, olga, run.id);
  await expect(region).toContainText('ACTOR: Starting');
  await expect(region).toHaveAttribute('aria-live', 'off');
  await print(run.id, ['\u001b[31mERROR\u001b[39m <img src=x onerror="document.title = \'run\'">']);
  await expect(region).toContainText('ERROR <img src=x');
  await expect(region.getByText('ERROR', { exact: true })).toHaveClass(/text-brick/);
  expect(await page.title()).not.toBe('run');
  await setStatus(run.id, 'SUCCEEDED');
  await expect(page.getByRole('main').locator('header').first()).toContainText('Succeeded');
  await expect(page.getByRole('main')).not.toContainText('Live ·');
});

test('follows the end until the reader scrolls up, and again when asked', async ({ page, olga }) => {
  const run = await runningRun(olga);
  await print(run.id, numbered(1, 500));
  const region = await openLog(page, olga, run.id);
  await expect(region).toContainText('Line 500');
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'true');
  await print(run.id, numbered(501, 100));
  await expect(region).toContainText('Line 600');

  await region.hover();
  await page.mouse.wheel(0, -2_000);
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false');
  const top = await region.evaluate((element) => element.scrollTop);
  await print(run.id, numbered(601, 100));
  await expect(page.getByText('Live · 700 lines')).toBeVisible();
  expect(await region.evaluate((element) => element.scrollTop)).toBe(top);
  await follow(page).click();
  await expect(region).toContainText('Line 700');
  await expect.poll(() => pixelsBelow(region)).toBeLessThan(5);
});

test('pauses, and says how much waits', async ({ page, olga }) => {
  const run = await runningRun(olga);
  await print(run.id, numbered(1, 10));
  const region = await openLog(page, olga, run.id);
  await page.getByRole('button', { name: 'Pause' }).click();
  await print(run.id, numbered(11, 5));
  await expect(page.getByText('Paused, 5 lines waiting · 10 lines')).toBeVisible();
  await expect(region).not.toContainText('Line 15');
  await page.getByRole('button', { name: 'Pause' }).click();
  await expect(region).toContainText('Line 15');
});

test('is searched forwards and backwards', async ({ page, olga }) => {
  const run = await finishedRun(olga);
  await print(run.id, [...numbered(1, 300), 'ERROR the gate is shut', ...numbered(302, 300)]);
  const region = await openLog(page, olga, run.id);
  const field = page.getByRole('searchbox', { name: 'Search the log' });
  await field.fill('error');
  await expect(page.getByText('2 found')).toBeVisible();
  await field.press('Enter');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await expect(region.locator('mark')).toHaveText('ERROR');
  await expect(region).toContainText('one shop was closed');
  await page.getByRole('button', { name: 'Next match' }).click();
  await expect(region).toContainText('the gate is shut');
  await field.press('Shift+Enter');
  await expect(page.getByText('1 of 2')).toBeVisible();
  await field.fill('portcullis');
  await expect(page.getByText('Not found')).toBeVisible();
});

test('has an address for each line', async ({ page, olga }) => {
  const run = await finishedRun(olga);
  await print(run.id, numbered(4, 900));
  const region = await openLog(page, olga, run.id, '#L450');
  const line = region.getByRole('link', { name: 'Line 450', exact: true });
  await expect(line).toBeInViewport();
  await expect(line).toHaveAttribute('aria-current', 'true');
  await expect(follow(page)).toHaveAttribute('aria-pressed', 'false');
  await region.getByRole('link', { name: 'Line 452', exact: true }).click();
  await expect(page).toHaveURL(/#L452$/);
  await expect(region.getByRole('link', { name: 'Line 452', exact: true })).toHaveAttribute('aria-current', 'true');
});

test('wraps long lines', async ({ page, olga }) => {
  const run = await finishedRun(olga);
  await print(run.id, [`${'long '.repeat(200)}end`]);
  const region = await openLog(page, olga, run.id);
  const isWide = () => region.evaluate((element) => element.scrollWidth > element.clientWidth);
  expect(await isWide()).toBe(true);
  await page.getByRole('button', { name: 'Wrap' }).click();
  await expect.poll(isWide).toBe(false);
  await expect(region.getByText('end', { exact: false }).last()).toBeInViewport();
});

/** The Console behind a line that can be cut. Cookies do not ask for the port. */
async function cuttableLine() {
  const sockets = new Set<Socket>();
  let isCut = false;
  const { hostname, port } = new URL(consoleUrl);
  const server = createServer((near) => {
    if (isCut) return near.destroy();
    const far = connect(Number(port), hostname);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      sockets.add(from);
      from.pipe(to).on('error', () => from.destroy());
      from.on('close', () => sockets.delete(from));
    }
  }).listen(0);
  await once(server, 'listening');
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}`,
    cut: () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: () => server.close(),
  };
}

test('comes back where it was when the connection is lost, and says so', async ({ page, olga }) => {
  const run = await runningRun(olga);
  await print(run.id, numbered(1, 3));
  await signIn(page.context(), olga);
  const line = await cuttableLine();
  await page.goto(line.url + runPath(run.id, { tab: 'log' }));
  await expect(log(page)).toContainText('Line 3');
  line.cut();
  await expect(page.getByText(/Connection lost, trying again/)).toBeVisible();
  await print(run.id, ['Line 4']);
  line.mend();
  await expect(log(page)).toContainText('Line 4', { timeout: 15_000 });
  await expect(page.getByText('Live · 4 lines')).toBeVisible();
  line.cut();
  line.close();
});

test('ends within a second for who may not read any more', async ({ page, olga, stan }) => {
  const run = await runningRun(olga);
  await print(run.id, ['For all to see']);
  const region = await openLog(page, stan, run.id);
  await expect(region).toContainText('For all to see');
  await pool().query("UPDATE resources SET general_access = 'RESTRICTED' WHERE id = $1", [run.id]);
  await expect(page.getByText(/You may not read this any more/)).toBeVisible({ timeout: 2_500 });
  await print(run.id, ['For Olga alone']);
  await expect(region).not.toContainText('For Olga alone');
});

test('is downloaded whole', async ({ page, olga }) => {
  const run = await finishedRun(olga);
  await openLog(page, olga, run.id);
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: 'Whole log' }).click(),
  ]);
  expect(download.suggestedFilename()).toBe(`run-${run.id}.log`);
  const text = await (await page.request.get(`${runPath(run.id)}/log?raw=1`)).text();
  expect(text).toMatch(/^\d{4}-.*ACTOR: Starting\n.*INFO {2}Found 2 shops\n.*closed\n$/);
});

test('of 200,000 lines scrolls to any of them', async ({ page, olga }) => {
  const run = await finishedRun(olga);
  for (let chunk = 0; chunk < 100; chunk++) await print(run.id, numbered(chunk * 2_000, 2_000));
  const region = await openLog(page, olga, run.id);
  await expect(page.getByText('200,003 lines')).toBeVisible({ timeout: 15_000 });
  await expect(region).toContainText('Line 199999');
  const framesInSecond = (pixelsPerFrame: number) =>
    region.evaluate(async (element, pixels) => {
      const from = performance.now();
      let count = 0;
      while (performance.now() - from < 1_000) {
        element.scrollTop -= pixels;
        await new Promise(requestAnimationFrame);
        count++;
      }
      return count;
    }, pixelsPerFrame);
  const [atRest, scrolling] = [await framesInSecond(0), await framesInSecond(400)];
  console.log(`    a log of 200,000 lines: ${scrolling} frames in a second of scrolling, ${atRest} at rest`);
  // Far below what it is on a machine that does nothing else, and far above what a page with all the lines would reach.
  expect(scrolling).toBeGreaterThan(8);
  await page.getByRole('searchbox', { name: 'Search the log' }).fill('Line 123456');
  await page.getByRole('button', { name: 'Next match' }).click();
  await expect(region.locator('mark')).toBeInViewport();
  expect(await region.locator('[id^="L"]').count()).toBeLessThan(150);
});
