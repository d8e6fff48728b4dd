/** Tasks over the API. Source: the official description, "Actor tasks". */
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { parseAddress } from '../ids.ts';
import { runList } from '../run-list/input.ts';
import { listRuns } from '../run-list/list.ts';
import { createTask } from '../task/create.ts';
import { deleteTask } from '../task/delete.ts';
import { getTask, getTaskInput } from '../task/get.ts';
import { taskList } from '../task/input.ts';
import { startTask } from '../task/start.ts';
import { replaceTaskInput, updateTask } from '../task/update.ts';
import { listTasks } from '../task-listing/list.ts';
import { bodyObject, bodyText, MAX_BODY_BYTES } from './body.ts';
import { grantRoutes } from './grant.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';
import { route } from './route.ts';
import { sendStarted, startOf } from './run.ts';

export const taskAddress = (request: FastifyRequest) => parseAddress(pathPart(request, 'taskId'));

/** A task comes with its input. */
const taskBody = (request: FastifyRequest) => bodyObject(request, MAX_BODY_BYTES);

export function taskRoutes(app: FastifyInstance): void {
  route(app, '/v2/actor-tasks', {
    GET: async (request) => ({ data: await listTasks(contextOf(request), parseQuery(request, taskList)) }),
    POST: async (request, reply) => {
      const task = await createTask(contextOf(request), taskBody(request));
      return reply.code(201).header('location', `/v2/actor-tasks/${task.id}`).send({ data: task });
    },
  });
  route(app, '/v2/actor-tasks/:taskId', {
    GET: async (request) => ({ data: await getTask(contextOf(request), taskAddress(request)) }),
    PUT: async (request) => ({
      data: await updateTask(contextOf(request), taskAddress(request), taskBody(request)),
    }),
    DELETE: async (request, reply) => {
      await deleteTask(contextOf(request), taskAddress(request));
      return reply.code(204).send();
    },
  });
  // Its input comes and goes without an envelope.
  route(app, '/v2/actor-tasks/:taskId/input', {
    GET: async (request, reply) => sendJson(reply, await getTaskInput(contextOf(request), taskAddress(request))),
    PUT: async (request, reply) => {
      taskBody(request);
      const text = bodyText(request);
      await replaceTaskInput(contextOf(request), taskAddress(request), text);
      return sendJson(reply, text);
    },
  });
  route(app, '/v2/actor-tasks/:taskId/runs', {
    GET: async (request) => ({
      data: await listRuns(contextOf(request), parseQuery(request, runList), {
        kind: 'task',
        address: taskAddress(request),
      }),
    }),
    POST: async (request, reply) => {
      const start = { task: taskAddress(request), ...startOf(request) };
      return sendStarted(request, reply, await startTask(contextOf(request), start));
    },
  });
  grantRoutes(app, 'task', '/v2/actor-tasks/:id');
}

const sendJson = (reply: FastifyReply, text: string) => reply.type('application/json; charset=utf-8').send(text);
