/**
 * What input schemas say, asked of the threads that know; see `thread.ts`. Whoever makes an Actor chooses its schema, and a pattern in it
 * may take longer than anybody has time for.
 */
import { askThread } from '../judging/ask.ts';
import type { InputProblem } from './compile.ts';
import { type InputResource, resourcesOf } from './resources.ts';
import { type Input, type InputSchema, InputSchemaProblem, isRecord, isTooDeep, withDefaults } from './schema.ts';
import type { Outcome, Task } from './thread.ts';

/**
 * Reads an Actor's input schema. `accountId`: whose Actor it is; `source`: the content of the schema's file, or the object that stands in
 * `actor.json` in its place.
 * Errors: InputSchemaProblem, whose message is for the build's log; `rate-limit-exceeded`.
 */
export async function parseInputSchema(accountId: string, source: string | object): Promise<InputSchema> {
  const outcome = await ask(accountId, { schema: typeof source === 'string' ? source : JSON.stringify(source) });
  if (outcome.kind === 'read') return outcome.schema;
  throw new InputSchemaProblem(
    outcome.kind === 'bad-schema' ? outcome.problem : 'Input schema takes too much work to check; make it simpler',
  );
}

/** `problems`: empty when the input fits. `input`: what the run gets. `resources`: the storages that it may use because they are named. */
export interface JudgedInput {
  problems: InputProblem[];
  input: Input;
  resources: InputResource[];
}

/** Each is looked up before the run starts. */
const MAX_RESOURCES = 1_000;

/**
 * Holds an input against a schema that `parseInputSchema` gave. `accountId`: who starts the run; `given`: what was sent, `{}` for nothing.
 * Errors: `rate-limit-exceeded`.
 * Source: specification; Validate input.
 */
export async function judgeInput(accountId: string, schema: InputSchema, given: unknown): Promise<JudgedInput> {
  if (!isRecord(given)) return refused({}, 'Input must be a JSON object');
  if (isTooDeep(given)) return refused(given, 'Input is nested too deeply');
  const input = withDefaults(schema, given);
  const outcome = await ask(accountId, { schema: JSON.stringify(schema), input: JSON.stringify(input) });
  if (outcome.kind === 'bad-schema') return refused(input, `The Actor's schema cannot be used. ${outcome.problem}`);
  if (outcome.kind !== 'judged') return refused(input, "Checking this input by the Actor's schema takes too much work");
  const resources = resourcesOf(schema, given);
  if (resources.length > MAX_RESOURCES) return refused(input, `Input names more than ${MAX_RESOURCES} storages`);
  return { problems: outcome.problems, input, resources: outcome.problems.length > 0 ? [] : resources };
}

const refused = (input: Input, message: string): JudgedInput => ({
  problems: [{ field: '', message }],
  input,
  resources: [],
});

const THREAD = 'lib/input-schema/thread.ts';

const ask = (accountId: string, task: Task) => askThread<Outcome>(accountId, THREAD, task);
