/** The start matrix: how a start is asked for in each way by each caller, and what must come of it. */
import { pool } from '../../../db/client.ts';
import type { Ctx } from '../../context.ts';
import { ApiError } from '../../errors.ts';
import { startRun } from '../../run/start.ts';
import { metamorphRun } from '../../run-restart/metamorph.ts';
import { resurrectRun } from '../../run-restart/resurrect.ts';
import { startTask } from '../../task/start.ts';
import type { Caller, Deed, Level, Outcome, PlannedStart, Way } from '../start-oracle.ts';
import { outcomeOf } from '../start-oracle.ts';
import { runRow } from '../starts.ts';
import { call } from '../world.ts';
import { deliverOnce, fireOnce, type Got } from './start-fired.ts';
import { forgetRuns, levelOf, makeFinished, makeRunning, type StartWorld } from './start-world.ts';

/** The doors of a start. People in the Console and what a worker fires come by no HTTP. */
export const DOORS = [
  ...(['runs', 'run-sync', 'run-sync (GET)', 'run-sync-get-dataset-items'] as const),
  ...([
    'task runs',
    'task run-sync',
    'firing',
    'firing of a task',
    'delivery',
    'delivery to a task',
    'metamorph',
    'resurrect',
  ] as const),
] as const;
export type Door = (typeof DOORS)[number];

export interface StartCell extends Omit<PlannedStart, 'way' | 'isOfTask'> {
  door: Door;
}

const LEVELS = ['limited', 'full'] as const;
const HISTORIES: readonly (readonly Deed[])[] = [
  [],
  ['approved it'],
  ['approved it', 'revoked that'],
  ['approved it', 'its level changed'],
  ['approved it', 'revoked that', 'approved it'],
  ['ran it full'],
  ['ran it full', 'revoked that'],
  ['ran it full', 'its level changed'],
  ['a full run of another called it'],
  ['ran it limited'],
];
const CALLERS: readonly Caller[] = [
  ...(['session', 'token', 'scoped', 'schedule', 'webhook', 'limited run', 'full run', 'nobody'] as const),
];

/** Every standing of an account with an Actor. */
export const STANDINGS = [null, ...LEVELS].flatMap((declares) =>
  [null, ...LEVELS].flatMap((optionsSay) =>
    (['own', 'public', 'shared'] as const).flatMap((ownership) =>
      HISTORIES.flatMap((deeds) => [false, true].map((skips) => ({ declares, optionsSay, ownership, deeds, skips }))),
    ),
  ),
);

/** Every start that can be asked for in a standing. */
export function cellsIn(standing: (typeof STANDINGS)[number]): StartCell[] {
  return [false, true].flatMap((alwaysLimited) =>
    CALLERS.flatMap((caller) =>
      DOORS.filter((door) => isDoorFor(caller, door)).flatMap((door) =>
        askable(door).map((asks) => ({ ...standing, alwaysLimited, caller, door, asks })),
      ),
    ),
  );
}

/** A schedule starts runs and does nothing else; people in the Console wait for none. */
function isDoorFor(caller: Caller, door: Door): boolean {
  if (door.startsWith('firing')) return caller === 'schedule';
  if (door.startsWith('delivery')) return caller === 'webhook';
  if (caller === 'schedule') return door === 'runs' || door === 'task runs';
  return caller !== 'session' || !door.includes('run-sync');
}

/** A firing and a metamorph cannot ask for a level; a resurrection has that of its run. */
function askable(door: Door): readonly (Level | null)[] {
  if (door === 'metamorph' || door.startsWith('firing')) return [null];
  return door === 'resurrect' ? LEVELS : [null, ...LEVELS];
}

const wayOf = (door: Door): Way => (door === 'metamorph' || door === 'resurrect' ? door : 'run');

export const expectedOf = (cell: StartCell): Outcome =>
  outcomeOf({ ...cell, way: wayOf(cell.door), isOfTask: cell.door.includes('task') });

