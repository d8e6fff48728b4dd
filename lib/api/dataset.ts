/** Items of datasets over the API. Source: the official description, "Storage/Datasets". */
import type { FastifyInstance } from 'fastify';
import { getDatasetStatistics } from '../dataset/get-statistics.ts';
import { pushItems } from '../dataset/push-items.ts';
import { parseAddress } from '../ids.ts';
import { bodyText } from './body.ts';
import { sendItems } from './dataset-items.ts';
import { contextOf, pathPart } from './request.ts';
import { storageReference } from './storage.ts';
import { storageRoute } from './storage-places.ts';

export function datasetRoutes(app: FastifyInstance): void {
  storageRoute(app, 'dataset', '/statistics', {
    GET: async (request) => ({
      data: await getDatasetStatistics(contextOf(request), parseAddress(pathPart(request, 'id'))),
    }),
  });
  storageRoute(app, 'dataset', '/items', {
    GET: (request, reply) => sendItems(request, reply, storageReference('dataset', request)),
    POST: async (request, reply) => {
      await pushItems(contextOf(request), parseAddress(pathPart(request, 'id')), bodyText(request));
      return reply.code(201).send({});
    },
  });
}
