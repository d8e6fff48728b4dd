/** Runs in a thread of its own: reads input schemas and holds inputs against them, within a time limit. */
import { Kept } from '../judging/kept.ts';
import { TookTooLong, within } from '../judging/time-limit.ts';
import { compileInputSchema, type InputProblem } from './compile.ts';
import { InputSchemaReader } from './read.ts';
import { type Input, type InputSchema, InputSchemaProblem } from './schema.ts';

/** JSON texts. `input`: with defaults filled in; absent to read the schema, which else is known to be valid. */
export interface Task {
  schema: string;
  input?: string;
}

export type Outcome =
  | { kind: 'read'; schema: InputSchema }
  | { kind: 'judged'; problems: InputProblem[] }
  | { kind: 'bad-schema'; problem: string }
  | { kind: 'too-much' };

/** The largest schema that is allowed takes about a second, an ordinary input some milliseconds. */
const TIME_LIMIT_MILLIS = 10_000;

let reader = new InputSchemaReader();
const kept = new Kept<(input: Input) => InputProblem[]>();

export default function perform({ schema, input }: Task): Outcome {
  try {
    return within(TIME_LIMIT_MILLIS, () => {
      if (input === undefined) return { kind: 'read', schema: reader.read(schema) };
      const judge = kept.of(schema, () => compileInputSchema(JSON.parse(schema) as InputSchema));
      return { kind: 'judged', problems: judge(JSON.parse(input) as Input) };
    });
  } catch (error) {
    if (error instanceof InputSchemaProblem) return { kind: 'bad-schema', problem: error.message };
    // What is nested too deeply runs out of stack.
    if (!(error instanceof TookTooLong || error instanceof RangeError)) throw error;
    reader = new InputSchemaReader();
    kept.clear();
    return { kind: 'too-much' };
  }
}