export const labelOf = ({
  caller,
  door,
  asks,
  declares,
  optionsSay,
  ownership,
  deeds,
  skips,
  alwaysLimited,
}: StartCell) =>
  [
    `${caller}: ${door}`,
    `asks ${asks}, declares ${declares}, options ${optionsSay}`,
    `${ownership} (${deeds.join(', ') || 'nothing happened'})`,
    `${skips ? 'skips' : 'requires'}${alwaysLimited ? ', always limited' : ''}`,
  ].join(' | ');

const MESSAGES = {
  'cannot-elevate':
    'Insufficient permissions: a run with limited permissions cannot start an Actor with full permissions',
  'not-approved':
    'This Actor requires full access to your account. You must approve its permissions before running it.',
};

/** Asks for the start, and gives what is wrong with what came of it; null if nothing is. It leaves everything as it was. */
export async function askStart(world: StartWorld, cell: StartCell): Promise<string | null> {
  const { caller, door } = cell;
  const way = wayOf(door);
  const running =
    caller === 'limited run' || caller === 'full run'
      ? await makeRunning(world, world.other, caller === 'full run' ? 'full' : 'limited')
      : null;
  const subject =
    way === 'resurrect'
      ? await makeFinished(world, cell.asks ?? 'limited')
      : way === 'metamorph'
        ? (running?.id ?? (await makeRunning(world, world.other, 'limited')).id)
        : null;
  const before = subject && (await runRow(subject));
  const known = await runsOf(world);
  const got = await ask(world, cell, running?.token, subject);
  const made = (await runsOf(world)).filter((id) => !known.includes(id));
  const expected = expectedOf(cell);
  const problem = isLevel(expected)
    ? await problemOfStart(got, expected, subject ? [subject] : made, world)
    : (problemOfRefusal(got, expected, world) ??
      (made.length > 0 ? 'a run was started' : null) ??
      (before && (await hasChanged(before)) ? 'the run has changed' : null));
  await forgetRuns([...made, subject, running?.id].filter((id) => id !== null && id !== undefined));
  return problem && `${labelOf(cell)} → ${problem}, not ${expected}`;
}

export const isLevel = (outcome: Outcome): outcome is Level => outcome === 'limited' || outcome === 'full';

async function runsOf({ person, actor }: StartWorld): Promise<string[]> {
  const { rows } = await pool().query('SELECT id FROM runs WHERE account_id = $1 AND actor_id = $2', [
    ...[person.id, actor.actorId],
  ]);
  return rows.map(({ id }) => id);
}

async function problemOfStart(got: Got, level: Level, ids: string[], { actor }: StartWorld): Promise<string | null> {
  const [id] = ids;
  if (!id || ids.length > 1) return `${got.status} ${JSON.stringify(got.body)} with ${ids.length} runs`;
  const row = await runRow(id);
  if (row.actorId !== actor.actorId) return `${got.status} ${JSON.stringify(got.body)}`;
  return row.level === levelOf(level) ? null : `a run with ${row.level}`;
}

async function hasChanged(before: Awaited<ReturnType<typeof runRow>>): Promise<boolean> {
  const { status, level, actorId, attempt } = await runRow(before.id);
  return status !== before.status || level !== before.level || actorId !== before.actorId || attempt !== before.attempt;
}

/** What is wrong with a refusal; null if it is the documented one. */
export function problemOfRefusal(
  { status, body }: Got,
  expected: Outcome,
  { actor }: Pick<StartWorld, 'actor'>,
): string | null {
  const { type, message, data, ...rest } = (body as { error?: Record<string, unknown> } | undefined)?.error ?? {};
  const said = `${status} ${String(type)}`;
  const wanted = {
    'not-approved': '403 full-permission-actor-not-approved',
    'cannot-elevate': '403 insufficient-permissions',
    insufficient: '403 insufficient-permissions',
    'not-found': '404 record-not-found',
    'no-token': '401 token-not-provided',
  }[expected as Exclude<Outcome, Level>];
  if (said !== wanted) return said;
  if (Object.keys(rest).length > 0) return `more than is documented: ${Object.keys(rest).join()}`;
  if ((expected === 'not-approved' || expected === 'cannot-elevate') && message !== MESSAGES[expected]) {
    return `the words "${String(message)}"`;
  }
  const url = `${process.env.CONSOLE_URL ?? 'http://localhost:3000'}/actors/${actor.actorId}?approvePermissions=true`;
  const wantedData = expected === 'not-approved' ? JSON.stringify({ approvalUrl: url }) : undefined;
  return JSON.stringify(data) === wantedData ? null : `the data ${JSON.stringify(data)}`;
}

