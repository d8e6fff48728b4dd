/** Mail about notifications, by a real mail server. */
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { env } from '../env.ts';
import { addGrant } from '../grant/add.ts';
import { getMailState } from '../mail/get-state.ts';
import { sendTestMail } from '../mail/send-test.ts';
import { listNotifications } from '../notification/list.ts';
import { markRead } from '../notification/put-away.ts';
import { setMailing } from '../notification/set-mailing.ts';
import { changeDisabled } from '../operator/people.ts';
import { startRun } from '../run/start.ts';
import { tellRefusal } from '../schedule-work/queries.ts';
import { makeStorage } from '../testing/arrange.ts';
import { type MailBox, openMailBox } from '../testing/mail-box.ts';
import { makeSchedule } from '../testing/refusals.ts';
import { makeActor } from '../testing/starts.ts';
import { until, workersOfTests } from '../testing/workers.ts';
import { call, context, freePort, type Person, person, serveApi } from '../testing/world.ts';
import { flushRefusedStarts } from '../usage/refused-starts.ts';
import { type MailWorker, startMailWorker } from './worker.ts';

const PASSWORD = 'a p@ss/word';
let box: MailBox;
let port: number;

beforeAll(async () => {
  port = await freePort();
  // Before anything reads the settings.
  process.env.SMTP_URL = `smtp://gatehouse:${encodeURIComponent(PASSWORD)}@127.0.0.1:${port}`;
  process.env.MAIL_FROM = 'Gatehouse <gatehouse@example.com>';
  box = await openMailBox(port, { user: 'gatehouse', password: PASSWORD });
});
serveApi();
const startWorker = workersOfTests();

let dev: Person;
let worker: MailWorker | null = null;
beforeAll(async () => {
  dev = await person('dev');
  worker = await startMailWorker();
});
afterAll(async () => {
  await worker?.stop();
  await box.close();
});
beforeEach(() => {
  box.mails.length = 0;
});

const actorOf = async (title: string) => {
  const made = await makeActor(dev, { level: 'FULL_PERMISSIONS', isPublic: true });
  await pool().query('UPDATE actors SET title = $2 WHERE id = $1', [made.actorId, title]);
  return made;
};
async function refuse(of: Person, actorId: string): Promise<void> {
  expect((await call(`/v2/actors/${actorId}/runs`, { method: 'POST', token: of.token })).status).toBe(403);
  await flushRefusedStarts();
}
async function refuseSchedule(id: string, actorId: string): Promise<void> {
  const ctx = context({ kind: 'schedule', id }, 'SCHEDULE');
  const start = startRun(ctx, { actor: { by: 'id', id: actorId } });
  await expect(start).rejects.toMatchObject({ type: 'full-permission-actor-not-approved' });
  await flushRefusedStarts();
}
const emailOf = async ({ id }: Person) =>
  (await pool().query<{ email: string }>('SELECT email FROM accounts WHERE id = $1', [id])).rows[0]?.email ?? '';
const mailsTo = async (of: Person) => {
  const email = await emailOf(of);
  return box.mails.filter(({ to }) => to.includes(email));
};
const mailTo = (of: Person) => until('a mail', async () => (await mailsTo(of))[0], 60_000);
/** The states of the mails of an account, the oldest first, once there are so many that were decided on. */
const states = (of: Person, count: number) =>
  until(
    'decisions on mails',
    async () => {
      const { rows } = await pool().query<{ state: string | null }>(
        'SELECT mail_state AS state FROM notifications WHERE account_id = $1 ORDER BY created_at',
        [of.id],
      );
      const decided = rows.map(({ state }) => state);
      return decided.filter((state) => state !== null && state !== 'WAITING').length >= count && decided;
    },
    60_000,
  );

