/** Where runs can be addressed: by their id, and as the last one of an Actor or a task. */
import type { FastifyRequest } from 'fastify';
import { parseAddress } from '../ids.ts';
import { lastRun } from '../run-list/input.ts';
import { findLastRun, type RunsOf } from '../run-list/list.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';

/** Gives the id of the run that a path names. */
export type FindRun = (request: FastifyRequest) => Promise<string>;

export const RUN_PATH = '/v2/actor-runs/:runId';

/** Paths that name a run, with what finds it. Below each are what can be asked of the run, its log and its default storages. */
export const RUN_PLACES: readonly (readonly [path: string, find: FindRun])[] = [
  [RUN_PATH, async (request) => pathPart(request, 'runId')],
  ['/v2/actors/:actorId/runs/last', (request) => lastOf(request, 'actor', 'actorId')],
  ['/v2/actor-tasks/:taskId/runs/last', (request) => lastOf(request, 'task', 'taskId')],
];

const lastOf = (request: FastifyRequest, kind: RunsOf['kind'], name: string): Promise<string> => {
  const of = { kind, address: parseAddress(pathPart(request, name)) };
  return findLastRun(contextOf(request), of, parseQuery(request, lastRun));
};
