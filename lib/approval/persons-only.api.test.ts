/**
 * Consent to full permissions is a person's, given in the Console. Every route of the API is tried with every credential that there is, as a
 * program would that wants to let itself in; and the use-cases themselves with each.
 */
import { beforeAll, describe, expect, test, vi } from 'vitest';
import { pool } from '../../db/client.ts';
import { transaction } from '../../db/transaction.ts';
import { setApprovalSetting } from '../account/approval-setting.ts';
import { getSettings } from '../account/settings.ts';
import { ROUTES } from '../api/route.ts';
import { sessionCredential, tokenCredential } from '../authentication/credential.ts';
import { sessionCookieName } from '../console/cookie.ts';
import type { Ctx } from '../context.ts';
import { insertSession } from '../session/queries.ts';
import { makeStorage, makeToken, signatureOf } from '../testing/arrange.ts';
import { makeRunning, makeStartWorld, type StartWorld } from '../testing/matrix/start-world.ts';
import { makeRun } from '../testing/runs.ts';
import { type MadeActor, makeActor } from '../testing/starts.ts';
import { apiUrl, context, person, serveApi } from '../testing/world.ts';
import { approveActor } from './approve.ts';
import { getApprovalQuestion, getApprovalState } from './get-question.ts';
import { revokeApproval } from './revoke.ts';
import { setCeiling } from './set-ceiling.ts';

serveApi();
vi.setConfig({ testTimeout: 300_000, hookTimeout: 60_000 });

interface Credential {
  /** What is sent with a request. */
  headers?: Record<string, string>;
  query?: string;
  /** The same in the words of use-cases. */
  ctx: Ctx;
  /** Whether the API takes it for somebody. */
  isSomebody: boolean;
}

let world: StartWorld;
/** An Actor that the account has approved: what has been given can be taken. */
let approved: MadeActor;
let shown: string;
const credentials: Record<string, Credential> = {};

const bearer = (token: string, isSomebody = true): Credential => ({
  ...{ headers: { authorization: `Bearer ${token}` }, ctx: context(tokenCredential(token), 'API'), isSomebody },
});
const nobody = context({ kind: 'none' }, 'API');

beforeAll(async () => {
  const dev = await person('dev');
  world = await makeStartWorld(dev, {
    ...{ declares: 'full', optionsSay: null, ownership: 'public', deeds: [], skips: false },
  });
  const { person: rita, other } = world;
  approved = await makeActor(dev, { isPublic: true, level: 'FULL_PERMISSIONS' });
  const address = { by: 'id', id: approved.actorId } as const;
  await approveActor(rita.session, address, await getApprovalQuestion(rita.session, address));
  shown = (await getApprovalQuestion(rita.session, { by: 'id', id: world.actor.actorId })).shown;

  const secret = (await transaction((tx) => insertSession(tx, nobody, rita.id))).secret;
  const everything = ['actor', 'run', 'build', 'dataset', 'key-value-store', 'request-queue'] as const;
  const wide = await makeToken(rita, {
    scope: {
      resources: [],
      kinds: everything.map((kind) => ({ kind, permissions: ['read', 'write', 'run'] })),
      create: [],
    },
  });
  Object.assign(credentials, {
    'a token': bearer(rita.token),
    "the developer's token": bearer(dev.token),
    'a scoped token': bearer(wide.token),
    'the token of a limited run': bearer((await makeRunning(world, other, 'limited')).token),
    'the token of a full run': bearer((await makeRunning(world, other, 'full')).token),
    'the token of a webhook': bearer(world.webhookToken),
    'a schedule': { ctx: world.schedule, isSomebody: false, headers: { authorization: 'Bearer schedule' } },
    'a signed link': { query: 'signature=', ctx: nobody, isSomebody: false },
    nothing: { ctx: nobody, isSomebody: false },
    'the cookie of a session': {
      ...{ headers: { cookie: `${sessionCookieName()}=${secret}` }, ctx: nobody, isSomebody: false },
    },
    'the secret of a session as a token': bearer(secret, false),
    'the digest of a session as a token': bearer(
      Buffer.from((sessionCredential(secret) as { digest: Buffer }).digest).toString('hex'),
      false,
    ),
  });
});

/** All that people have decided about full permissions. */
async function decisions(): Promise<unknown> {
  const { rows } = await pool().query(
    `SELECT (SELECT json_agg(a ORDER BY a.id) FROM approvals a) AS approvals,
       (SELECT json_agg(c ORDER BY c.account_id, c.actor_id) FROM level_ceilings c) AS ceilings,
       (SELECT json_agg(o.id ORDER BY o.id) FROM accounts o WHERE o.skips_approval) AS skipping`,
  );
  return rows[0];
}

/** Bodies as somebody would guess them: one that gives, and one that takes. */
const bodies = (): Record<string, unknown>[] => {
  const { actorId } = world.actor;
  return [
    {
      ...{ actorId, actId: actorId, actorIds: [actorId], id: actorId, shown, approvals: [{ actorId, shown }] },
      ...{ approvePermissions: true, approved: true, isApproved: true, approve: true, authorize: true },
      ...{ skipsApproval: true, skips_approval: true, actorPermissionApproval: 'SKIP', settingsVersion: 1 },
    },
    {
      ...{
        actorId: approved.actorId,
        actId: approved.actorId,
        id: approved.actorId,
        revoke: true,
        revokedAt: '2026-01-01',
      },
      ...{
        approved: false,
        isApproved: false,
        isAlwaysLimited: true,
        alwaysLimited: true,
        ceiling: 'LIMITED_PERMISSIONS',
      },
    },
  ];
};