test('a refused start comes by mail, once, with the link that solves it and no secret', async () => {
  const olga = await person('olga');
  const { actorId, name } = await actorOf('Web Checker');
  await refuse(olga, actorId);
  const mail = await mailTo(olga);
  expect(mail.from).toBe('gatehouse@example.com');
  expect(mail.to).toEqual([await emailOf(olga)]);
  expect(mail.header('Subject')).toBe('The API token “test” could not start Web Checker: it needs your approval');
  expect(mail.header('Auto-Submitted')).toBe('auto-generated');
  expect(mail.header('Message-ID')).toMatch(/^<[a-zA-Z0-9]{17}@localhost>$/);
  const link = `${env().consoleUrl}/actors/${actorId}?approvePermissions=true`;
  expect(mail.text).toContain(`Approve: ${link}`);
  expect(mail.text).toContain(`${dev.username}/\u200b${name}`);
  expect(mail.html).toContain(`<a href="${link}">Approve</a>`);
  for (const secret of [olga.token, PASSWORD, olga.tokenId])
    expect(mail.raw + mail.text + mail.html).not.toContain(secret);

  await refuse(olga, actorId);
  expect(await states(olga, 1)).toEqual(['SENT']);
  await refuse(olga, (await actorOf('Another')).actorId);
  expect(await states(olga, 2)).toEqual(['SENT', 'SENT']);
  expect((await mailsTo(olga)).length).toBe(2);
});

test('a level that goes up and down again fills no mailbox', async () => {
  const olga = await person('olga');
  const { actorId } = await actorOf('Seesaw');
  const setLevel = (actorPermissionLevel: string) =>
    call(`/v2/actors/${actorId}`, {
      ...{ method: 'PUT', token: dev.token, body: JSON.stringify({ actorPermissionLevel }) },
      headers: { 'content-type': 'application/json' },
    });
  for (let time = 1; time <= 3; time++) {
    await refuse(olga, actorId);
    expect(await states(olga, time)).toEqual(['SENT', 'NONE', 'NONE'].slice(0, time));
    await setLevel('LIMITED_PERMISSIONS');
    await setLevel('FULL_PERMISSIONS');
  }
  expect((await mailsTo(olga)).length).toBe(1);
});

