/**
 * Holds the API's answers against the official description, wherever that file lies beside the checkout
 * (`OPENAPI_FILE`, or `../shared/spec/openapi.min.json`). It is not part of this project; without it the check says aloud that it did not run.
 */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { FastifyInstance } from 'fastify';
import { isContentHost } from '../api/content.ts';

interface Description {
  paths: Record<string, Record<string, { responses: Record<string, Response | Ref> }>>;
  components: Record<string, Record<string, unknown>>;
}
interface Ref {
  $ref: string;
}
interface Response {
  content?: Record<string, { schema?: unknown }>;
}

const file = process.env.OPENAPI_FILE ?? path.resolve(import.meta.dirname, '../../../shared/spec/openapi.min.json');

/** What was found wrong so far: `GET /v2/datasets 200: …`. */
export const contractViolations: string[] = [];
/** How many answers were checked. */
export let checkedAnswers = 0;

/** Paths of ours that the official description does not have. */
const EXTENSIONS = [/^\/v2\/[a-z-]+\/:[^/]+\/grants/, /^\/v2\/webhook-dispatches\/:[^/]+\/replay$/, /^\/health$/];

/**
 * Refusals that the description leaves out in places: a wrong token where none is needed, a body that is not read, and suchlike; and
 * answers to ranges and conditions, which belong to HTTP.
 */
const UNLISTED_STATUSES = [206, 304, 401, 409, 413, 415, 416, 500];

export const isContractAvailable = existsSync(file);

/** Checks every answer of a server from now on. */
export function checkContract(app: FastifyInstance): void {
  if (!isContractAvailable) {
    console.warn(`The official API description is not at ${file}: answers are NOT checked against it.`);
    return;
  }
  const check = makeCheck(JSON.parse(readFileSync(file, 'utf8')) as Description);
  app.addHook('onSend', async (request, reply, payload) => {
    const route = request.routeOptions.url;
    // The description is of the API's own origin.
    if (route === undefined || isContentHost(request) || EXTENSIONS.some((extension) => extension.test(route)))
      return payload;
    const problem = check(
      request.method,
      route,
      reply.statusCode,
      String(reply.getHeader('content-type') ?? ''),
      payload,
    );
    checkedAnswers++;
    if (problem) contractViolations.push(`${request.method} ${route} ${reply.statusCode}: ${problem}`);
    return payload;
  });
}

function makeCheck(description: Description) {
  const ajv = new Ajv2020({ strict: false, allErrors: true, schemas: [{ $id: 'api', ...description }] });
  addFormats.default(ajv);
  const validators = new Map<string, ValidateFunction>();
  /** Path templates by their shape, since names of parameters differ. */
  const paths = new Map(Object.keys(description.paths).map((template) => [shapeOf(template), template]));

  return (method: string, route: string, status: number, contentType: string, payload: unknown): string | null => {
    const template = paths.get(shapeOf(route));
    if (template === undefined) return 'the description has no such path';
    const operation = description.paths[template]?.[method.toLowerCase()];
    if (!operation)
      return status === 405 || method === 'HEAD' || method === 'OPTIONS'
        ? null
        : 'the description has no such operation';
    const response = dereference(description, operation.responses[String(status)]);
    if (!response) return UNLISTED_STATUSES.includes(status) ? null : 'the description has no such status';
    if (typeof payload !== 'string' || !contentType.startsWith('application/json')) return null;
    const media = Object.keys(response.content ?? {}).find((type) => contentType.startsWith(type));
    const schema = media === undefined ? undefined : response.content?.[media]?.schema;
    if (schema === undefined) return null;
    const pointer = `${method} ${template} ${status}`;
    const validate = validators.get(pointer) ?? ajv.compile(withRefs(schema));
    validators.set(pointer, validate);
    return validate(JSON.parse(payload)) ? null : ajv.errorsText(validate.errors);
  };
}

const shapeOf = (template: string) => template.replace(/\{[^}]+\}|:[^/]+/g, '*');

function dereference(description: Description, node: Response | Ref | undefined): Response | undefined {
  if (!node || !('$ref' in node)) return node;
  const [, , group, name] = node.$ref.split('/');
  return description.components[group ?? '']?.[name ?? ''] as Response | undefined;
}

/** Local references, made to point into the registered description. */
function withRefs(schema: unknown): object {
  return JSON.parse(JSON.stringify(schema).replaceAll('"#/components/', '"api#/components/')) as object;
}
