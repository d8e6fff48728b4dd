/** What callers may send about tasks. Unknown fields are ignored: official clients send some. */
import { z } from 'zod';
import { actorName } from '../actor/input.ts';
import { listPage } from '../paging.ts';
import { startOptions } from '../run/input.ts';

const text = (maxChars: number) => z.string().max(maxChars, `must have at most ${maxChars} characters`);
const { build, timeoutSecs, memoryMbytes, maxItems, maxTotalChargeUsd, restartOnError } = startOptions.shape;

/** Fields that are absent stay as they are; null takes one back to what the Actor has. */
const taskOptions = z.object({
  build: build.nullable(),
  timeoutSecs: timeoutSecs.nullable(),
  memoryMbytes: memoryMbytes.nullable(),
  maxItems: maxItems.nullable(),
  maxTotalChargeUsd: maxTotalChargeUsd.nullable(),
  restartOnError: restartOnError.nullable(),
});

const shared = {
  title: text(200).nullish(),
  /** An extension of ours. */
  description: text(5_000).nullish(),
  input: z.record(z.string(), z.unknown(), 'must be a JSON object').nullish(),
  options: taskOptions.nullish(),
};

export const taskCreation = z.object({
  ...shared,
  /** An id, or `username~name`. */
  actId: z.string().min(1).max(200),
  name: actorName.nullish(),
});

export const taskUpdate = z.object({ ...shared, name: actorName.optional() });

export const taskList = listPage.extend({
  ownership: z.enum(['ownedByMe', 'sharedWithMe'], 'must be ownedByMe or sharedWithMe').optional(),
  search: z.string().max(200).optional(),
});
export type TaskList = z.infer<typeof taskList>;
