/** What callers may send about schedules. Unknown fields are ignored: official clients send some. Source: the official description. */
import { z } from 'zod';
import { actorName } from '../actor/input.ts';
import { listPage } from '../paging.ts';
import { startOptions } from '../run/input.ts';

/** Source: contract 6, platform limits. */
export const MAX_SCHEDULES = 100;
export const MAX_TARGETS_PER_TYPE = 10;
const MAX_INPUT_CHARS = 500_000;
/** Of all that is sent about one schedule. */
export const MAX_SCHEDULE_CHARS = 2_000_000;

const text = (maxChars: number) => z.string().max(maxChars, `must have at most ${maxChars} characters`);
const inputText = text(MAX_INPUT_CHARS);

/** As a start takes them; null is as good as absent. */
const runOptions = z.preprocess(
  (options) =>
    options && typeof options === 'object'
      ? Object.fromEntries(Object.entries(options).filter(([, value]) => value !== null))
      : options,
  startOptions.pick({
    ...{ build: true, timeoutSecs: true, memoryMbytes: true, maxItems: true, maxTotalChargeUsd: true },
    restartOnError: true,
  }),
);

/** An id that is sent back says which of the actions is meant. */
const actionId = z.string().max(100).nullish();

const runActor = z.object({
  id: actionId,
  type: z.literal('RUN_ACTOR'),
  actorId: z.string().min(1).max(200),
  runInput: z.object({ body: inputText.nullish(), contentType: text(200).nullish() }).nullish(),
  runOptions: runOptions.nullish(),
});

const runTask = z.object({
  id: actionId,
  type: z.literal('RUN_ACTOR_TASK'),
  actorTaskId: z.string().min(1).max(200),
  input: z
    .record(z.string(), z.unknown())
    .refine(
      (input) => JSON.stringify(input).length <= MAX_INPUT_CHARS,
      `must have at most ${MAX_INPUT_CHARS} characters`,
    )
    .nullish(),
});

export const scheduleAction = z.discriminatedUnion(
  'type',
  [runActor, runTask],
  'must have a type of RUN_ACTOR or RUN_ACTOR_TASK',
);
export type GivenAction = z.infer<typeof scheduleAction>;

const actions = z
  .array(scheduleAction)
  .refine(atMost('RUN_ACTOR'), `can start ${MAX_TARGETS_PER_TYPE} Actors at most`)
  .refine(atMost('RUN_ACTOR_TASK'), `can start ${MAX_TARGETS_PER_TYPE} tasks at most`);

function atMost(type: GivenAction['type']) {
  return (given: GivenAction[]) => given.filter((action) => action.type === type).length <= MAX_TARGETS_PER_TYPE;
}

const shared = {
  title: text(200).nullish(),
  description: text(5_000).nullish(),
  isEnabled: z.boolean().nullish(),
  isExclusive: z.boolean().nullish(),
  timezone: text(100).nullish(),
  actions: actions.nullish(),
  notifications: z.object({ email: z.boolean().nullish() }).nullish(),
};

/** Without a name it gets one. */
export const scheduleCreation = z.object({
  ...shared,
  name: actorName.nullish(),
  cronExpression: z.string('must say when the schedule fires'),
});

/** What is absent or null stays as it is; a title and a description are taken away by null. */
export const scheduleUpdate = z.object({
  ...shared,
  name: actorName.nullish(),
  cronExpression: z.string().nullish(),
});

export const scheduleList = listPage;
