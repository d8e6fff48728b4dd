/** Runs over the API. Source: the official description, "Actor runs" and "Actors/Actor runs". */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { type Address, parseAddress } from '../ids.ts';
import { queryBoolean } from '../paging.ts';
import { abortRun } from '../run/abort.ts';
import { chargeRun } from '../run/charge.ts';
import { deleteRun } from '../run/delete.ts';
import { getRun, MAX_WAIT_SECS, type Waiting } from '../run/get.ts';
import { type RunStart, startRun } from '../run/start.ts';
import { updateRun } from '../run/update.ts';
import type { RunView } from '../run/view.ts';
import { runList } from '../run-list/input.ts';
import { listRuns } from '../run-list/list.ts';
import { metamorphRun } from '../run-restart/metamorph.ts';
import { rebootRun } from '../run-restart/reboot.ts';
import { resurrectRun } from '../run-restart/resurrect.ts';
import { PERMISSION_LEVELS } from '../vocabulary.ts';
import { bodyObject } from './body.ts';
import { grantRoutes } from './grant.ts';
import { originOf } from './origin.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';
import { route } from './route.ts';
import { type FindRun, RUN_PATH, RUN_PLACES } from './run-places.ts';

export function runRoutes(app: FastifyInstance): void {
  route(app, '/v2/actors/:actorId/runs', {
    GET: async (request) => ({
      data: await listRuns(contextOf(request), parseQuery(request, runList), {
        kind: 'actor',
        address: actorAddress(request),
      }),
    }),
    POST: async (request, reply) => {
      const start = { actor: actorAddress(request), ...startOf(request) };
      return sendStarted(request, reply, await startRun(contextOf(request), start));
    },
  });
  route(app, '/v2/actor-runs', {
    GET: async (request) => ({ data: await listRuns(contextOf(request), parseQuery(request, runList)) }),
  });
  for (const [path, find] of RUN_PLACES) placeRoutes(app, path, find);
  route(app, '/v2/actor-runs/:runId/resurrect', {
    POST: async (request) => ({
      data: await resurrectRun(contextOf(request), runAddress(request), optionsOf(request)),
    }),
  });
  route(app, '/v2/actor-runs/:runId/charge', {
    POST: async (request, reply) => {
      await chargeRun(contextOf(request), runAddress(request), bodyObject(request));
      return reply.code(201).send({});
    },
  });
  grantRoutes(app, 'run', '/v2/actor-runs/:id');
}

/** Answers a start with its run, after the wait that was asked for. */
export async function sendStarted(request: FastifyRequest, reply: FastifyReply, started: RunView): Promise<unknown> {
  reply.header('location', started.consoleUrl);
  const waiting = waitingOf(request, reply);
  const byId = { by: 'id', id: started.id } as const;
  const data = waiting.maxMillis > 0 ? await getRun(contextOf(request), byId, waiting) : started;
  return reply.code(201).send({ data });
}

/** What can be asked of a run wherever it is named. */
function placeRoutes(app: FastifyInstance, path: string, find: FindRun): void {
  const found = async (request: FastifyRequest): Promise<Address> => parseAddress(await find(request));
  const isById = path === RUN_PATH;
  route(app, path, {
    GET: async (request, reply) => ({
      data: await getRun(contextOf(request), await found(request), waitingOf(request, reply)),
    }),
    ...(isById && {
      PUT: async (request) => ({
        data: await updateRun(contextOf(request), runAddress(request), bodyObject(request)),
      }),
      DELETE: async (request, reply) => {
        await deleteRun(contextOf(request), runAddress(request));
        return reply.code(204).send();
      },
    }),
  });
  route(app, `${path}/abort`, {
    POST: async (request) => ({
      data: await abortRun(contextOf(request), await found(request), parseQuery(request, aborting)),
    }),
  });
  route(app, `${path}/reboot`, {
    POST: async (request) => ({ data: await rebootRun(contextOf(request), await found(request)) }),
  });
  route(app, `${path}/metamorph`, {
    POST: async (request) => {
      const { targetActorId, build } = parseQuery(request, metamorphing);
      const into = { actor: parseAddress(targetActorId), build, input: inputOf(request) };
      return { data: await metamorphRun(contextOf(request), await found(request), into) };
    },
  });
}

export const actorAddress = (request: FastifyRequest) => parseAddress(pathPart(request, 'actorId'));
export const runAddress = (request: FastifyRequest) => parseAddress(pathPart(request, 'runId'));

const metamorphing = z.object({ targetActorId: z.string(), build: z.string().optional() });
const aborting = z.object({ gracefully: queryBoolean.default(false) });

const queryNumber = z
  .string()
  .transform(Number)
  .refine((value) => Number.isFinite(value), 'must be a number');

/** Clients ask for more than the API waits for. */
const waitingQuery = z.object({ waitForFinish: queryNumber.optional() });

export function waitingOf(request: FastifyRequest, reply: FastifyReply): Waiting {
  const { waitForFinish = 0 } = parseQuery(request, waitingQuery);
  return { maxMillis: Math.min(Math.max(0, waitForFinish), MAX_WAIT_SECS) * 1_000, gone: goneSignal(reply) };
}

/** Aborted when the one who asks has hung up. */
export function goneSignal(reply: FastifyReply): AbortSignal {
  const gone = new AbortController();
  reply.raw.once('close', () => gone.abort());
  return gone.signal;
}

/** The options of a start as they stand in a query; what they may be is said by the use-case. */
const startQuery = z.object({
  build: z.string().optional(),
  timeout: queryNumber.optional(),
  memory: queryNumber.optional(),
  maxItems: queryNumber.optional(),
  maxTotalChargeUsd: queryNumber.optional(),
  restartOnError: queryBoolean.optional(),
  forcePermissionLevel: z.enum(PERMISSION_LEVELS, `must be one of ${PERMISSION_LEVELS.join(', ')}`).optional(),
  webhooks: z.string().optional(),
});

/** The options of a start, in the words of use-cases. */
export function optionsOf(request: FastifyRequest) {
  const { timeout, memory, webhooks, ...rest } = parseQuery(request, startQuery);
  return {
    ...rest,
    ...(timeout !== undefined && { timeoutSecs: timeout }),
    ...(memory !== undefined && { memoryMbytes: memory }),
    ...(webhooks !== undefined && { webhooks: webhooksOf(webhooks) }),
  };
}

/** `text`: base64 of a JSON array. Errors: `invalid-parameter`. Source: the official description, `webhooks`. */
function webhooksOf(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64').toString('utf8'));
  } catch {
    throw new ApiError('invalid-parameter', 'Parameter "webhooks": must be a JSON array, encoded as base64');
  }
}

/** A start as a request asks for it, but for what is started: the body is the input. */
export const startOf = (request: FastifyRequest): Omit<RunStart, 'actor'> => ({
  input: inputOf(request),
  options: optionsOf(request),
  origin: originOf(request),
});

export function inputOf(request: FastifyRequest): RunStart['input'] {
  if (!Buffer.isBuffer(request.body)) return undefined;
  return { bytes: request.body, contentType: request.headers['content-type'] };
}
