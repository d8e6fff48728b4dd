import { Ajv, type Options, type ValidateFunction } from 'ajv';
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';

/** What is wrong with an item schema, in words for who sent it. */
export class ItemSchemaProblem extends Error {}

/**
 * The drafts that are documented: one page says 2020-12 "or compatible", the other that it must be draft-07 or be left out. So it is what
 * the schema says, and draft-07 when it says nothing. Source: Dataset schema specification; Dataset validation.
 */
const DRAFTS = new Map([
  ['http://json-schema.org/draft-07/schema', Ajv],
  ['https://json-schema.org/draft/2020-12/schema', Ajv2020],
]);
const DEFAULT_DRAFT = 'http://json-schema.org/draft-07/schema';

const OPTIONS: Options = {
  // "Complete list of AJV validation error objects". Source: Dataset validation.
  allErrors: true,
  // An item has the fields that it was sent with, not those that every JavaScript object has, such as `constructor`.
  ownProperties: true,
  // Schemas say more than JSON Schema knows: `example`, `editor`.
  strict: false,
  // Otherwise a small schema may become very much code.
  inlineRefs: false,
  logger: false,
};

/**
 * Compiles item schemas. Ajv makes code of a schema, and a schema may ask for more work than anybody has time for; so this runs in a
 * thread of its own, under a time limit: see `thread.ts`. Each schema has an Ajv of its own, or one could refer to another by its `$id`.
 * None is ever fetched: a `$ref` that leads elsewhere is refused.
 */
export class ItemSchemaCompiler {
  private readonly judges = new Map<string, Ajv>();

  /** `schema`: a JSON Schema of one item. Errors: ItemSchemaProblem. */
  compile(schema: Record<string, unknown>): ValidateFunction {
    const draft = draftOf(schema);
    const Draft = DRAFTS.get(draft) ?? Ajv;
    const { type, $async } = schema;
    if (type !== undefined && ![type].flat().includes('object'))
      throw new ItemSchemaProblem('describes one item, so its type must be "object"');
    // Such a validator answers with a promise, which would pass for a yes.
    if ($async !== undefined) throw new ItemSchemaProblem('must not have "$async"');
    this.judge(draft, schema);
    const ajv = new Draft({ ...OPTIONS, meta: false, validateSchema: false });
    addFormats.default(ajv);
    try {
      return ajv.compile(schema);
    } catch (error) {
      throw new ItemSchemaProblem(`cannot be used: ${error instanceof Error ? error.message : String(error)}`);
    }
  }

  /** Whether it is a schema at all, by the schema of schemas. Made once for each draft, since that takes long. */
  private judge(draft: string, schema: Record<string, unknown>): void {
    const judge = this.judges.get(draft) ?? new (DRAFTS.get(draft) ?? Ajv)(OPTIONS);
    if (!this.judges.has(draft)) addFormats.default(judge);
    this.judges.set(draft, judge);
    const { $schema: _, ...rest } = schema;
    if (judge.validateSchema(rest)) return;
    const [error] = judge.errors ?? [];
    throw new ItemSchemaProblem(`is not a JSON Schema: ${error?.instancePath || 'it'} ${error?.message}`);
  }
}

function draftOf({ $schema }: Record<string, unknown>): string {
  if ($schema === undefined) return DEFAULT_DRAFT;
  const draft = typeof $schema === 'string' ? $schema.replace(/#$/, '') : '';
  if (DRAFTS.has(draft)) return draft;
  throw new ItemSchemaProblem(`has a "$schema" that is not known; it must be one of ${[...DRAFTS.keys()].join(', ')}`);
}
