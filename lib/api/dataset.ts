/** Datasets over the API. Source: the official description, "Storage/Datasets". */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { Reference } from '../authorization/load.ts';
import { deleteDataset } from '../dataset/delete.ts';
import { getDataset } from '../dataset/get.ts';
import { getOrCreateDataset } from '../dataset/get-or-create.ts';
import { getDatasetStatistics } from '../dataset/get-statistics.ts';
import { datasetList } from '../dataset/input.ts';
import { listDatasets } from '../dataset/list.ts';
import { pushItems } from '../dataset/push-items.ts';
import { updateDataset } from '../dataset/update.ts';
import { parseAddress } from '../ids.ts';
import { bodyJson, bodyObject, bodyText } from './body.ts';
import { sendItems } from './dataset-items.ts';
import { contextOf, parseQuery, pathPart, queryOf } from './request.ts';
import { route } from './route.ts';

export function datasetRoutes(app: FastifyInstance): void {
  const address = (request: FastifyRequest) => parseAddress(pathPart(request, 'id'));
  const reference = (request: FastifyRequest): Reference<'dataset'> => ({
    kind: 'dataset',
    address: address(request),
    signature: queryOf(request).signature,
  });

  route(app, '/v2/datasets', {
    GET: async (request) => ({ data: await listDatasets(contextOf(request), parseQuery(request, datasetList)) }),
    POST: async (request, reply) => {
      const input = { name: queryOf(request).name, body: bodyJson(request) };
      const { dataset, isNew } = await getOrCreateDataset(contextOf(request), input);
      return reply.code(isNew ? 201 : 200).send({ data: dataset });
    },
  });
  route(app, '/v2/datasets/:id', {
    GET: async (request) => ({ data: await getDataset(contextOf(request), address(request)) }),
    PUT: async (request) => ({ data: await updateDataset(contextOf(request), address(request), bodyObject(request)) }),
    DELETE: async (request, reply) => {
      await deleteDataset(contextOf(request), address(request));
      return reply.code(204).send();
    },
  });
  route(app, '/v2/datasets/:id/statistics', {
    GET: async (request) => ({ data: await getDatasetStatistics(contextOf(request), address(request)) }),
  });
  route(app, '/v2/datasets/:id/items', {
    GET: (request, reply) => sendItems(request, reply, reference(request)),
    POST: async (request, reply) => {
      await pushItems(contextOf(request), address(request), bodyText(request));
      return reply.code(201).send({});
    },
  });
}
