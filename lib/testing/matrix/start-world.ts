/** An account and an Actor, with what happened between them, done as people and programs do it where they can. */
import { pool } from '../../../db/client.ts';
import { approveActor } from '../../approval/approve.ts';
import { getApprovalQuestion } from '../../approval/get-question.ts';
import { revokeApproval } from '../../approval/revoke.ts';
import type { Scope } from '../../authorization/types.ts';
import type { Ctx } from '../../context.ts';
import { createId, createRunToken, createWebhookToken, digestOf } from '../../ids.ts';
import { createTask } from '../../task/create.ts';
import type { PermissionLevel } from '../../vocabulary.ts';
import { makeGrant, makeToken } from '../arrange.ts';
import { makeRun } from '../runs.ts';
import type { Deed, Level, PlannedStart } from '../start-oracle.ts';
import { approve, type MadeActor, makeActor, runRow, setLevel, started } from '../starts.ts';
import { context, type Person, person } from '../world.ts';

export const levelOf = (level: Level): PermissionLevel =>
  level === 'full' ? 'FULL_PERMISSIONS' : 'LIMITED_PERMISSIONS';

/** All of a planned start that is so before it. */
export type Standing = Pick<PlannedStart, 'declares' | 'optionsSay' | 'ownership' | 'deeds' | 'skips'>;

export interface StartWorld {
  person: Person;
  actor: MadeActor;
  /** Another Actor of the account, whose runs start this one. */
  other: MadeActor;
  /** A task of the account, of the Actor. */
  taskId: string;
  /** A token that may run Actors and write runs. */
  scopedToken: string;
  /** As the worker that fires a schedule of the account. */
  schedule: Ctx;
  /** A token of one call of a webhook of the account. */
  webhookToken: string;
}

const SCOPE: Scope = {
  resources: [],
  kinds: [
    { kind: 'actor', permissions: ['read', 'run'] },
    { kind: 'run', permissions: ['write'] },
    { kind: 'task', permissions: ['read'] },
  ],
  create: [],
};

/** `dev`: whose the Actor is, where it is not the account's own. `of`: the account, if it is not to be a new one. */
export async function makeStartWorld(dev: Person, standing: Standing, of?: Person): Promise<StartWorld> {
  const rita = of ?? (await person('rita'));
  const { declares, optionsSay, ownership, deeds, skips } = standing;
  const actor = await makeActor(ownership === 'own' ? rita : dev, {
    level: declares && levelOf(declares),
    isPublic: ownership === 'public',
    ...(optionsSay && { runOptions: { forcePermissionLevel: levelOf(optionsSay) } }),
  });
  if (ownership === 'shared') await makeGrant(actor.actorId, rita, ['READ', 'RUN']);
  const world: StartWorld = {
    ...{ person: rita, actor, other: await makeActor(rita) },
    taskId: (await createTask(rita.session, { actId: actor.actorId, name: `saved-${actor.actorId}` })).id,
    scopedToken: (await makeToken(rita, { scope: SCOPE })).token,
    schedule: context({ kind: 'schedule', id: await makeSchedule(rita) }, 'SCHEDULE'),
    webhookToken: await makeWebhookToken(rita),
  };
  for (const deed of deeds) await DEEDS[deed](world, standing);
  await setSkips(rita, skips);
  return world;
}

