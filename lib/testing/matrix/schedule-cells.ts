/** The cells about schedules: every path that names one, and their list. */
import { type Cell, STATUS } from './cell.ts';
import {
  cellsOf,
  expectedOf,
  get,
  gone,
  grants,
  listed,
  may,
  needs,
  needsAccount,
  needsList,
  type Step,
  type Verbs,
  verbsOf,
} from './job-cells.ts';
import type { Job, RunWorld, ScheduleJob } from './run-world.ts';

const starts = (actor: Job, more: object = {}) => ({ actions: [{ type: 'RUN_ACTOR', actorId: actor.id, ...more }] });

/** What is to be started must be for whoever writes it in to start; one that they may not see is not there. */
const needsTarget =
  (actor: Job, { runs }: RunWorld): Step =>
  (asker) => {
    const refusal = needs('run', actor, runs)(asker);
    return refusal === STATUS.missing ? '404 schedule-actor-not-found' : refusal;
  };

function routesOf(schedule: ScheduleJob, world: RunWorld): Record<string, Verbs> {
  const [read, write] = [needs('read', schedule), needs('write', schedule)];
  const target = needsTarget(schedule.starts, world);
  const changed = { runInput: { body: '{"size":2}', contentType: 'application/json' } };
  return {
    '': {
      ...get([read]),
      PUT: [
        { body: { title: 'A title' }, steps: [write], success: '200' },
        { body: { cronExpression: '* * * * * *' }, steps: [write], success: '400 cron-expression-invalid' },
        { body: starts(schedule.starts, changed), steps: [write, target], success: '200' },
      ],
      DELETE: [{ steps: [write], success: '204' }],
    },
    '/log': get([read]),
  };
}

export function* scheduleCells(world: RunWorld): Generator<Cell> {
  for (const [n, schedule] of world.schedules.entries()) {
    for (const [route, verbs] of Object.entries({ ...routesOf(schedule, world), ...grants(schedule, world) })) {
      yield* cellsOf(world, `/v2/schedules/${schedule.id}${route}`, schedule, verbs);
      if (route === '') {
        yield* cellsOf(world, `/v2/schedules/${schedule.person.username}~${schedule.name}`, schedule, verbs);
      }
      if (n === 0) {
        const reading = gone({ GET: verbs.GET ?? [] }, '');
        yield* cellsOf(world, `/v2/schedules/NoSuchSchedule001${route}`, schedule, reading);
      }
    }
  }
  yield* lists(world);
}

function* lists(world: RunWorld): Generator<Cell> {
  const { actors, schedules, askers } = world;
  for (const asker of askers) {
    const one = (method: string, path: string, steps: Step[], success: string): Cell => ({
      ...{ label: `${asker.name}: ${method} ${path}`, method, path, asker, target: null },
      expected: expectedOf(asker, steps, success),
    });
    const list = one('GET', '/v2/schedules?limit=1000', [needsList], '200');
    yield { ...list, check: listed(schedules, (schedule) => may(asker, 'read', schedule)) };
    yield one('HEAD', '/v2/schedules', [needsList], '200');
    const create: Step = (who) =>
      needsAccount(who) ?? (who.run?.limited || (who.scope && !who.makesSchedules) ? STATUS.refused : null);
    for (const actor of actors) {
      const made = one('POST', '/v2/schedules', [create, needsTarget(actor, world)], '201');
      const body = { cronExpression: '@yearly', ...starts(actor) };
      yield { ...made, label: `${made.label} of ${actor.name}`, body };
    }
  }
}

/** Every path of these with its verbs, for the test that holds them against the API. */
export function scheduleRoutes(world: RunWorld): (readonly [path: string, verbs: string[]])[] {
  const schedule = world.schedules[0] as ScheduleJob;
  return [
    ...verbsOf('/v2/schedules/:id', { ...routesOf(schedule, world), ...grants(schedule, world) }),
    ['/v2/schedules', ['GET', 'HEAD', 'POST']],
  ];
}
