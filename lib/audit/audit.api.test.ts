/** Every change of access leaves exactly one row, in the transaction of the change. */

import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { endAllAccountGrants, endAllAccountLinks } from '../access-hub/end-all.ts';
import { setLinkPolicy } from '../access-hub/link-policy.ts';
import { setApprovalSetting } from '../account/approval-setting.ts';
import { setRunSharing } from '../account/run-sharing.ts';
import { changePassword, changeProfile, setAccountGeneralAccess } from '../account/settings.ts';
import { signIn } from '../account/sign-in.ts';
import { signUp } from '../account/sign-up.ts';
import { createActor } from '../actor/create.ts';
import { deleteActor } from '../actor/delete.ts';
import { updateActor } from '../actor/update.ts';
import { createVersion } from '../actor-version/create.ts';
import { deleteVersion } from '../actor-version/delete.ts';
import { updateEnvVar } from '../actor-version/env-vars.ts';
import { updateVersion } from '../actor-version/update.ts';
import { approveActor } from '../approval/approve.ts';
import { getApprovalQuestion } from '../approval/get-question.ts';
import { revokeApproval } from '../approval/revoke.ts';
import { setCeiling } from '../approval/set-ceiling.ts';
import { sessionCredential } from '../authentication/credential.ts';
import { deleteBuild } from '../build/delete.ts';
import { startBuild } from '../build/start.ts';
import type { Ctx } from '../context.ts';
import { addGrant } from '../grant/add.ts';
import { removeGrant } from '../grant/remove.ts';
import { createId } from '../ids.ts';
import { createInvitation, listInvitations, revokeInvitation } from '../invitation/manage.ts';
import { createLink } from '../link/create.ts';
import { endAllLinks } from '../link/end-all.ts';
import { listLinks } from '../link/list.ts';
import { revokeLink } from '../link/revoke.ts';
import { setMailing } from '../notification/set-mailing.ts';
import { changeDisabled, changeSignUp } from '../operator/people.ts';
import { deleteRun } from '../run/delete.ts';
import { createSchedule } from '../schedule/create.ts';
import { deleteSchedule } from '../schedule/delete.ts';
import { updateSchedule } from '../schedule/update.ts';
import { endOtherSessions, endSession } from '../session/end.ts';
import { listSessions } from '../session/list.ts';
import { reauthenticate } from '../session/reauthenticate.ts';
import { deleteStorage } from '../storage/delete.ts';
import { updateStorage } from '../storage/update.ts';
import { createTask } from '../task/create.ts';
import { deleteTask } from '../task/delete.ts';
import { updateTask } from '../task/update.ts';
import { makeDataset, makeGrant, makeStorage, setAccountAccess } from '../testing/arrange.ts';
import { makeBuild, makeRun } from '../testing/runs.ts';
import { approve, makeActor } from '../testing/starts.ts';
import { byId, context, type Person, person, serveApi, sessionOf } from '../testing/world.ts';
import { createToken, deleteToken } from '../token/manage.ts';
import { flushUsage } from '../usage/record.ts';
import { AUDIT_EVENTS, type AuditEvent, type StorageKind } from '../vocabulary.ts';
import { createWebhook } from '../webhook/create.ts';
import { deleteWebhook } from '../webhook/delete.ts';
import { updateWebhook } from '../webhook/update.ts';
import { firstBrokenLink } from './chain.ts';
import { selectChain } from './queries.ts';

// A limit for what hangs, not for what is slow: a busy machine, or many more cases, take their time.
vi.setConfig({ testTimeout: 300_000 });

serveApi();

const SHOP = { name: 'SHOP', value: 'north' };
const PASSWORD = 'a long enough password';
const nobody = context({ kind: 'none' });

let olga: Person;
let colin: Person;
let otto: Person;
beforeAll(async () => {
  [olga, colin] = [await person('olga'), await person('colin')];
  otto = await person('otto', { isOperator: true });
});

const referenceOf = (id: string) => ({ kind: 'dataset' as const, address: byId(id) });
const newPerson = () => {
  const username = `new-${createId().slice(0, 10)}`;
  return { username, email: `${username}@example.com`, password: PASSWORD, name: '' };
};

