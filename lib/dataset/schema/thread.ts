/**
 * Runs in a thread of its own: compiles item schemas and holds items against them. Whoever makes a dataset chooses the schema, and a
 * schema can ask for any amount of work: patterns that backtrack, references that double at each level, unique items that are compared each
 * with each. So the work has a time limit, and a thread that it can hold up without holding up any other request.
 */
import type { ValidateFunction } from 'ajv';
import { Kept } from '../../judging/kept.ts';
import { TookTooLong, within } from '../../judging/time-limit.ts';
import { ITEM_SEPARATOR } from '../items/split.ts';
import { checkItems, type InvalidItems } from './check.ts';
import { ItemSchemaCompiler, ItemSchemaProblem } from './compile.ts';
import { describedFields } from './dataset-schema.ts';
import { FieldCounter, type FieldStatistics } from './field-statistics.ts';

/** `itemSchema`: a JSON Schema, as JSON text. `joined`: items with `ITEM_SEPARATOR` between them; absent to look at the schema only. */
export interface Task {
  itemSchema: string;
  joined?: string;
}

export type Outcome =
  | { kind: 'fits'; fields: string[]; statistics: FieldStatistics[] }
  | { kind: 'invalid'; items: InvalidItems }
  | { kind: 'bad-schema'; problem: string }
  | { kind: 'too-much' };

/** Hundreds of times what a push of the largest size takes with an ordinary schema. */
const TIME_LIMIT_MILLIS = 5_000;

interface Compiled {
  validate: ValidateFunction;
  fields: string[];
}

let compiler = new ItemSchemaCompiler();
const kept = new Kept<Compiled>();

export default function perform({ itemSchema, joined }: Task): Outcome {
  try {
    return within(TIME_LIMIT_MILLIS, () => {
      const { validate, fields } = compiled(itemSchema);
      if (joined === undefined) {
        // A schema that refers to itself without end shows on the smallest item.
        validate({});
        return { kind: 'fits', fields, statistics: [] };
      }
      const counter = new FieldCounter(fields);
      const items = checkItems(validate, joined.split(ITEM_SEPARATOR), counter);
      return items.count > 0 ? { kind: 'invalid', items } : { kind: 'fits', fields, statistics: counter.statistics };
    });
  } catch (error) {
    if (error instanceof ItemSchemaProblem) return { kind: 'bad-schema', problem: error.message };
    // A schema that refers to itself may also run out of stack.
    if (!(error instanceof TookTooLong || error instanceof RangeError)) throw error;
    compiler = new ItemSchemaCompiler();
    kept.clear();
    return { kind: 'too-much' };
  }
}

/** Compiles a schema, or takes it from those that were used last. */
const compiled = (itemSchema: string): Compiled =>
  kept.of(itemSchema, () => {
    const schema = JSON.parse(itemSchema) as Record<string, unknown>;
    return { validate: compiler.compile(schema), fields: describedFields(schema) };
  });
