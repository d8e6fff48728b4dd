/** The cells about tasks: every path that names one, and their list. */
import type { Thing } from '../oracle.ts';
import { type Cell, STATUS } from './cell.ts';
import {
  cellsOf,
  expectedOf,
  get,
  gone,
  grants,
  isListed,
  lastRuns,
  levelOf,
  listed,
  may,
  needs,
  needsAccount,
  needsList,
  needsStart,
  type Step,
  type Verbs,
  verbsOf,
} from './job-cells.ts';
import type { RunJob, RunWorld, TaskJob } from './run-world.ts';

function routesOf(task: TaskJob, { runs }: RunWorld): Record<string, Verbs> {
  const { ofActor: actor } = task;
  const [read, write, run] = [needs('read', task), needs('write', task), needs('run', actor, runs)];
  const change = { steps: [write, run], success: '200' };
  // A build that is not there: what runs for long is not waited for.
  const sync = [{ query: 'build=9.9.9', steps: [read, run], success: '403 unknown-build-tag' }];
  return {
    '': {
      ...get([read]),
      PUT: [{ body: { title: 'A title' }, ...change }],
      DELETE: [{ steps: [write], success: '204' }],
    },
    '/input': { ...get([read]), PUT: [{ body: { size: 2 }, isJson: true, ...change }] },
    '/runs': {
      ...get([needsList, read]),
      POST: [{ steps: [read, run, needsStart(actor, levelOf(actor))], success: '201' }],
    },
    '/run-sync': { GET: sync, POST: sync },
    '/run-sync-get-dataset-items': { GET: sync, POST: sync },
  };
}

export function* taskCells(world: RunWorld): Generator<Cell> {
  for (const [n, task] of world.tasks.entries()) {
    for (const [route, verbs] of Object.entries({ ...routesOf(task, world), ...grants(task, world) })) {
      yield* cellsOf(world, `/v2/actor-tasks/${task.id}${route}`, task, verbs);
      if (route === '' || route === '/runs') {
        yield* cellsOf(world, `/v2/actor-tasks/${task.person.username}~${task.name}${route}`, task, verbs);
      }
      if (n === 0) {
        yield* cellsOf(
          ...([world, `/v2/actor-tasks/NoSuchTask0000001${route}`, task] as const),
          gone({ GET: verbs.GET ?? [] }, route === '/runs' ? 'list' : ''),
        );
      }
    }
    // Of one without runs there is no last one, as for those who may not see any.
    if (world.runs.some((run) => run.ofTask === task)) {
      yield* lastRuns(world, task, `/v2/actor-tasks/${task.id}/runs/last`, (run) => run.ofTask === task);
    }
  }
  yield* lists(world);
}

function* lists({ actors, tasks, runs, askers }: RunWorld): Generator<Cell> {
  for (const asker of askers) {
    const one = (method: string, path: string, steps: Step[], success: string): Cell => ({
      ...{ label: `${asker.name}: ${method} ${path}`, method, path, asker, target: null },
      expected: expectedOf(asker, steps, success),
    });
    const list = one('GET', '/v2/actor-tasks?limit=1000', [needsList], '200');
    yield { ...list, check: listed(tasks, (task) => may(asker, 'read', task)) };
    yield one('HEAD', '/v2/actor-tasks', [needsList], '200');
    const create: Step = (who) =>
      needsAccount(who) ?? (who.run?.limited || (who.scope && !who.makesTasks) ? STATUS.refused : null);
    for (const actor of actors) {
      const made = one('POST', '/v2/actor-tasks', [create, needs('run', actor, runs)], '201');
      yield { ...made, label: `${made.label} of ${actor.name}`, body: { actId: actor.id } };
    }
    for (const task of tasks) {
      const path = `/v2/actor-tasks/${task.id}/runs?limit=1000`;
      const ofTask = (thing: Thing) => thing.ofTask === task && isListed(asker, thing as RunJob, task);
      yield { ...one('GET', path, [needsList, needs('read', task)], '200'), check: listed(runs, ofTask) };
    }
  }
}

/** Every path of these with its verbs, for the test that holds them against the API. */
export function taskRoutes(world: RunWorld): (readonly [path: string, verbs: string[]])[] {
  const task = world.tasks[0] as TaskJob;
  return [
    ...verbsOf('/v2/actor-tasks/:id', { ...routesOf(task, world), ...grants(task, world) }),
    ['/v2/actor-tasks', ['GET', 'HEAD', 'POST']],
  ];
}