/** A person with a password, as they are after signing up. */
async function signedUp() {
  const wanted = newPerson();
  const { secret } = await signUp(nobody, wanted);
  return { ...wanted, session: context(sessionCredential(secret)) };
}

interface Change {
  /** The rows that it leaves, if not just one of its own event. */
  rows?: AuditEvent[];
  /** Prepares everything and gives the change itself; `as` puts the request's id into a context. */
  prepare: () => Promise<(as: (ctx: Ctx) => Ctx) => Promise<unknown>>;
}

/** What becomes of a storage, whatever its kind. */
const ofStorage = <K extends StorageKind>(kind: K) => {
  const changes: Record<string, Change> = {
    [`${kind}.deleted`]: {
      prepare: async () => {
        const id = await makeStorage(kind, olga);
        return (as) => deleteStorage(as(olga.session), kind, byId(id));
      },
    },
    [`${kind}.renamed`]: {
      prepare: async () => {
        const id = await makeStorage(kind, olga);
        return (as) => updateStorage(as(olga.session), kind, byId(id), { name: `named-${id}` });
      },
    },
  };
  return changes as Record<`${K}.deleted` | `${K}.renamed`, Change>;
};

/** Of Olga's public Actor with full permissions, by Colin. `first`: what he has done before. */
const ofFullActor = (
  change: (ctx: Ctx, id: string) => Promise<unknown>,
  first: (id: string) => Promise<unknown> = async () => {},
): Change => ({
  prepare: async () => {
    const { actorId } = await makeActor(olga, { level: 'FULL_PERMISSIONS', isPublic: true });
    await first(actorId);
    return (as) => change(as(colin.session), actorId);
  },
});
const approved = (id: string) => approve(id, colin);

const ofSchedule = (change: (ctx: Ctx, id: string) => Promise<unknown>): Change => ({
  prepare: async () => {
    const { id } = await createSchedule(olga.session, { cronExpression: '@daily' });
    return (as) => change(as(olga.session), id);
  },
});

