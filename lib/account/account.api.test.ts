/** The ways into an account and out of it. */
import { afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { sessionCredential } from '../authentication/credential.ts';
import type { Ctx } from '../context.ts';
import { createId } from '../ids.ts';
import { isInvitationOpen } from '../invitation/accept.ts';
import { createInvitation, listInvitations, revokeInvitation } from '../invitation/manage.ts';
import { changeDisabled, changeSignUp, listPeople } from '../operator/people.ts';
import { endOtherSessions, endSession, signOut } from '../session/end.ts';
import { listSessions } from '../session/list.ts';
import { reauthenticate } from '../session/reauthenticate.ts';
import { LONG_AGO } from '../testing/arrange.ts';
import { context, type Person, person, serveApi, sessionOf } from '../testing/world.ts';
import { createToken } from '../token/manage.ts';
import { findForSignIn } from './queries.ts';
import { changePassword, changeProfile, getSettings, setAccountGeneralAccess } from './settings.ts';
import { signIn } from './sign-in.ts';
import { signUp } from './sign-up.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

serveApi();

const PASSWORD = 'a long enough password';
const WRONG = { type: 'user-or-token-not-found' };
const LIMITED = { type: 'rate-limit-exceeded', data: { retryAfterSecs: expect.any(Number) } };

/** A visitor at an address of their own, so that the limits of one test are not another's. */
const visitor = (): Ctx => ({ ...context({ kind: 'none' }), ipAddress: `10.0.${++visitors >> 8}.${visitors & 255}` });
let visitors = 0;
const signedIn = ({ secret }: { secret: string }): Ctx => context(sessionCredential(secret));

function newcomer() {
  const username = `new-${createId().slice(0, 10)}`;
  return { username, email: `${username}@example.com`.toLowerCase(), password: PASSWORD, name: 'New' };
}

async function signedUp() {
  const wanted = newcomer();
  return { ...wanted, session: signedIn(await signUp(visitor(), wanted)) };
}

let otto: Person;
beforeAll(async () => {
  otto = await person('otto', { isOperator: true });
});

beforeEach(async () => {
  await pool().query('DELETE FROM attempts');
});

describe('signing up', () => {
  test('makes an account that is signed in and operates nothing', async () => {
    const { session, username, email } = await signedUp();
    expect(await getSettings(session)).toMatchObject({
      username,
      email,
      isOperator: false,
      hasPassword: true,
      isFresh: true,
    });
    await expect(listPeople(session)).rejects.toMatchObject({ type: 'insufficient-permissions' });
  });

  test.each([
    ['a username that is taken, in other letters', 'username', { username: 'TAKEN' }],
    ['an address that is taken, in other letters', 'email', { email: 'TAKEN' }],
  ] as const)('refuses %s', async (_what, field, { ...other }) => {
    const taken = await signedUp();
    const wanted = {
      ...newcomer(),
      ...Object.fromEntries(Object.keys(other).map((key) => [key, taken[field].toUpperCase()])),
    };
    await expect(signUp(visitor(), wanted)).rejects.toMatchObject({ type: 'invalid-input', data: { field } });
  });

  test.each([
    ['a short password', { password: 'nine char' }],
    ['an endless password', { password: 'x'.repeat(257) }],
    ['an address that is none', { email: 'olga' }],
    ['a short username', { username: 'ab' }],
    ['a long username', { username: 'a'.repeat(31) }],
    ['a username with a tilde', { username: 'ol~ga' }],
    ['a username with a slash', { username: 'ol/ga' }],
    ['a username with a space', { username: 'ol ga' }],
    ['a username that is a word of the API', { username: 'Me' }],
    ['a password that is no text', { password: 12_345_678_901 }],
    ['nothing', { username: undefined }],
  ])('refuses %s', async (_what, wrong) => {
    await expect(signUp(visitor(), { ...newcomer(), ...wrong })).rejects.toMatchObject({ type: 'invalid-input' });
  });

  test('makes no operator of one who says so', async () => {
    const session = signedIn(await signUp(visitor(), { ...newcomer(), isOperator: true, kind: 'ORGANIZATION' }));
    expect(await getSettings(session)).toMatchObject({ isOperator: false });
  });
});

describe('where sign-up is closed', () => {
  beforeEach(() => changeSignUp(otto.session, false));
  afterEach(() => changeSignUp(otto.session, true));

  const invite = async (email?: string) =>
    new URL((await createInvitation(otto.session, { email })).url).searchParams.get('invitation') ?? '';

  test('a visitor is refused, and one with an invitation let in, once', async () => {
    await expect(signUp(visitor(), newcomer())).rejects.toMatchObject({ type: 'insufficient-permissions' });
    const invitation = await invite();
    expect(await isInvitationOpen(invitation)).toBe(true);
    await signUp(visitor(), newcomer(), invitation);
    expect(await isInvitationOpen(invitation)).toBe(false);
    await expect(signUp(visitor(), newcomer(), invitation)).rejects.toMatchObject({ type: 'insufficient-permissions' });
  });

  test('of several who use one invitation at once, one is let in', async () => {
    const invitation = await invite();
    const results = await Promise.allSettled([0, 1, 2, 3].map(() => signUp(visitor(), newcomer(), invitation)));
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  });

  test('an invitation for one address serves no other', async () => {
    const wanted = newcomer();
    const invitation = await invite(wanted.email);
    await expect(signUp(visitor(), newcomer(), invitation)).rejects.toMatchObject({ data: { field: 'email' } });
    await signUp(visitor(), wanted, invitation);
  });

  test('an invitation that expired, was taken back or was made up opens nothing', async () => {
    const expired = await invite();
    await pool().query('UPDATE invitations SET expires_at = $1', [LONG_AGO]);
    const takenBack = await invite();
    const [open] = await listInvitations(otto.session);
    await revokeInvitation(otto.session, open?.id ?? '');
    for (const invitation of [expired, takenBack, 'made-up', '']) {
      await expect(signUp(visitor(), newcomer(), invitation)).rejects.toMatchObject({
        type: 'insufficient-permissions',
      });
    }
  });

  test('nobody but the operator invites, opens or closes', async () => {
    const olga = await person('olga');
    for (const ctx of [olga.session, otto.api, visitor()]) {
      await expect(createInvitation(ctx, {})).rejects.toThrow();
      await expect(listInvitations(ctx)).rejects.toThrow();
      await expect(changeSignUp(ctx, true)).rejects.toThrow();
    }
    await expect(signUp(visitor(), newcomer())).rejects.toMatchObject({ type: 'insufficient-permissions' });
  });
});

describe('signing in', () => {
  test('takes the username or the address, in any letters', async () => {
    const { username, email } = await signedUp();
    for (const usernameOrEmail of [username, username.toUpperCase(), email, ` ${email.toUpperCase()} `]) {
      const session = signedIn(await signIn(visitor(), { usernameOrEmail, password: PASSWORD }));
      expect(await getSettings(session)).toMatchObject({ username });
    }
  });

  test('says the same to a wrong password, an unknown name and a disabled account', async () => {
    const [olga, dora] = [await signedUp(), await signedUp()];
    await changeDisabled(otto.session, dora.username, true);
    const elsewhere = await person('from-elsewhere');
    const refusals = await Promise.allSettled([
      signIn(visitor(), { usernameOrEmail: olga.username, password: 'a wrong password' }),
      signIn(visitor(), { usernameOrEmail: 'no-such-person', password: PASSWORD }),
      signIn(visitor(), { usernameOrEmail: dora.username, password: PASSWORD }),
      signIn(visitor(), { usernameOrEmail: elsewhere.username, password: '' }),
      signIn(visitor(), { usernameOrEmail: '', password: '' }),
    ]);
    const said = refusals.map(
      (refusal) => refusal.status === 'rejected' && `${refusal.reason.type} ${refusal.reason.message}`,
    );
    expect(new Set(said).size).toBe(1);
    expect(said[0]).toMatch(/^user-or-token-not-found /);
  });

  test('is limited for one account from one address, the right password included, and forgets after a success', async () => {
    const { username } = await signedUp();
    const ctx = visitor();
    const attempt = (password: string, usernameOrEmail = username) => signIn(ctx, { usernameOrEmail, password });
    await expect(attempt('wrong')).rejects.toMatchObject(WRONG);
    await attempt(PASSWORD);
    for (let n = 0; n < 10; n++) await expect(attempt('wrong')).rejects.toMatchObject(WRONG);
    await expect(attempt('wrong')).rejects.toMatchObject(LIMITED);
    await expect(attempt(PASSWORD)).rejects.toMatchObject(LIMITED);
    await expect(attempt(PASSWORD, ` ${username.toUpperCase()} `)).rejects.toMatchObject(LIMITED);
    await signIn(visitor(), { usernameOrEmail: username, password: PASSWORD });
  });

  test('is limited for one account from everywhere, and from one address for all accounts', async () => {
    const { username } = await signedUp();
    const ctx = visitor();
    await pool().query('INSERT INTO attempts (key, points, expire) VALUES ($1, 1000, $3), ($2, 1000, $3)', [
      `sign-in-account:${(await findForSignIn(username))?.id}`,
      `sign-in-address:${ctx.ipAddress}`,
      Date.now() + 600_000,
    ]);
    await expect(signIn(visitor(), { usernameOrEmail: username, password: PASSWORD })).rejects.toMatchObject(LIMITED);
    await expect(signIn(ctx, { usernameOrEmail: 'anyone', password: 'x' })).rejects.toMatchObject(LIMITED);
    await expect(signIn(visitor(), { usernameOrEmail: 'anyone', password: 'x' })).rejects.toMatchObject(WRONG);
  });
});

describe('sessions', () => {
  test('are listed with the one that asks, and end one by one, at once and for no one else', async () => {
    const [olga, stan] = [await person('olga'), await person('stan')];
    const other = await sessionOf(olga);
    const sessions = await listSessions(olga.session);
    expect(sessions.filter(({ isThisOne }) => isThisOne)).toHaveLength(1);
    expect(sessions).toHaveLength(2);
    const otherId = sessions.find(({ isThisOne }) => !isThisOne)?.id ?? '';
    await expect(endSession(stan.session, otherId)).rejects.toMatchObject({ type: 'record-not-found' });
    await expect(endSession(olga.api, otherId)).rejects.toMatchObject({ type: 'insufficient-permissions' });
    await endSession(olga.session, otherId);
    await expect(getSettings(other)).rejects.toMatchObject(WRONG);
    expect(await listSessions(olga.session)).toHaveLength(1);
  });

  test('all others end at once, and signing out ends one’s own', async () => {
    const olga = await person('olga');
    const others = [await sessionOf(olga), await sessionOf(olga)];
    expect(await endOtherSessions(olga.session)).toBe(2);
    for (const other of others) await expect(getSettings(other)).rejects.toMatchObject(WRONG);
    await signOut(olga.session);
    await expect(getSettings(olga.session)).rejects.toMatchObject(WRONG);
  });

  test('end by themselves when their time is over', async () => {
    const olga = await person('olga');
    await pool().query('UPDATE sessions SET expires_at = $1 WHERE account_id = $2', [LONG_AGO, olga.id]);
    await expect(getSettings(olga.session)).rejects.toMatchObject(WRONG);
  });

  test('that are old must be renewed before what opens the account', async () => {
    const { session, username } = await signedUp();
    await pool().query(
      'UPDATE sessions SET authenticated_at = $1 WHERE account_id = (SELECT id FROM accounts WHERE username = $2)',
      [LONG_AGO, username],
    );
    const open = () => setAccountGeneralAccess(session, { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    await expect(open()).rejects.toMatchObject({ type: 'elevated-permissions-needed' });
    await expect(createToken(session, { description: 'x', lifetimeDays: 1 })).rejects.toMatchObject({
      type: 'elevated-permissions-needed',
    });
    await expect(reauthenticate(session, 'a wrong password')).rejects.toMatchObject({ type: 'invalid-input' });
    await expect(open()).rejects.toMatchObject({ type: 'elevated-permissions-needed' });
    await reauthenticate(session, PASSWORD);
    await open();
  });
});

describe('the password', () => {
  test('changes with the old one only, ends all other sessions and keeps this one', async () => {
    const { session, username } = await signedUp();
    const other = signedIn(await signIn(visitor(), { usernameOrEmail: username, password: PASSWORD }));
    const newPassword = 'quite another password';
    await expect(changePassword(session, { currentPassword: 'wrong', newPassword })).rejects.toMatchObject({
      data: { field: 'currentPassword' },
    });
    await expect(changePassword(session, { currentPassword: PASSWORD, newPassword: 'short' })).rejects.toMatchObject({
      type: 'invalid-input',
    });
    expect(await getSettings(other)).toMatchObject({ username });
    await changePassword(session, { currentPassword: PASSWORD, newPassword });
    expect(await getSettings(session)).toMatchObject({ username });
    await expect(getSettings(other)).rejects.toMatchObject(WRONG);
    await expect(signIn(visitor(), { usernameOrEmail: username, password: PASSWORD })).rejects.toMatchObject(WRONG);
    await signIn(visitor(), { usernameOrEmail: username, password: newPassword });
  });
});

describe('a form that shows older settings', () => {
  test('does not overwrite newer ones', async () => {
    const olga = await person('olga');
    const { settingsVersion } = await getSettings(olga.session);
    await changeProfile(olga.session, { name: 'Olga', email: `${olga.username}@example.com` });
    await expect(
      setAccountGeneralAccess(olga.session, { generalAccess: 'RESTRICTED', settingsVersion }),
    ).rejects.toMatchObject({ type: 'changed-elsewhere' });
    await setAccountGeneralAccess(olga.session, { generalAccess: 'RESTRICTED', settingsVersion: settingsVersion + 1 });
  });
});

describe('a disabled account', () => {
  test('loses its sessions for good and its tokens until it is enabled; the operator cannot disable themselves', async () => {
    const olga = await person('olga');
    await changeDisabled(otto.session, olga.username, true);
    for (const ctx of [olga.session, olga.api]) await expect(getSettings(ctx)).rejects.toMatchObject(WRONG);
    await changeDisabled(otto.session, olga.username, false);
    await expect(getSettings(olga.session)).rejects.toMatchObject(WRONG);
    expect(await getSettings(olga.api)).toMatchObject({ username: olga.username });
    await expect(changeDisabled(otto.session, otto.username, true)).rejects.toMatchObject({ type: 'invalid-input' });
    await expect(changeDisabled(otto.session, 'no-such-person', true)).rejects.toMatchObject({
      type: 'record-not-found',
    });
  });
});

test('what a token may not do with an account, it may not do in any way', async () => {
  const { api } = await person('olga');
  const refused = { type: 'insufficient-permissions' };
  await expect(changeProfile(api, { name: 'x', email: 'x@example.com' })).rejects.toMatchObject(refused);
  await expect(setAccountGeneralAccess(api, { generalAccess: 'RESTRICTED' })).rejects.toMatchObject(refused);
  await expect(createToken(api, { description: 'x', lifetimeDays: 1 })).rejects.toMatchObject(refused);
  await expect(reauthenticate(api, PASSWORD)).rejects.toMatchObject(refused);
  await expect(endOtherSessions(api)).rejects.toMatchObject(refused);
});
