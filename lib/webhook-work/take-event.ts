import type { SendOptions } from 'pg-boss';
import { type Transaction, transaction } from '../../db/transaction.ts';
import { buildView } from '../build/view.ts';
import { runViewFor } from '../run/view.ts';
import { globalsAt } from '../webhook/sample.ts';
import { DEFAULT_PAYLOAD_TEMPLATE, fillTemplate, TemplateError, type Variables } from '../webhook/template.ts';
import { enterDispatch } from '../webhook-dispatch/queries.ts';
import {
  type JobEvent,
  selectEventBuild,
  selectEventRun,
  selectWaiting,
  takeEvent,
  type WaitingWebhook,
} from './queries.ts';

/** Thrown where an event could not be turned into dispatches: it stays. */
export class EventFailure extends Error {
  readonly sequence: number;

  constructor(sequence: number, cause: unknown) {
    super('An event could not be told to its webhooks', { cause });
    this.sequence = sequence;
  }
}

/**
 * Turns one event into a dispatch for each webhook that waits for it, all in one transaction: an event is there, or what came of it is.
 * `options`: of the deliveries, as pg-boss takes them. Returns whether there was an event. Throws EventFailure.
 */
export async function takeOneEvent(except: readonly number[], options: SendOptions = {}): Promise<boolean> {
  let taken: JobEvent | null = null;
  try {
    return await transaction(async (tx) => {
      taken = await takeEvent(tx, except);
      if (taken) await tell(tx, taken, options);
      return taken !== null;
    });
  } catch (error) {
    const event = taken as JobEvent | null;
    throw event ? new EventFailure(event.sequence, error) : error;
  }
}

async function tell(tx: Transaction, event: JobEvent, options: SendOptions): Promise<void> {
  const about = await describe(tx, event);
  // What is gone is not told of.
  if (!about) return;
  for (const webhook of await selectWaiting(tx, event, about)) {
    const variables: Variables = {
      ...{ userId: event.accountId, createdAt: event.createdAt.toISOString(), eventType: event.eventType },
      ...{ eventData: about.eventData, resource: about.resource, globals: globalsAt(event.createdAt) },
    };
    await enterDispatch(
      tx,
      webhook,
      {
        ...{ eventType: event.eventType, eventData: about.eventData, resource: about.resource },
        ...{ payload: payloadOf(webhook, variables), createdAt: event.createdAt },
      },
      options,
    );
  }
}

interface About {
  actorId: string;
  taskId: string | null;
  runId: string | null;
  eventData: Record<string, unknown>;
  resource: Record<string, unknown>;
}

/** What happened, and the run or the build as the API shows it to its owner. Source: documentation, "Webhook actions", "Resource". */
async function describe(tx: Transaction, event: JobEvent): Promise<About | null> {
  if (event.eventType.startsWith('ACTOR.BUILD.')) {
    const build = await selectEventBuild(tx, event);
    if (!build) return null;
    const { actorId } = build;
    const view = buildView(build, { isKnown: true, mayWrite: true });
    const eventData = { actorId, actorBuildId: build.id };
    return { actorId, taskId: null, runId: null, eventData, resource: plain(view) };
  }
  const found = await selectEventRun(tx, event);
  if (!found) return null;
  const { run, generalAccess } = found;
  const { id, actorId, taskId } = run;
  const view = runViewFor(run, { generalAccess, isOwn: true, isKnown: true, isPerson: false });
  const eventData = { actorId, actorTaskId: taskId, actorRunId: id };
  return { actorId, taskId, runId: id, eventData, resource: plain(view) };
}

/** As JSON has it. */
const plain = (value: object) => JSON.parse(JSON.stringify(value)) as Record<string, unknown>;

/** A template is tried out before it is kept; should it not fit this event all the same, what happened is told in the usual form. */
function payloadOf({ payloadTemplate, shouldInterpolateStrings }: WaitingWebhook, variables: Variables): string {
  const fill = (template: string) => fillTemplate(template, variables, shouldInterpolateStrings).text;
  try {
    return fill(payloadTemplate ?? DEFAULT_PAYLOAD_TEMPLATE);
  } catch (error) {
    if (error instanceof TemplateError) return fill(DEFAULT_PAYLOAD_TEMPLATE);
    throw error;
  }
}