/** How each event comes about. Those that nothing causes yet are named below. */
const CHANGES: Record<AuditEvent, Change> = {
  'account.created': {
    rows: ['account.created', 'session.started'],
    prepare: async () => (as) => signUp(as(nobody), newPerson()),
  },
  'account.disabled': { prepare: async () => disabling(true) },
  'account.enabled': {
    prepare: async () => {
      const stan = await person('stan');
      await changeDisabled(otto.session, stan.username, true);
      return (as) => changeDisabled(as(otto.session), stan.username, false);
    },
  },
  'account.profile-changed': {
    prepare: async () => (as) =>
      changeProfile(as(olga.session), { name: 'Olga', email: `${olga.id}@example.com`.toLowerCase() }),
  },
  'account.password-changed': {
    prepare: async () => {
      const { session } = await signedUp();
      return (as) => changePassword(as(session), { currentPassword: PASSWORD, newPassword: 'another long password' });
    },
  },
  'account.general-access-changed': {
    prepare: async () => {
      await setAccountAccess(olga, 'RESTRICTED');
      return (as) => setAccountGeneralAccess(as(olga.session), { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    },
  },
  'account.link-lifetime-changed': {
    prepare: async () => {
      const stan = await person('stan');
      return (as) => setLinkPolicy(as(stan.session), { maxLinkLifetimeSecs: 86_400 });
    },
  },
  'account.mail-changed': {
    prepare: async () => {
      const stan = await person('stan');
      return (as) => setMailing(as(stan.session), false);
    },
  },
  'account.run-sharing-changed': {
    prepare: async () => {
      const stan = await person('stan');
      return (as) => setRunSharing(as(stan.session), { sharesRuns: true });
    },
  },
  'account.approval-setting-changed': {
    prepare: async () => {
      const stan = await person('stan');
      return (as) => setApprovalSetting(as(stan.session), { skipsApproval: true });
    },
  },
  'account.links-ended': {
    prepare: async () => {
      const stan = await person('stan');
      await createLink(stan.session, referenceOf(await makeDataset(stan)), {});
      return (as) => endAllAccountLinks(as(stan.session));
    },
  },
  'account.grants-ended': {
    prepare: async () => {
      const stan = await person('stan');
      await makeGrant(await makeDataset(stan), colin, ['READ']);
      return (as) => endAllAccountGrants(as(stan.session));
    },
  },
  'instance.sign-up-changed': { prepare: async () => (as) => changeSignUp(as(otto.session), true) },
  'invitation.created': { prepare: async () => (as) => createInvitation(as(otto.session), {}) },
  'invitation.accepted': {
    rows: ['account.created', 'invitation.accepted', 'session.started'],
    prepare: async () => {
      const { url } = await createInvitation(otto.session, {});
      const invitation = new URL(url).searchParams.get('invitation') ?? '';
      return (as) => signUp(as(nobody), newPerson(), invitation);
    },
  },
  'invitation.revoked': {
    prepare: async () => {
      await createInvitation(otto.session, {});
      const [invitation] = await listInvitations(otto.session);
      return (as) => revokeInvitation(as(otto.session), invitation?.id ?? '');
    },
  },
  'session.started': {
    prepare: async () => {
      const { username } = await signedUp();
      return (as) => signIn(as(nobody), { usernameOrEmail: username, password: PASSWORD });
    },
  },
  'session.reauthenticated': {
    prepare: async () => {
      const { session } = await signedUp();
      return (as) => reauthenticate(as(session), PASSWORD);
    },
  },
  'session.ended': {
    prepare: async () => {
      const other = await sessionOf(olga);
      const session = (await listSessions(other)).find(({ isThisOne }) => isThisOne);
      return (as) => endSession(as(olga.session), session?.id ?? '');
    },
  },
  'session.all-others-ended': {
    prepare: async () => {
      await sessionOf(olga);
      return (as) => endOtherSessions(as(olga.session));
    },
  },
  'token.created': {
    prepare: async () => (as) => createToken(as(olga.session), { description: 'for a test', lifetimeDays: null }),
  },
  'token.deleted': {
    prepare: async () => {
      const { id } = await createToken(olga.session, { description: 'for a test', lifetimeDays: 1 });
      return (as) => deleteToken(as(olga.session), id);
    },
  },
  'run.deleted': {
    prepare: async () => {
      const id = await makeRun(olga, await makeBuild(olga), { status: 'SUCCEEDED', finishedAt: new Date() });
      return (as) => deleteRun(as(olga.session), byId(id));
    },
  },
  ...ofStorage('dataset'),
  ...ofStorage('key-value-store'),
  ...ofStorage('request-queue'),
  'schedule.created': {
    prepare: async () => (as) => createSchedule(as(olga.session), { name: 'audited', cronExpression: '@daily' }),
  },
  'schedule.changed': ofSchedule((ctx, id) => updateSchedule(ctx, byId(id), { isEnabled: true })),
  'schedule.deleted': ofSchedule((ctx, id) => deleteSchedule(ctx, byId(id))),
  'actor.created': {
    prepare: async () => (as) => createActor(as(olga.session), { versions: [{ versionNumber: '0.1' }] }),
  },
  'actor-version.created': ofVersion((ctx, id) => createVersion(ctx, byId(id), { versionNumber: '0.2' })),
  'actor-version.changed': ofVersion((ctx, id) =>
    updateVersion(ctx, byId(id), '0.1', { buildTag: 'beta', envVars: [SHOP], sourceFiles: [] }),
  ),
  'actor-version.variables-changed': ofVersion((ctx, id) =>
    updateEnvVar(ctx, byId(id), '0.1', SHOP.name, { value: 'south', isSecret: true }),
  ),
  'actor-version.deleted': ofVersion((ctx, id) => deleteVersion(ctx, byId(id), '0.1')),
  'actor.renamed': ofActor({}, { name: 'renamed' }),
  'actor.published': ofActor({}, { isPublic: true }),
  'actor.unpublished': ofActor({ isPublic: true }, { isPublic: false }),
  'actor.permission-level-changed': ofActor({}, { actorPermissionLevel: 'LIMITED_PERMISSIONS' }),
  'approval.given': ofFullActor(async (ctx, id) => {
    const { shown } = await getApprovalQuestion(colin.session, byId(id));
    await approveActor(ctx, byId(id), { shown });
  }),
  'approval.revoked': ofFullActor((ctx, id) => revokeApproval(ctx, byId(id)), approved),
  'approval.ceiling-set': ofFullActor((ctx, id) => setCeiling(ctx, byId(id), true)),
  'approval.ceiling-removed': ofFullActor(
    (ctx, id) => setCeiling(ctx, byId(id), false),
    (id) => setCeiling(colin.session, byId(id), true),
  ),
  'task.renamed': ofTask((ctx, id) => updateTask(ctx, byId(id), { name: `renamed-${id}` })),
  'task.deleted': ofTask((ctx, id) => deleteTask(ctx, byId(id))),
  'actor.deleted': {
    prepare: async () => {
      const { id } = await createActor(olga.session, {});
      return (as) => deleteActor(as(olga.session), byId(id));
    },
  },
  'build.started': ofVersion((ctx, id) => startBuild(ctx, byId(id), { version: '0.1' })),
  'build.deleted': {
    prepare: async () => {
      const { id } = await createActor(olga.session, { versions: [{ versionNumber: '0.1' }] });
      const build = await startBuild(olga.session, byId(id), { version: '0.1' });
      return (as) => deleteBuild(as(olga.session), build.id);
    },
  },
  'webhook.created': {
    prepare: async () => {
      const webhook = await newWebhook();
      return (as) => createWebhook(as(olga.session), webhook);
    },
  },
  'webhook.changed': {
    prepare: async () => {
      const { id } = await createWebhook(olga.session, await newWebhook());
      return (as) => updateWebhook(as(olga.session), id, { isEnabled: false });
    },
  },
  'webhook.deleted': {
    prepare: async () => {
      const { id } = await createWebhook(olga.session, await newWebhook());
      return (as) => deleteWebhook(as(olga.session), id);
    },
  },
  'resource.general-access-changed': {
    prepare: async () => {
      const id = await makeDataset(olga);
      return (as) => updateStorage(as(olga.session), 'dataset', byId(id), { generalAccess: 'ANYONE_WITH_ID_CAN_READ' });
    },
  },
  'grant.created': {
    prepare: async () => {
      const id = await makeDataset(olga);
      return (as) => addGrant(as(olga.session), referenceOf(id), { userId: colin.id, permissions: ['READ'] });
    },
  },
  'grant.changed': {
    prepare: async () => {
      const id = await makeDataset(olga);
      await makeGrant(id, colin, ['READ']);
      return (as) => addGrant(as(olga.session), referenceOf(id), { userId: colin.id, permissions: ['WRITE'] });
    },
  },
  'grant.removed': {
    prepare: async () => {
      const id = await makeDataset(olga);
      const grantId = await makeGrant(id, colin, ['READ']);
      return (as) => removeGrant(as(olga.session), referenceOf(id), grantId);
    },
  },
  'link.created': {
    prepare: async () => {
      const id = await makeDataset(olga);
      return (as) => createLink(as(olga.session), referenceOf(id), { label: 'a link' });
    },
  },
  'link.all-ended': {
    prepare: async () => {
      const id = await makeDataset(olga);
      await createLink(olga.session, referenceOf(id), {});
      return (as) => endAllLinks(as(olga.session), referenceOf(id));
    },
  },
  'link.revoked': {
    prepare: async () => {
      const id = await makeDataset(olga);
      await createLink(olga.session, referenceOf(id), {});
      const [link] = await listLinks(olga.session, referenceOf(id));
      return (as) => revokeLink(as(olga.session), referenceOf(id), link?.id ?? '');
    },
  },
};

/** Of an Actor with a version 0.1 that has one variable. */
function ofVersion(change: (ctx: Ctx, id: string) => Promise<unknown>): Change {
  return {
    prepare: async () => {
      const { id } = await createActor(olga.session, { versions: [{ versionNumber: '0.1', envVars: [SHOP] }] });
      return (as) => change(as(olga.session), id);
    },
  };
}

async function newWebhook() {
  const { actorId } = await makeActor(olga);
  return { eventTypes: ['ACTOR.RUN.FAILED'], requestUrl: 'https://hooks.example/', condition: { actorId } };
}

function ofActor(before: object, change: object): Change {
  return {
    prepare: async () => {
      const { id } = await createActor(olga.session, before);
      return (as) => updateActor(as(olga.session), byId(id), change);
    },
  };
}

function ofTask(change: (ctx: Ctx, id: string) => Promise<unknown>): Change {
  return {
    prepare: async () => {
      const { id: actId } = await createActor(olga.session, {});
      const { id } = await createTask(olga.session, { actId });
      return (as) => change(as(olga.session), id);
    },
  };
}

async function disabling(isDisabled: boolean) {
  const stan = await person('stan');
  return (as: (ctx: Ctx) => Ctx) => changeDisabled(as(otto.session), stan.username, isDisabled);
}

const rowsOf = async (requestId: string) =>
  (
    await pool().query<{ event: AuditEvent; account_id: string; principal: { kind: string } }>(
      'SELECT event, account_id, principal FROM audit_events WHERE request_id = $1 ORDER BY event',
      [requestId],
    )
  ).rows;

const countAll = async () =>
  (await pool().query<{ count: number }>('SELECT count(*) FROM audit_events')).rows[0]?.count ?? 0;

const named = (requestId: string) => (ctx: Ctx) => ({ ...ctx, requestId });

test('no event is without a test', () => {
  expect(Object.keys(CHANGES).sort()).toEqual([...AUDIT_EVENTS].sort());
});

/** The first row that does not fit, of an account's whole trail. */
async function firstBroken(accountId: string) {
  const { rows, head } = await transaction((tx) => selectChain(tx, accountId));
  return firstBrokenLink(rows, head);
}

describe.each(Object.entries(CHANGES))('%s', (event, { rows: events = [event as AuditEvent], prepare }) => {
  test('is one row of the trail, and its chain holds', async () => {
    const change = await prepare();
    const before = await countAll();
    const requestId = createId();
    await change(named(requestId));
    const rows = await rowsOf(requestId);
    expect(rows.map((row) => row.event)).toEqual([...events].sort());
    expect(await countAll()).toBe(before + events.length);
    for (const row of rows) expect(await firstBroken(row.account_id)).toBeNull();
  });

  test('is undone when its row cannot be written', async () => {
    const change = await prepare();
    await flushUsage();
    const before = await everything();
    await expect(change(named(MUST_FAIL))).rejects.toThrow();
    expect(await everything()).toEqual(before);
    expect(await rowsOf(MUST_FAIL)).toEqual([]);
  });
});

const MUST_FAIL = 'must-fail';

// Fails at the very commit, when the change and its row both stand already.
beforeAll(async () => {
  await pool().query(`
    CREATE FUNCTION refuse_audit_row() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN RAISE 'refused by the test'; END $$;
    CREATE CONSTRAINT TRIGGER refuse_audit_row AFTER INSERT ON audit_events DEFERRABLE INITIALLY DEFERRED
      FOR EACH ROW WHEN (NEW.request_id = '${MUST_FAIL}') EXECUTE FUNCTION refuse_audit_row()`);
});
afterAll(async () => {
  await pool().query('DROP TRIGGER refuse_audit_row ON audit_events; DROP FUNCTION refuse_audit_row');
});

/** All that a change could have changed, as a digest of each table. */
async function everything(): Promise<unknown> {
  const tables = [
    'accounts',
    'sessions',
    'tokens',
    'invitations',
    'instance',
    'resources',
    'datasets',
    'key_value_stores',
    'request_queues',
    'runs',
    'actors',
    'actor_versions',
    'builds',
    'deleted_storages',
  ];
  const digests = [...tables, 'grants', 'links', 'audit_events', 'audit_heads'].map(
    (table) => `(SELECT md5(coalesce(string_agg(t::text, '|' ORDER BY t::text), '')) FROM ${table} t) AS ${table}`,
  );
  return (await pool().query(`SELECT ${digests.join(', ')}`)).rows[0];
}

describe('no row is left', () => {
  const expectNoRow = async (work: () => Promise<unknown>) => {
    const before = await countAll();
    await work();
    expect(await countAll()).toBe(before);
  };

  test('by a change that was refused', async () => {
    const id = await makeDataset(olga);
    const stan = await person('stan');
    await expectNoRow(async () => {
      const input = { userId: colin.id, permissions: ['READ'] };
      await expect(addGrant(stan.session, referenceOf(id), input)).rejects.toMatchObject({
        type: 'insufficient-permissions',
      });
      await expect(updateStorage(stan.session, 'dataset', byId(id), { generalAccess: 'RESTRICTED' })).rejects.toThrow();
      await expect(createLink(stan.session, referenceOf(id), {})).rejects.toThrow();
      await expect(changeDisabled(stan.session, olga.username, true)).rejects.toThrow();
    });
  });

  test('by a setting that stays what it is', async () => {
    const id = await makeDataset(olga);
    await setAccountAccess(olga, 'RESTRICTED');
    await expectNoRow(async () => {
      await updateStorage(olga.session, 'dataset', byId(id), { generalAccess: 'RESTRICTED' });
      await setAccountGeneralAccess(olga.session, { generalAccess: 'RESTRICTED' });
    });
  });
});

describe('a change of versions', () => {
  const detailsOf = async (requestId: string) =>
    (
      await pool().query<{ event: AuditEvent; detail: unknown }>(
        'SELECT event, detail FROM audit_events WHERE request_id = $1 ORDER BY sequence',
        [requestId],
      )
    ).rows;

  test('is told by the names of what changed, never by what is in it', async () => {
    const file = { name: 'main.js', format: 'TEXT', content: "console.log('portcullis')" };
    const versions = [
      { versionNumber: '0.1', envVars: [SHOP], sourceFiles: [file] },
      { versionNumber: '0.2', sourceFiles: [file] },
    ];
    const { id } = await createActor(olga.session, { versions });
    const requestId = createId();
    const envVars = [SHOP, { name: 'GATE_KEY', value: 'portcullis', isSecret: true }];
    const sourceFiles = [{ ...file, content: '// portcullis' }];
    await updateActor({ ...olga.session, requestId }, byId(id), {
      versions: [
        { versionNumber: '0.1', buildTag: 'beta', envVars, sourceFiles },
        { versionNumber: '0.3', sourceFiles },
      ],
    });
    const rows = await detailsOf(requestId);
    expect(rows).toEqual([
      { event: 'actor-version.changed', detail: { version: '0.1', fields: ['buildTag', 'sourceFiles'] } },
      { event: 'actor-version.variables-changed', detail: { version: '0.1', variables: ['GATE_KEY'] } },
      { event: 'actor-version.created', detail: { version: '0.3' } },
      { event: 'actor-version.deleted', detail: { version: '0.2' } },
    ]);
    expect(JSON.stringify(rows)).not.toContain('portcullis');
  });

  test('that changes nothing leaves no row', async () => {
    const { id } = await createActor(olga.session, { versions: [{ versionNumber: '0.1', envVars: [SHOP] }] });
    const before = await countAll();
    await updateVersion(olga.session, byId(id), '0.1', { buildTag: 'latest', envVars: [SHOP] });
    expect(await countAll()).toBe(before);
  });

  test('and a build say from where they came', async () => {
    const { id } = await createActor(olga.session, { versions: [{ versionNumber: '0.1' }] });
    const requestId = createId();
    const build = await startBuild({ ...olga.session, requestId }, byId(id), { version: '0.1' }, 'CLI');
    expect(await detailsOf(requestId)).toEqual([
      { event: 'build.started', detail: { buildNumber: '0.1.1', origin: 'CLI', buildId: build.id } },
    ]);
  });
});

test('changes at the same time come one after the other in the trail', async () => {
  const stan = await person('stan');
  await Promise.all(
    Array.from({ length: 20 }, (_, n) => createToken(stan.session, { description: `token ${n}`, lifetimeDays: 1 })),
  );
  const { rows } = await transaction((tx) => selectChain(tx, stan.id));
  expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 20 }, (_, n) => n + 1));
  expect(await firstBroken(stan.id)).toBeNull();
});

test('no secret stands in the trail', async () => {
  const { token } = await createToken(olga.session, { description: 'a secret one', lifetimeDays: 1 });
  const { url } = await createLink(olga.session, referenceOf(await makeDataset(olga)), {});
  const invitation = await createInvitation(otto.session, {});
  const { rows } = await pool().query<{ text: string }>(
    'SELECT string_agg(t::text, chr(10)) AS text FROM audit_events t',
  );
  const secrets = [token, url.split('signature=')[1], invitation.url.split('invitation=')[1], PASSWORD, 'scrypt$'];
  for (const secret of secrets) expect(rows[0]?.text).not.toContain(secret);
});
