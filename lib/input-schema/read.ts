import { validateInputSchema } from '@apify/input_schema';
import { Ajv2019 } from 'ajv/dist/2019.js';
import { compileInputSchema } from './compile.ts';
import { type InputSchema, InputSchemaProblem, isRecord, isTooDeep } from './schema.ts';

/** Source: specification, "maximum allowed size for the input schema file is 500 kB". */
export const MAX_SCHEMA_BYTES = 500 * 1_024;

/**
 * Reads input schemas with the platform's own rules for them. A large one may be much work, so this runs in a thread: see `thread.ts`.
 * The first takes some 300 ms, since the rules are compiled then.
 */
export class InputSchemaReader {
  private readonly validator = rememberingAjv();

  /** `text`: the content of the schema's file. Errors: InputSchemaProblem. */
  read(text: string): InputSchema {
    if (Buffer.byteLength(text) > MAX_SCHEMA_BYTES) throw new InputSchemaProblem('Input schema is larger than 500 kB');
    const schema = parseJson(text);
    if (!isRecord(schema)) throw new InputSchemaProblem('Input schema must be a JSON object');
    if (isTooDeep(schema)) throw new InputSchemaProblem('Input schema is nested too deeply');
    try {
      validateInputSchema(this.validator, schema);
    } catch (error) {
      // Running out of stack is an answer of its own, and so is running out of time.
      if (!(error instanceof Error) || error instanceof RangeError) throw error;
      throw new InputSchemaProblem(error.message);
    }
    const valid = schema as unknown as InputSchema;
    // Not everything that fits the rules can be used: patterns of items are compiled only now.
    compileInputSchema(valid);
    return valid;
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    throw new InputSchemaProblem(
      `Input schema is not valid JSON: ${error instanceof Error ? error.message : String(error)}`,
    );
  }
}

/**
 * The rules are handed over as new objects for each field, and Ajv would compile and keep each of them: 10 ms a field. Equal rules are
 * compiled once here.
 */
function rememberingAjv(): Ajv2019 {
  const ajv = new Ajv2019({ strict: false, unicodeRegExp: false, logger: false });
  const rules = new Map<string, object>();
  const validate = ajv.validate.bind(ajv);
  const remembering = (rule: object, data: unknown) => {
    const text = JSON.stringify(rule);
    const same = rules.get(text) ?? rule;
    rules.set(text, same);
    return validate(same, data);
  };
  ajv.validate = remembering as typeof ajv.validate;
  return ajv;
}
