/** What callers may send about webhooks. Unknown fields are ignored: official clients send some. Source: the official description. */
import { z } from 'zod';
import { ApiError } from '../errors.ts';
import { listPage } from '../paging.ts';
import { WEBHOOK_EVENT_TYPES } from '../vocabulary.ts';
import { fillHeaders } from './headers.ts';
import { sampleVariables } from './sample.ts';
import { DEFAULT_PAYLOAD_TEMPLATE, fillTemplate, TemplateError } from './template.ts';

const eventTypes = z
  .array(z.enum(WEBHOOK_EVENT_TYPES, `must be one of ${WEBHOOK_EVENT_TYPES.join(', ')}`))
  .min(1, 'must name at least one event')
  .max(WEBHOOK_EVENT_TYPES.length)
  .transform((types) => [...new Set(types)]);
const requestUrl = z
  .url({ protocol: /^https?$/, error: 'must be an address such as https://hooks.example/run' })
  .max(2_000);
const template = z.string().max(20_000, 'must have at most 20000 characters').nullable();
const idempotencyKey = z.string().min(1).max(200).nullable();

const settings = {
  eventTypes,
  requestUrl,
  payloadTemplate: template.default(null),
  headersTemplate: template.default(null),
  shouldInterpolateStrings: z.boolean().nullish().transform(Boolean),
  ignoreSslErrors: z.boolean().nullish().transform(Boolean),
  doNotRetry: z.boolean().nullish().transform(Boolean),
};

/** A webhook for one run, as a start of it says. Source: the official description, `WebhookRepresentation`. */
export const adhocWebhook = z
  .object({ ...settings, idempotencyKey: idempotencyKey.default(null) })
  .superRefine(refineTemplates);
export type AdhocWebhook = z.output<typeof adhocWebhook>;
/** For one run. */
export const MAX_ADHOC_WEBHOOKS = 20;

const reference = z.string().min(1).max(200).nullish();
const condition = z
  .object({ actorId: reference, actorTaskId: reference, actorRunId: reference })
  .refine(
    (given) => Object.values(given).filter(Boolean).length === 1,
    'must have one of actorId, actorTaskId and actorRunId',
  );
export type Condition = z.output<typeof condition>;

const description = z.string().max(2_000).nullable();

/** Whether it is an ad-hoc one follows from the condition. */
export const webhookCreation = z
  .object({
    ...settings,
    condition,
    idempotencyKey: idempotencyKey.default(null),
    description: description.default(null),
    isAdHoc: z.boolean().nullish(),
    isEnabled: z.boolean().default(true),
  })
  .refine(({ isAdHoc, condition }) => !isAdHoc || condition.actorRunId, {
    ...{ path: ['isAdHoc'], message: 'can be true only for a webhook that waits for one run' },
  })
  .superRefine(refineTemplates);
export type WebhookCreation = z.output<typeof webhookCreation>;

/** Only fields that were sent change; null takes a template or the description away, and leaves all else as it is. */
const kept = <T extends z.ZodType>(schema: T) =>
  schema.nullish().transform((value) => value ?? undefined) as z.ZodType<z.output<T> | undefined>;
export const webhookUpdate = z.object({
  eventTypes: kept(eventTypes),
  requestUrl: kept(requestUrl),
  condition: kept(condition),
  payloadTemplate: template.optional(),
  headersTemplate: template.optional(),
  description: description.optional(),
  shouldInterpolateStrings: kept(z.boolean()),
  ignoreSslErrors: kept(z.boolean()),
  doNotRetry: kept(z.boolean()),
  isEnabled: kept(z.boolean()),
});

export const webhookList = listPage;
export type WebhookList = z.output<typeof webhookList>;

interface Templates {
  payloadTemplate: string | null;
  headersTemplate: string | null;
  shouldInterpolateStrings: boolean;
}

function refineTemplates(given: Templates, check: z.RefinementCtx): void {
  const problem = templateProblem(given);
  if (problem) check.addIssue({ code: 'custom', path: [problem.field], message: problem.message });
}

/** Errors: `invalid-input`. */
export function assertTemplates(given: Templates): void {
  const problem = templateProblem(given);
  if (problem) throw new ApiError('invalid-input', `Field "${problem.field}": ${problem.message}`);
}

/** Tries templates out on an event that did not happen. */
function templateProblem({ payloadTemplate, headersTemplate, shouldInterpolateStrings }: Templates) {
  const sample = sampleVariables({ userId: '' });
  const problemOf = (field: 'payloadTemplate' | 'headersTemplate', fill: () => void) => {
    try {
      fill();
      return null;
    } catch (error) {
      if (error instanceof TemplateError) return { field, message: error.message };
      throw error;
    }
  };
  return (
    problemOf('payloadTemplate', () =>
      fillTemplate(payloadTemplate ?? DEFAULT_PAYLOAD_TEMPLATE, sample, shouldInterpolateStrings),
    ) ?? problemOf('headersTemplate', () => fillHeaders(headersTemplate, sample, shouldInterpolateStrings))
  );
}