test('names that people choose stay text: in headers, in HTML, and for programs that make links', async () => {
  const olga = await person('olga');
  const evil =
    'X\r\nBcc: victim@example.com\r\n\r\n<img src=x onerror=alert(1)>"&\u202e https://evil.example/a www.evil.example';
  const { actorId } = await actorOf(evil);
  const scheduleId = await makeSchedule(olga, 'Nightly\r\nSubject: forged\nX-Evil: 1 <b>bold</b>');
  await refuseSchedule(scheduleId, actorId);
  const mail = await mailTo(olga);
  expect(mail.to).toEqual([await emailOf(olga)]);
  for (const name of ['Bcc', 'X-Evil', 'Cc']) expect(mail.header(name)).toBeNull();
  expect(mail.headerNames.filter((name) => name === 'subject').length).toBe(1);
  expect(mail.header('Subject')).toMatch(/^The schedule “Nightly Subject:/);
  expect(mail.html).not.toMatch(/<(img|b)\b/);
  expect(mail.html).toContain('&lt;img');
  expect(mail.html).toContain('&lt;b&gt;bold&lt;/\u200bb&gt;');
  // No address but our own, in either part.
  const addresses = `${mail.text} ${mail.html}`.match(/https?:\/\/[^\s"<]+/g) ?? [];
  expect(addresses.length).toBeGreaterThan(3);
  expect(addresses.filter((address) => !address.startsWith(`${env().consoleUrl}/`))).toEqual([]);
  expect(mail.text + mail.html).not.toMatch(/evil\.example|\u202e/);
});

test('a schedule that sends no mail only rings the bell, until something else asks', async () => {
  const olga = await person('olga');
  const { actorId } = await actorOf('Quiet');
  await refuseSchedule(await makeSchedule(olga, 'Muted', { notifiesByEmail: false }), actorId);
  const loud = await actorOf('Loud');
  await refuseSchedule(await makeSchedule(olga, 'Loud'), loud.actorId);
  expect((await mailTo(olga)).header('Subject')).toContain('Loud');
  expect((await listNotifications(olga.session, { onlyUnread: true, limit: 9 })).rows.length).toBe(2);
  expect(await states(olga, 1)).toEqual([null, 'SENT']);
  await refuse(olga, actorId);
  expect(await states(olga, 2)).toEqual(['SENT', 'SENT']);
});

test('a schedule that was refused bad input is mailed about, unless it is told to send none', async () => {
  const olga = await person('olga');
  const { actorId } = await actorOf('Prices');
  const id = await makeSchedule(olga, 'Nightly https://evil.example/');
  const muted = await makeSchedule(olga, 'Muted', { notifiesByEmail: false });
  for (const each of [muted, id]) {
    await transaction((tx) => tellRefusal(tx, each, { errorType: 'invalid-input', actorId, isTask: false }));
  }
  const mail = await mailTo(olga);
  expect(mail.header('Subject')).toMatch(/^The schedule “Nightly .*” could not start Prices: its input is not valid$/);
  expect(mail.text).toContain(`See its log: ${env().consoleUrl}/schedules/${id}?tab=log`);
  expect(mail.text + mail.html).not.toContain('https://evil.example/');
  expect(await states(olga, 1)).toEqual([null, 'SENT']);
  expect((await mailsTo(olga)).length).toBe(1);
});

test('what is shared is mailed about, a few times an hour, and not any more once it is taken back', async () => {
  const [olga, rita] = [await person('olga'), await person('rita')];
  const id = await share(olga, 'prices');
  const mail = await mailTo(olga);
  expect(mail.header('Subject')).toBe(`${dev.username} shared the dataset prices with you`);
  expect(mail.text).toContain(`Open: ${env().consoleUrl}/storage/datasets/${id}`);
  for (let nth = 0; nth < 6; nth++) await share(olga, `more-${nth}`);
  const all = await states(olga, 7);
  expect(['SENT', 'NONE'].map((state) => all.filter((one) => one === state).length)).toEqual([5, 2]);
  // They take nothing from what matters more.
  await refuse(olga, (await actorOf('Web Checker')).actorId);
  expect((await states(olga, 8)).at(-1)).toBe('SENT');

  await box.close();
  const soonOver = await share(rita, 'soon-over');
  await until('a mail that waits', async () => {
    const text = 'SELECT mail_state AS state FROM notifications WHERE account_id = $1';
    return (await pool().query<{ state: string }>(text, [rita.id])).rows[0]?.state === 'WAITING';
  });
  // Its end passes unnoticed.
  await pool().query("UPDATE grants SET expires_at = now() - interval '1 second' WHERE resource_id = $1", [soonOver]);
  box = await openMailBox(port, { user: 'gatehouse', password: PASSWORD });
  await hurryJobs();
  expect(await states(rita, 1)).toEqual(['NONE']);
});

/** By the developer. */
async function share(to: Person, name: string): Promise<string> {
  const id = await makeStorage('dataset', dev, { name });
  const reference = { kind: 'dataset', address: { by: 'id', id } } as const;
  await addGrant(dev.session, reference, { username: to.username, permissions: ['READ'] });
  return id;
}

test('who switched it off, is disabled, or has read it gets no mail', async () => {
  const [olga, stan, rita] = [await person('olga'), await person('stan'), await person('rita')];
  const otto = await person('otto', { isOperator: true });
  const { actorId } = await actorOf('Web Checker');
  await setMailing(olga.session, false);
  await refuse(olga, actorId);
  expect(await states(olga, 1)).toEqual(['NONE']);

  // Both change their mind while the server is away.
  await box.close();
  await refuse(stan, actorId);
  await refuse(rita, actorId);
  for (const who of [stan, rita]) {
    await until('a mail that waits', async () => {
      const text = 'SELECT mail_state AS state FROM notifications WHERE account_id = $1';
      return (await pool().query<{ state: string }>(text, [who.id])).rows[0]?.state === 'WAITING';
    });
  }
  await changeDisabled(otto.session, stan.username, true);
  const [told] = (await listNotifications(rita.session, { onlyUnread: true, limit: 1 })).rows;
  await markRead(rita.session, told?.id ?? '');
  box = await openMailBox(port, { user: 'gatehouse', password: PASSWORD });
  await hurryJobs();
  expect(await states(stan, 1)).toEqual(['NONE']);
  expect(await states(rita, 1)).toEqual(['NONE']);
  expect(box.mails).toEqual([]);
});

/** Lets jobs that wait for another attempt have it now. */
const hurryJobs = () =>
  pool().query(`UPDATE pgboss.job SET start_after = now() WHERE name = 'notification-mail' AND state = 'retry'`);

test('an account gets twenty mails an hour, the others are in the Console', async () => {
  const olga = await person('olga');
  await pool().query(
    `INSERT INTO notifications (id, account_id, kind, subject_kind, subject_id)
     SELECT substr(md5($1 || n), 1, 17), $1, 'approval-ended', 'actor', $2 || n FROM generate_series(1, 25) n`,
    [olga.id, 'many'],
  );
  const all = await states(olga, 25);
  expect(['SENT', 'NONE'].map((state) => all.filter((one) => one === state).length)).toEqual([20, 5]);
  expect((await mailsTo(olga)).length).toBe(20);
});

test('a server that is away is tried again, and given up in the end; an address that is refused is given up at once', async () => {
  const [olga, stan] = [await person('olga'), await person('stan')];
  const { actorId } = await actorOf('Web Checker');
  box.refuse = await emailOf(stan);
  await refuse(stan, actorId);
  expect(await states(stan, 1)).toEqual(['FAILED']);

  await box.close();
  await refuse(olga, actorId);
  await until('a first attempt', async () => {
    const { rows } = await pool().query(
      `SELECT 1 FROM pgboss.job WHERE name = 'notification-mail' AND state = 'retry'`,
    );
    return rows.length > 0;
  });
  await pool().query(
    `UPDATE pgboss.job SET retry_limit = 1, start_after = now() WHERE name = 'notification-mail' AND state = 'retry'`,
  );
  expect(await states(olga, 1)).toEqual(['FAILED']);
  box = await openMailBox(port, { user: 'gatehouse', password: PASSWORD });
});

test('the operator sees how mail stands, and sends a test to themself', async () => {
  const [otto, olga] = [await person('otto', { isOperator: true }), await person('olga')];
  const state = await getMailState(otto.session);
  expect(state.server).toEqual({ host: '127.0.0.1', port, from: 'gatehouse@example.com' });
  expect(state.counts.sent).toBeGreaterThan(20);
  expect(state.counts.failed).toBeGreaterThan(0);
  expect(JSON.stringify(state)).not.toContain(PASSWORD);
  expect(await sendTestMail(otto.session)).toBe(await emailOf(otto));
  expect((await mailTo(otto)).header('Subject')).toBe('Test mail from Gatehouse');
  for (const act of [getMailState, sendTestMail]) {
    for (const ctx of [olga.session, otto.api])
      await expect(act(ctx)).rejects.toMatchObject({ type: 'insufficient-permissions' });
  }
  await box.close();
  await expect(sendTestMail(otto.session)).rejects.toMatchObject({
    ...{ type: 'invalid-request', message: expect.stringContaining('ECONNREFUSED') },
  });
  box = await openMailBox(port, { user: 'gatehouse', password: 'another' });
  await expect(sendTestMail(otto.session)).rejects.toMatchObject({ message: expect.stringContaining('535') });
  await expect(sendTestMail(otto.session)).rejects.not.toMatchObject({ message: expect.stringContaining(PASSWORD) });
  await box.close();
  box = await openMailBox(port, { user: 'gatehouse', password: PASSWORD });
});

test('a worker that is killed while it sends loses no mail, and those that come after send it once', async () => {
  await worker?.stop();
  worker = null;
  const olga = await person('olga');
  const { actorId } = await actorOf('Web Checker');
  box.isStalled = true;
  const first = startWorker();
  await refuse(olga, actorId);
  await until('a mail under way', async () => box.stalled > 0, 60_000);
  await first.end('SIGKILL');
  box.isStalled = false;
  const others = [startWorker(), startWorker()];
  const sent = async () => {
    await hurryJobs();
    return (await mailsTo(olga))[0];
  };
  expect(await until('the mail', sent, 90_000)).toBeTruthy();
  expect(await states(olga, 1)).toEqual(['SENT']);
  for (const other of others) await other.end('SIGTERM');
  expect((await mailsTo(olga)).length).toBe(1);
}, 180_000);
