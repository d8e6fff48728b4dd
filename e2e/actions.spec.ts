import type { Page } from '@playwright/test';
import { pool } from '../db/client.ts';
import { consolePath } from '../lib/paths.ts';
import { countRows } from '../lib/testing/arrange.ts';
import { decisions, publicActor } from './actors-of-others.ts';
import {
  ALONE,
  awaitDialog,
  consoleUrl,
  datasetPath,
  expect,
  makeDataset,
  type Person,
  signIn,
  test,
} from './world.ts';

/** A form as the browser would have sent it. */
interface Sent {
  url: string;
  headers: Record<string, string>;
  body: Buffer;
}

/** Does something in the page, keeps back the form that it sends, and gives that. */
async function keepBack(page: Page, work: () => Promise<unknown>): Promise<Sent> {
  const caught = new Promise<Sent>((resolve, reject) => {
    void page.route('**', async (route) => {
      const request = route.request();
      if (request.method() !== 'POST') return route.fallback();
      const body = request.postDataBuffer();
      if (body) resolve({ url: request.url(), headers: await request.allHeaders(), body });
      else reject(new Error('The form had no body'));
      await route.abort();
    });
  });
  await work();
  const sent = await caught;
  await page.unroute('**');
  return sent;
}

/** Sends it from somewhere else: `origin` null leaves the header out. `instead`: headers that take the place of the cookie. */
async function send(
  { url, headers, body }: Sent,
  origin: string | null,
  instead?: Record<string, string>,
): Promise<void> {
  const kept = ['accept', 'content-type', 'cookie', 'next-action', 'next-router-state-tree'];
  const given = Object.entries(headers).filter(([name]) => kept.includes(name) && !(instead && name === 'cookie'));
  const response = await fetch(url, {
    method: 'POST',
    headers: { ...Object.fromEntries(given), ...instead, ...(origin !== null && { origin }) },
    body: new Uint8Array(body),
    redirect: 'manual',
  });
  await response.arrayBuffer();
}

const FOREIGN = [null, 'null', 'https://evil.example', consoleUrl.replace('//', '//evil.'), `${consoleUrl}0`];

/** All that an account has and has set, to see that it stays the same. */
async function stateOf({ id }: Person): Promise<unknown> {
  const { rows } = await pool().query(
    `SELECT a.general_access, a.name, a.email, a.password_hash,
       (SELECT json_agg(r.* ORDER BY r.id) FROM resources r WHERE r.owner_id = a.id) AS resources,
       (SELECT json_agg(g.* ORDER BY g.id) FROM grants g JOIN resources r ON r.id = g.resource_id WHERE r.owner_id = a.id) AS grants,
       (SELECT json_agg(p.* ORDER BY p.id) FROM approvals p WHERE p.account_id = a.id) AS approvals,
       (SELECT json_agg(c.* ORDER BY c.actor_id) FROM level_ceilings c WHERE c.account_id = a.id) AS ceilings,
       (SELECT count(*) FROM tokens t WHERE t.account_id = a.id) AS tokens,
       (SELECT count(*) FROM sessions s WHERE s.account_id = a.id) AS sessions,
       (SELECT count(*) FROM audit_events e WHERE e.account_id = a.id) AS events
     FROM accounts a WHERE a.id = $1`,
    [id],
  );
  return rows;
}

/** Each form of the Console that changes something of the person's, and how it is sent. */
const FORMS: { name: string; path: (id: string) => string; submit: (page: Page, colin: Person) => Promise<unknown> }[] =
  [
    {
      name: 'giving somebody access',
      path: (id) => datasetPath(id, '?dialog=share'),
      submit: async (page, colin) => {
        await page.getByLabel('Add people').fill(colin.username);
        await page.getByLabel('Add people').press('Enter');
      },
    },
    {
      name: 'the general access of a dataset',
      path: (id) => datasetPath(id, '?dialog=share'),
      submit: (page) => page.getByLabel('General access').selectOption('Anyone with ID can read'),
    },
    {
      name: 'the general access of the account',
      path: () => '/settings/security',
      submit: async (page) => {
        await page.getByRole('radio', { name: /^Restricted/ }).check();
        await page.getByRole('button', { name: 'Save', exact: true }).click();
      },
    },
    {
      name: 'making a token',
      path: () => '/settings/integrations?dialog=new-token',
      submit: async (page) => {
        await page.getByLabel('What it is for').fill('Stolen');
        await page.getByRole('button', { name: 'Create token' }).click();
      },
    },
    {
      name: 'deleting a dataset',
      path: (id) => datasetPath(id, '?tab=settings&dialog=delete'),
      submit: (page) => page.getByRole('dialog').getByRole('button', { name: 'Delete dataset' }).click(),
    },
    {
      name: 'signing out',
      path: () => '/',
      submit: async (page) => {
        await page.getByRole('button', { name: /account menu$/ }).click();
        await page.getByRole('button', { name: 'Sign out' }).click();
      },
    },
  ];

for (const { name, path, submit } of FORMS) {
  test(`${name} is refused from another site, and with a cookie alone`, async ({ page, olga, colin }) => {
    const id = await makeDataset(olga);
    await signIn(page.context(), olga);
    await page.goto(path(id));
    if (path(id).includes('dialog=')) await awaitDialog(page);
    const sent = await keepBack(page, () => submit(page, colin));
    const before = await stateOf(olga);
    for (const origin of FOREIGN) {
      await send(sent, origin);
      expect.soft(await stateOf(olga), `Origin: ${origin}`).toEqual(before);
    }
    // Sent from the Console's own address the same form works, so it was the Origin that was refused.
    await send(sent, consoleUrl);
    expect(await stateOf(olga)).not.toEqual(before);
  });
}

