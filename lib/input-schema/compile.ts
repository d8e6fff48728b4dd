import { validateInputUsingValidator } from '@apify/input_schema';
import { Ajv2019 } from 'ajv/dist/2019.js';
import addFormats from 'ajv-formats';
import { type FieldSchema, type Input, type InputSchema, InputSchemaProblem, isRecord } from './schema.ts';

/** What is wrong with an input. `field`: its name, parts of it after dots; empty when it is about the whole. `message`: the whole sentence. */
export interface InputProblem {
  field: string;
  message: string;
}

/** Enough to correct an input, and no more. */
const MAX_PROBLEMS = 100;
const MAX_MESSAGE_CHARS = 1_000;

/**
 * Makes of a schema what tells the problems of an input, defaults filled in already. Each schema has an Ajv of its own, or one could refer
 * to another by its `$id`. The sentences are the platform's own.
 * Errors: InputSchemaProblem.
 */
export function compileInputSchema(schema: InputSchema): (input: Input) => InputProblem[] {
  const ajv = new Ajv2019({
    allErrors: true,
    // An input has the fields that it was sent with, not those that every JavaScript object has.
    ownProperties: true,
    // Schemas say more than JSON Schema knows: `editor`, `prefill`.
    strict: false,
    // Patterns are written for JavaScript without the flag.
    unicodeRegExp: false,
    // Otherwise a small schema may become very much code.
    inlineRefs: false,
    logger: false,
    // It is valid by stricter rules already.
    validateSchema: false,
  });
  addFormats.default(ajv);
  const validate = compiledBy(ajv, schema);
  return (input) => {
    // `validateInputUsingValidator` looks fields up by name, also one called `constructor`.
    const plain: Input = Object.assign(Object.create(null), input);
    const problems = validateInputUsingValidator(validate, schema, plain);
    const sentences = new Map(
      problems.map(({ fieldKey, message }) => [`${fieldKey} ${message}`, { fieldKey, message }]),
    );
    return [...sentences.values()]
      .slice(0, MAX_PROBLEMS)
      .map(({ fieldKey, message }) => ({ field: fieldKey, message: message.slice(0, MAX_MESSAGE_CHARS) }));
  };
}

function compiledBy(ajv: Ajv2019, schema: InputSchema) {
  const { $schema: _, ...rest } = schema as InputSchema & { $schema?: unknown };
  try {
    const validate = ajv.compile({ ...rest, properties: mapValues(schema.properties, withNullInEnum) });
    // Such a validator answers with a promise, which would pass for a yes.
    if ('$async' in validate) throw new InputSchemaProblem('Input schema must not have "$async"');
    return validate;
  } catch (error) {
    if (!(error instanceof Error) || error instanceof RangeError || error instanceof InputSchemaProblem) throw error;
    throw new InputSchemaProblem(`Input schema is not valid (${error.message})`);
  }
}

/** `nullable` says that null is a value, and a list of values does not say it again. */
function withNullInEnum(field: FieldSchema): FieldSchema {
  return {
    ...field,
    ...(field.nullable && field.enum && { enum: [...field.enum, null] as string[] }),
    ...(isRecord(field.properties) && { properties: mapValues(field.properties, withNullInEnum) }),
    ...(isRecord(field.items) && { items: withNullInEnum(field.items) }),
  };
}

const mapValues = (fields: Record<string, FieldSchema>, change: (field: FieldSchema) => FieldSchema) =>
  Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, change(field)]));
