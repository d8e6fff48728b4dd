/** The cells about webhooks and what they sent. */
import type { Thing } from '../oracle.ts';
import { type Asker, type Cell, STATUS } from './cell.ts';
import { cellsOf, get, isGone, may, needs, needsAccount, needsList, type Step, type Verbs } from './job-cells.ts';
import type { RunWorld, WebhookThing } from './run-world.ts';

/** Every path of these with its verbs, for the test that holds them against the API. */
export const WEBHOOK_ROUTES: readonly (readonly [path: string, verbs: readonly string[]])[] = [
  ['/v2/webhooks', ['GET', 'HEAD', 'POST']],
  ['/v2/webhooks/:webhookId', ['GET', 'HEAD', 'PUT', 'DELETE']],
  ['/v2/webhooks/:webhookId/test', ['POST']],
  ['/v2/webhooks/:webhookId/dispatches', ['GET', 'HEAD']],
  ['/v2/webhook-dispatches', ['GET', 'HEAD']],
  ['/v2/webhook-dispatches/:dispatchId', ['GET', 'HEAD']],
  ['/v2/webhook-dispatches/:dispatchId/replay', ['POST']],
  ['/v2/actors/:id/webhooks', ['GET', 'HEAD']],
  ['/v2/actor-tasks/:id/webhooks', ['GET', 'HEAD']],
];

export function* webhookCells(world: RunWorld): Generator<Cell> {
  for (const webhook of world.webhooks) {
    const [read, write] = [needs('read', webhook), needs('write', webhook)];
    const at = (base: string, verbs: Verbs) => cellsOf(world, base, webhook, verbs);
    yield* at(`/v2/webhooks/${webhook.id}`, {
      ...get([read]),
      PUT: [{ body: { description: 'Other' }, steps: [write], success: '200' }],
      DELETE: [{ steps: [write], success: '204' }],
    });
    yield* at(`/v2/webhooks/${webhook.id}/test`, { POST: [{ steps: [write], success: '201' }] });
    yield* at(`/v2/webhooks/${webhook.id}/dispatches`, get([read]));
    yield* at(`/v2/webhook-dispatches/${webhook.dispatchId}`, get([read]));
    yield* at(`/v2/webhook-dispatches/${webhook.dispatchId}/replay`, { POST: [{ steps: [write], success: '201' }] });
  }
  yield* missing(world);
  yield* lists(world);
  yield* creations(world);
}

function* missing(world: RunWorld): Generator<Cell> {
  const [run] = world.runs;
  const gone = { ...get([isGone]), DELETE: [{ steps: [isGone], success: '' }] };
  // An id of one kind is none of another.
  for (const id of ['NoSuchWebhook0001', run?.id]) yield* cellsOf(world, `/v2/webhooks/${id}`, null, gone);
  yield* cellsOf(world, '/v2/webhook-dispatches/NoSuchDispatch001', null, get([isGone]));
  yield* cellsOf(world, '/v2/actors/NoSuchActor000001/webhooks', null, get([needsList, isGone]));
  yield* cellsOf(world, '/v2/actor-tasks/NoSuchTask0000001/webhooks', null, get([needsList, isGone]));
}

function* lists(world: RunWorld): Generator<Cell> {
  const { webhooks, actors, task, runs } = world;
  for (const asker of world.askers) {
    const only = { ...world, askers: [asker] };
    const readable = webhooks.filter((webhook) => may(asker, 'read', webhook));
    const lasting = readable.filter(({ isAdHoc }) => !isAdHoc);
    yield* listed(only, '/v2/webhooks?limit=1000', [needsList], webhooks, lasting, ({ id }) => id);
    yield* listed(only, '/v2/webhook-dispatches?limit=1000', [needsList], webhooks, readable, (one) => one.dispatchId);
    for (const actor of actors) {
      const ofActor = lasting.filter((webhook) => webhook.ofActor?.id === actor.id);
      const steps = [needsList, needs('read', actor, runs)];
      yield* listed(only, `/v2/actors/${actor.id}/webhooks`, steps, webhooks, ofActor, ({ id }) => id);
    }
    yield* cellsOf(only, `/v2/actor-tasks/${task.id}/webhooks`, null, get([needsList, needs('read', task)]));
  }
}

function* listed(
  world: RunWorld,
  path: string,
  steps: Step[],
  all: readonly WebhookThing[],
  expected: readonly WebhookThing[],
  idOf: (webhook: WebhookThing) => string,
): Generator<Cell> {
  const known = new Set(all.map(idOf));
  for (const cell of cellsOf(world, path, null, get(steps))) {
    const check: Cell['check'] = ({ status, json }) => {
      if (cell.method === 'HEAD' || status !== 200) return null;
      const given = (json.data.items as { id: string }[]).map(({ id }) => id).filter((id) => known.has(id));
      const wanted = expected.map(idOf);
      return given.sort().join() === wanted.sort().join() ? null : `lists ${given.length}, not ${wanted.length}`;
    };
    yield { ...cell, check };
  }
}

const mayCreate: Step = (asker) =>
  needsAccount(asker) ?? (asker.run?.limited || (asker.scope && !asker.mayCreateWebhooks) ? STATUS.refused : null);
const isOwn =
  ({ owner }: Thing): Step =>
  ({ account }: Asker) =>
    account?.id === owner.id ? null : STATUS.refused;

function* creations(world: RunWorld): Generator<Cell> {
  const made = (condition: Record<string, string>) => ({
    ...{ eventTypes: ['ACTOR.RUN.FAILED'], requestUrl: 'https://hooks.example/', condition },
  });
  const create = (condition: Record<string, string>, steps: Step[]) =>
    cellsOf(world, '/v2/webhooks', null, { POST: [{ body: made(condition), steps, success: '201' }] });
  for (const actor of world.actors) {
    yield* create({ actorId: actor.id }, [mayCreate, needs('read', actor, world.runs)]);
  }
  yield* create({ actorTaskId: world.task.id }, [mayCreate, needs('read', world.task)]);
  yield* create({ actorId: 'NoSuchActor000001' }, [mayCreate, isGone]);
  for (const run of world.runs) {
    yield* create({ actorRunId: run.id }, [needs('update-status', run), isOwn(run)]);
  }
}