const DEEDS: Record<Deed, (world: StartWorld, standing: Standing) => Promise<void>> = {
  'approved it': async ({ person: rita, actor }, { declares, optionsSay, ownership }) => {
    const isAsked = (optionsSay ?? declares ?? 'full') === 'full' && ownership !== 'own';
    // Nobody is asked about any other Actor; what if they had been?
    if (!isAsked) return approve(actor.actorId, rita);
    const address = { by: 'id', id: actor.actorId } as const;
    const { shown } = await getApprovalQuestion(rita.session, address);
    await approveActor(rita.session, address, { shown });
  },
  'revoked that': ({ person: rita, actor }) => revokeApproval(rita.session, { by: 'id', id: actor.actorId }),
  'its level changed': ({ actor }, { declares }) => setLevel(actor.actorId, declares && levelOf(declares)),
  'ran it full': async (world) => {
    await setSkips(world.person, true);
    await ran(world, world.person, 'full');
    await setSkips(world.person, false);
  },
  'ran it limited': (world) => ran(world, world.person, 'limited'),
  'a full run of another called it': async (world) => {
    const caller = await makeRunning(world, world.other, 'full');
    await ran(world, caller, 'full');
    await forgetRuns([caller.id]);
  },
};

const setSkips = (of: Person, skips: boolean) =>
  pool().query('UPDATE accounts SET skips_approval = $2 WHERE id = $1', [of.id, skips]);

/** Starts the Actor, and has the run end. */
async function ran({ actor }: StartWorld, by: { token: string }, level: Level): Promise<void> {
  const run = await started(by, actor, `?forcePermissionLevel=${levelOf(level)}`);
  await pool().query(`UPDATE runs SET status = 'SUCCEEDED', finished_at = now() WHERE id = $1`, [run.id]);
  if ((await runRow(run.id)).level !== levelOf(level)) throw new Error('It ran at another level');
}

/** A run whose program is at work, with its token. */
export async function makeRunning(
  { person: rita }: StartWorld,
  of: MadeActor,
  level: Level,
): Promise<{ id: string; token: string }> {
  const token = createRunToken();
  const id = await makeRun(rita, of, {
    ...{ status: 'RUNNING', tokenDigest: digestOf(token), attempt: 1, attemptStartedAt: new Date() },
    ...{ level: levelOf(level), levelBecause: level === 'full' ? ['own-actor'] : ['limited'] },
  });
  return { id, token };
}

/** A run of the Actor that has finished. It was started by another run, and so is no consent. */
export async function makeFinished({ person: rita, actor }: StartWorld, level: Level): Promise<string> {
  return makeRun(rita, actor, {
    ...{ status: 'SUCCEEDED', finishedAt: new Date(), ancestorIds: [createId()] },
    ...{ level: levelOf(level), levelBecause: level === 'full' ? ['called-by-full'] : ['limited'] },
  });
}

/** Ends runs, and has them count as no consent. */
export async function forgetRuns(ids: readonly string[]): Promise<void> {
  await pool().query(
    `UPDATE runs SET status = 'ABORTED', finished_at = now(), token_digest = NULL, ancestor_ids = '{forgotten}' WHERE id = ANY ($1)`,
    [ids],
  );
}

async function makeSchedule(of: Person): Promise<string> {
  const id = createId();
  await pool().query(`INSERT INTO resources (id, kind, owner_id, name) VALUES ($1, 'schedule', $2, lower($1))`, [
    id,
    of.id,
  ]);
  await pool().query(
    `INSERT INTO schedules (id, account_id, cron_expression, is_enabled) VALUES ($1, $2, '0 0 1 1 *', true)`,
    [id, of.id],
  );
  return id;
}

export async function makeWebhookToken(of: Person): Promise<string> {
  const [id, token] = [createId(), createWebhookToken()];
  await pool().query(`INSERT INTO resources (id, kind, owner_id) VALUES ($1, 'webhook', $2)`, [id, of.id]);
  await pool().query(
    `INSERT INTO webhooks (id, account_id, event_types, request_url, carries_token) VALUES ($1, $2, '{ACTOR.RUN.SUCCEEDED}', 'http://example.com/', true)`,
    [id, of.id],
  );
  await pool().query(
    `INSERT INTO webhook_tokens (digest, webhook_id, account_id, expires_at) VALUES ($1, $2, $3, now() + interval '1 hour')`,
    [digestOf(token), id, of.id],
  );
  return token;
}
