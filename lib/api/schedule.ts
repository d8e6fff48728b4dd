/** Schedules over the API. Source: the official description, "Schedules". */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { parseAddress } from '../ids.ts';
import { createSchedule } from '../schedule/create.ts';
import { deleteSchedule } from '../schedule/delete.ts';
import { getSchedule } from '../schedule/get.ts';
import { getScheduleLog } from '../schedule/get-log.ts';
import { MAX_SCHEDULE_CHARS, scheduleList } from '../schedule/input.ts';
import { updateSchedule } from '../schedule/update.ts';
import { listSchedules } from '../schedule-listing/list.ts';
import { bodyObject } from './body.ts';
import { grantRoutes } from './grant.ts';
import { contextOf, parseQuery, pathPart } from './request.ts';
import { route } from './route.ts';

const addressOf = (request: FastifyRequest) => parseAddress(pathPart(request, 'id'));
/** A schedule comes with the inputs of what it starts. */
const scheduleBody = (request: FastifyRequest) => bodyObject(request, MAX_SCHEDULE_CHARS);

export function scheduleRoutes(app: FastifyInstance): void {
  route(app, '/v2/schedules', {
    GET: async (request) => ({ data: await listSchedules(contextOf(request), parseQuery(request, scheduleList)) }),
    POST: async (request, reply) => {
      const schedule = await createSchedule(contextOf(request), scheduleBody(request));
      return reply.code(201).header('location', `/v2/schedules/${schedule.id}`).send({ data: schedule });
    },
  });
  route(app, '/v2/schedules/:id', {
    GET: async (request) => ({ data: await getSchedule(contextOf(request), addressOf(request)) }),
    PUT: async (request) => ({
      data: await updateSchedule(contextOf(request), addressOf(request), scheduleBody(request)),
    }),
    DELETE: async (request, reply) => {
      await deleteSchedule(contextOf(request), addressOf(request));
      return reply.code(204).send();
    },
  });
  route(app, '/v2/schedules/:id/log', {
    GET: async (request) => ({ data: await getScheduleLog(contextOf(request), addressOf(request)) }),
  });
  grantRoutes(app, 'schedule', '/v2/schedules/:id');
}