async function ask(
  world: StartWorld,
  cell: StartCell,
  runToken: string | undefined,
  subject: string | null,
): Promise<Got> {
  const { caller, door, asks } = cell;
  const { actor, person, scopedToken, webhookToken, schedule } = world;
  if (door.startsWith('firing')) return fireOnce(world, door.includes('task'));
  if (door.startsWith('delivery')) return deliverOnce(world, door.includes('task'), asks);
  if (caller === 'session') return inProcess(person.session, world, cell, subject);
  if (caller === 'schedule') return inProcess(schedule, world, cell, subject);
  const token = { token: person.token, scoped: scopedToken, webhook: webhookToken, nobody: undefined }[
    caller as 'token' | 'scoped' | 'webhook' | 'nobody'
  ];
  const by = runToken ?? token;
  const forced = asks ? `forcePermissionLevel=${levelOf(asks)}` : '';
  const route = door.replace('task ', '').split(' ')[0];
  const target = door.startsWith('task') ? `actor-tasks/${world.taskId}` : `actors/${actor.actorId}`;
  const [path, query] =
    door === 'metamorph'
      ? [`actor-runs/${subject}/metamorph`, `targetActorId=${actor.actorId}`]
      : door === 'resurrect'
        ? [`actor-runs/${subject}/resurrect`, '']
        : [`${target}/${route}`, forced];
  const asked = call(`/v2/${path}?${query}`, {
    method: door.endsWith('(GET)') ? 'GET' : 'POST',
    ...(by !== undefined && { token: by }),
  });
  const answer = await (door.includes('run-sync') ? endWhileWaiting(world, asked) : asked);
  return { status: answer.status, body: answer.json };
}

/** What the Console does, and the worker that fires schedules; a refusal as the API would put it. */
async function inProcess(
  ctx: Ctx,
  { actor, taskId }: StartWorld,
  { door, asks }: StartCell,
  subject: string | null,
): Promise<Got> {
  const address = { by: 'id', id: actor.actorId } as const;
  const run = { by: 'id', id: subject ?? '' } as const;
  const options = asks ? { forcePermissionLevel: levelOf(asks) } : {};
  try {
    if (door === 'metamorph') await metamorphRun(ctx, run, { actor: address });
    else if (door === 'resurrect') await resurrectRun(ctx, run, {});
    else if (door === 'task runs') await startTask(ctx, { task: { by: 'id', id: taskId }, options });
    else await startRun(ctx, { actor: address, options });
    return { status: 200, body: undefined };
  } catch (error) {
    if (!(error instanceof ApiError)) throw error;
    const { status, type, message, data } = error;
    return { status, body: { error: { type, message, ...(data && { data }) } } };
  }
}

/** Has what waits for a worker end, as long as somebody waits for that. */
async function endWhileWaiting<T>({ person, actor }: StartWorld, asked: Promise<T>): Promise<T> {
  let isAnswered = false;
  const answered = asked.finally(() => {
    isAnswered = true;
  });
  while (!isAnswered) {
    await Promise.race([answered, new Promise((resolve) => setTimeout(resolve, 10))]).catch(() => null);
    await pool().query(
      `UPDATE runs SET status = 'SUCCEEDED', finished_at = now() WHERE account_id = $1 AND actor_id = $2 AND status = 'READY'
       RETURNING pg_notify('gatehouse_run_state', id)`,
      [person.id, actor.actorId],
    );
  }
  return answered;
}