test('a form that is sent without JavaScript is refused from another site as well', async ({
  browser,
  olga,
  colin,
}) => {
  const id = await makeDataset(olga);
  const context = await browser.newContext({ javaScriptEnabled: false });
  await signIn(context, olga);
  const page = await context.newPage();
  await page.goto(datasetPath(id, '?dialog=share'));
  const sent = await keepBack(page, async () => {
    await page.getByLabel('Add people').fill(colin.username);
    await page.getByRole('button', { name: 'Add', exact: true }).click({ noWaitAfter: true });
  });
  const before = await stateOf(olga);
  for (const origin of FOREIGN) {
    await send(sent, origin);
    expect.soft(await stateOf(olga), `Origin: ${origin}`).toEqual(before);
  }
  await send(sent, consoleUrl);
  expect(await stateOf(olga)).not.toEqual(before);
  await context.close();
});

test('the question about full permissions is answered from here only, with and without JavaScript', async ({
  browser,
  olga,
  colin,
}) => {
  test.setTimeout(180_000);
  for (const javaScriptEnabled of [true, false]) {
    const actor = await publicActor(colin);
    const context = await browser.newContext({ javaScriptEnabled });
    await signIn(context, olga);
    const page = await context.newPage();
    const asking = consolePath.actor(actor.actorId, { approvePermissions: 'true' });
    const answers: { name: string; path: string; outcome: string }[] = [
      { name: 'Authorize', path: asking, outcome: 'approved 1' },
      { name: 'Revoke approval', path: asking, outcome: 'revoked 1' },
      { name: 'Always limit it for me', path: asking, outcome: 'always limited' },
      { name: 'Stop limiting it', path: asking, outcome: 'revoked 1' },
      { name: 'Authorize', path: consolePath.actor(actor.actorId), outcome: 'approved 1' },
    ];
    for (const { name, path, outcome } of answers) {
      await page.goto(path);
      if (path !== asking) await page.getByRole('button', { name: 'Start', exact: true }).click();
      const button = page.getByRole('dialog').getByRole('button', { name, exact: true });
      if (javaScriptEnabled) await awaitDialog(page);
      const sent = await keepBack(page, () => button.click({ noWaitAfter: true }));
      const before = await stateOf(olga);
      for (const origin of FOREIGN) {
        await send(sent, origin);
        expect.soft(await stateOf(olga), `${name}, Origin: ${origin}`).toEqual(before);
      }
      // A program has no session, whatever it has.
      const cookie = sent.headers.cookie?.replaceAll(/=[^;]*/g, `=${olga.token}`) ?? '';
      const instead: Record<string, string>[] = [{}, { authorization: `Bearer ${olga.token}` }, { cookie }];
      for (const headers of instead) {
        await send(sent, consoleUrl, headers);
        expect.soft(await stateOf(olga), `${name}, ${JSON.stringify(Object.keys(headers))}`).toEqual(before);
      }
      await send(sent, consoleUrl);
      expect.soft((await decisions(olga, actor)).at(-1), name).toBe(outcome);
    }
    await context.close();
  }
});

/** How many rows there are of everything but what is left of deleted storages, which the worker clears away in its own time. */
async function rowsOf(): Promise<Record<string, number>> {
  const { dataset_items: _items, deleted_storages: _deleted, ...rows } = await countRows();
  return rows;
}

test.describe('of the whole instance', () => {
  // All rows are counted.
  test.use(ALONE);

  test('looking at every address changes nothing', async ({ page, newPerson, rita }) => {
    const opal = await newPerson('opal', { isOperator: true });
    const id = await makeDataset(opal, { name: 'prices' });
    await signIn(page.context(), opal);
    const { rows } = await pool().query<{ id: string }>('SELECT id FROM tokens WHERE account_id = $1', [opal.id]);
    const addresses = new Set([
      '/',
      '/sign-in',
      '/sign-up',
      ...['', '?tab=access', '?tab=settings', '?dialog=share', '?dialog=export', '?tab=settings&dialog=delete'].map(
        (query) => datasetPath(id, query),
      ),
      datasetPath(id, '/export?format=csv'),
      '/storage/datasets?dialog=new&name=made-by-get',
      '/settings/account',
      '/settings/security?generalAccess=RESTRICTED&preview=1',
      `/settings/integrations?delete=${rows[0]?.id}`,
      '/settings/integrations?dialog=new-token&description=made-by-get',
      '/settings/audit',
      '/settings/audit/export?format=jsonl',
      `/operator/people?disable=${rita.username}`,
      '/api/auth/signout',
      '/api/auth/session',
      '/api/auth/csrf',
      '/api/health',
    ]);
    for (const address of ['/', datasetPath(id), '/settings/security', '/operator/people']) {
      await page.goto(address);
      for (const link of await page.getByRole('link').all()) {
        const href = await link.getAttribute('href');
        if (href?.startsWith('/')) addresses.add(href);
      }
    }
    const [before, rowsBefore] = [await stateOf(opal), await rowsOf()];
    for (const address of addresses) {
      const response = await page.request.get(address, { maxRedirects: 0 });
      expect.soft(response.status(), address).toBeLessThan(500);
    }
    expect(await rowsOf()).toEqual(rowsBefore);
    expect(await stateOf(opal)).toEqual(before);
  });
});