/** Something of the account's for each part of a path, and never what the asking programs live on. */
async function partsFor(path: string, verb: string): Promise<Record<string, string>> {
  const { person: rita, actor, other } = world;
  const run = /run/.test(path) ? await makeRun(rita, other) : rita.id;
  const kind = /^\/v2\/(datasets|key-value-stores|request-queues)/.exec(path)?.[1]?.slice(0, -1);
  const storage = kind && (await makeStorage(kind as 'dataset', rita));
  const { credential } = world.schedule;
  // What one credential deletes the next ones would not find.
  const kept: Record<string, string> = verb === 'DELETE' ? {} : { 'actor-tasks': world.taskId };
  if (verb !== 'DELETE' && credential.kind === 'schedule') kept.schedules = credential.id;
  const named: Record<string, string> = { 'actor-runs': run, 'actor-builds': other.buildId, ...kept };
  const id = storage ?? named[path.split('/')[2] ?? ''] ?? actor.actorId;
  return {
    id,
    taskId: kept['actor-tasks'] ?? actor.actorId,
    scheduleId: kept.schedules ?? actor.actorId,
    actorId: actor.actorId,
    runId: run,
    buildId: other.buildId,
    userId: rita.id,
    key: 'INPUT',
    recordKey: 'INPUT',
  };
}

const fill = (path: string, parts: Record<string, string>) =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => parts[name] ?? '1').replace('*', 'x');

/** A HEAD is a GET. The developer may delete the Actor, and with it all that was decided about it. */
const verbsOf = (name: string, verbs: readonly string[]) =>
  verbs.filter((verb) => verb !== 'HEAD' && !(verb === 'DELETE' && name === "the developer's token"));

test('no route lets any credential but a session decide', async () => {
  const before = await decisions();
  let asked = 0;
  const statuses = new Map<string, Set<number>>();
  for (const [name, { headers, query = '' }] of Object.entries(credentials)) {
    const seen = new Set<number>();
    statuses.set(name, seen);
    for (const { path, verbs } of ROUTES) {
      const requests = await Promise.all(
        verbsOf(name, verbs).flatMap((verb) =>
          (verb === 'GET' ? [null] : bodies()).map(async (body) => {
            const parts = await partsFor(path, verb);
            const signed = query && `${query}${encodeURIComponent(signatureOf(parts.id ?? ''))}&`;
            // A build that is not there, so that nothing runs for long.
            const asks = `${signed}approvePermissions=true&shown=${shown}&actorId=${parts.actorId}&build=9.9.9&targetActorId=${parts.actorId}&requestUrl=x`;
            return new Request(`${apiUrl()}${fill(path, parts)}?${asks}`, {
              ...{ method: verb, signal: AbortSignal.timeout(20_000) },
              headers: {
                ...headers,
                origin: process.env.CONSOLE_URL ?? 'http://localhost:3000',
                'content-type': 'application/json',
              },
              ...(body && { body: JSON.stringify(body) }),
            });
          }),
        ),
      );
      const answers = await Promise.all(requests.map((request) => fetch(request)));
      asked += answers.length;
      for (const { status } of answers) seen.add(status);
      await Promise.all(answers.map((answer) => answer.arrayBuffer()));
      expect(await decisions(), `${name}: ${path}`).toEqual(before);
    }
  }
  console.info(
    `consent over the API: ${ROUTES.length} routes, ${statuses.size} credentials, ${asked} requests, 0 changes`,
  );
  // What is somebody's was let in: it is not for want of a good token that nothing happened.
  for (const [name, { headers, isSomebody }] of Object.entries(credentials)) {
    const { status } = await fetch(`${apiUrl()}/v2/users/me`, headers ? { headers } : {});
    expect([name, status < 300 || status === 403], name).toEqual([name, isSomebody]);
  }
  expect(asked).toBeGreaterThan(1_500);
});

describe('the use-cases refuse', () => {
  const address = () => ({ by: 'id', id: world.actor.actorId }) as const;
  const revoking = () => ({ by: 'id', id: approved.actorId }) as const;
  const DECIDING: Record<string, (ctx: Ctx) => Promise<unknown>> = {
    'approve an Actor': (ctx) => approveActor(ctx, address(), { shown }),
    'revoke an approval': (ctx) => revokeApproval(ctx, revoking()),
    'set a ceiling': (ctx) => setCeiling(ctx, address(), true),
    'remove a ceiling': (ctx) => setCeiling(ctx, address(), false),
    'skip approval for all': async (ctx) =>
      setApprovalSetting(ctx, {
        skipsApproval: true,
        settingsVersion: (await getSettings(world.person.session)).settingsVersion,
      }),
    'see the question': (ctx) => getApprovalQuestion(ctx, address()),
    'see how an Actor stands': (ctx) => getApprovalState(ctx, address()),
  };

  test.each(Object.entries(DECIDING))('to %s for every program', async (_what, decide) => {
    const before = await decisions();
    for (const [name, { ctx, isSomebody }] of Object.entries(credentials)) {
      const isSchedule = ctx.credential.kind === 'schedule';
      const expected =
        ctx.credential.kind === 'none'
          ? 'token-not-provided'
          : isSomebody || isSchedule
            ? 'insufficient-permissions'
            : 'user-or-token-not-found';
      const said = await decide(ctx).then(
        () => 'it was done',
        (error: { type?: string }) => error.type,
      );
      expect([name, said]).toEqual([name, expected]);
    }
    expect(await decisions()).toEqual(before);
  });

  test('but not for the person, or else nothing above would be proved', async () => {
    const before = await decisions();
    for (const decide of ['approve an Actor', 'revoke an approval', 'set a ceiling', 'skip approval for all']) {
      await DECIDING[decide]?.(world.person.session);
    }
    expect(await decisions()).not.toEqual(before);
  });
});
