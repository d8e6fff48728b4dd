/** What callers may send about runs. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';
import { GENERAL_ACCESS, PERMISSION_LEVELS } from '../vocabulary.ts';
import { adhocWebhook, MAX_ADHOC_WEBHOOKS } from '../webhook/input.ts';

const isPowerOfTwo = (value: number) => (value & (value - 1)) === 0;
export const MIN_MEMORY_MBYTES = 128;
export const MAX_MEMORY_MBYTES = 32_768;

/** Source: the official description, Run Actor → `memory`. */
export const memoryMbytes = z
  .number()
  .int()
  .refine(
    (value) => value >= MIN_MEMORY_MBYTES && value <= MAX_MEMORY_MBYTES && isPowerOfTwo(value),
    `must be a power of 2 from ${MIN_MEMORY_MBYTES} to ${MAX_MEMORY_MBYTES}`,
  );

const YEAR_SECS = 365 * 24 * 60 * 60;
/** 0 never ends it. */
export const timeoutSecs = z.number().int().min(0).max(YEAR_SECS, `must be at most ${YEAR_SECS}`);

const buildTagOrNumber = z.string().min(1).max(100);

/** What a start may ask for; what it does not say comes from the Actor's default run options. */
export const startOptions = z.object({
  /** A tag or a number. */
  build: buildTagOrNumber.optional(),
  timeoutSecs: timeoutSecs.optional(),
  memoryMbytes: memoryMbytes.optional(),
  maxItems: z
    .number()
    .int()
    .min(0)
    .max(2 ** 40)
    .optional(),
  maxTotalChargeUsd: z.number().min(0).max(1e9).optional(),
  restartOnError: z.boolean().optional(),
  forcePermissionLevel: z.enum(PERMISSION_LEVELS, `must be one of ${PERMISSION_LEVELS.join(', ')}`).optional(),
  webhooks: z.array(adhocWebhook).max(MAX_ADHOC_WEBHOOKS).optional(),
});
export type StartOptions = z.infer<typeof startOptions>;

/** null takes general access back to what the account has. */
export const runUpdate = z.object({
  statusMessage: z
    .string()
    .transform((text) => text.slice(0, 1_000))
    .optional(),
  isStatusMessageTerminal: z.boolean().optional(),
  generalAccess: z
    .enum(GENERAL_ACCESS, `must be one of ${GENERAL_ACCESS.join(', ')}`)
    .refine((value) => value !== 'ANYONE_WITH_NAME_CAN_READ', 'must be another one: a run has no name')
    .nullish()
    .transform((value) => (value === null ? 'FOLLOW_USER_SETTING' : value)),
});

/** Source: the official description, `ChargeRunRequest`. */
export const runCharge = z.object({ eventName: z.string().min(1).max(200), count: z.number().int().min(0).max(1e9) });
