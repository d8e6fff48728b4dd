/**
 * What a dataset's schema is: views of its items, and a JSON Schema that each item must match.
 * Source: Dataset schema specification; the platform's own schema of it, `dataset.schema.json`.
 */
import { z } from 'zod';
import { ApiError } from '../../errors.ts';

const names = z.array(z.string(), 'must be an array of field names');
/** Written as one name in older schemas. */
const oneOrMoreNames = z.union([z.string().transform((name) => [name]), names], 'must be an array of field names');
const flag = z.boolean('must be true or false').optional();

const transformation = z.object(
  {
    fields: names.optional(),
    omit: oneOrMoreNames.optional(),
    unwind: oneOrMoreNames.optional(),
    flatten: oneOrMoreNames.optional(),
    limit: z.int('must be a whole number').min(1, 'must be at least 1').optional(),
    ...{ desc: flag, clean: flag, skipHidden: flag, skipEmpty: flag },
  },
  'must be an object',
);
export type ViewTransformation = z.infer<typeof transformation>;

const view = z
  .object(
    {
      title: z.string('must be a text'),
      description: z.string('must be a text').optional(),
      transformation: transformation.optional(),
      display: z.looseObject({}, 'must be an object').optional(),
    },
    'must be an object',
  )
  .refine((given) => given.transformation || given.display, 'must have a transformation or a display');

const datasetSchema = z.strictObject(
  {
    $schema: z.string('must be a text').optional(),
    actorSpecification: z.literal(1, 'must be 1').optional(),
    title: z.string('must be a text').optional(),
    description: z.string('must be a text').optional(),
    fields: z.record(z.string(), z.unknown(), 'must be a JSON Schema, an object').optional(),
    views: z.record(z.string(), view, 'must be an object of views').optional(),
  },
  {
    error: ({ code, keys }) =>
      code === 'unrecognized_keys'
        ? `has an unknown property "${keys?.[0]}"; what the items must be like belongs into "fields"`
        : undefined,
  },
);

/** Checks the shape of a schema, though not yet what `fields` says. Errors: `dataset-schema-invalid`. */
export function assertDatasetSchema(schema: Record<string, unknown>): void {
  const parsed = datasetSchema.safeParse(schema);
  if (parsed.success) return;
  const [issue] = parsed.error.issues;
  throw schemaInvalid(`"${['schema', ...(issue?.path ?? [])].map(String).join('.')}" ${issue?.message}`);
}

export const schemaInvalid = (message: string) => new ApiError('dataset-schema-invalid', `Invalid schema: ${message}`);

/** The JSON Schema that each item must match; null when there is none. */
export function itemSchemaOf(schema: Record<string, unknown> | null): Record<string, unknown> | null {
  const parsed = z.record(z.string(), z.unknown()).safeParse(schema?.fields);
  return parsed.success ? parsed.data : null;
}

/** The fields that statistics are kept of: those that the item schema names at the top. */
export function describedFields(itemSchema: Record<string, unknown>): string[] {
  const { properties } = itemSchema;
  return properties !== null && typeof properties === 'object' ? Object.keys(properties) : [];
}

/** What a view does to items. Errors: `requested-dataset-view-does-not-exist`. */
export function viewTransformation(schema: Record<string, unknown> | null, name: string): ViewTransformation {
  const views = z.record(z.string(), z.unknown()).safeParse(schema?.views);
  const parsed = view.safeParse(views.success && Object.hasOwn(views.data, name) ? views.data[name] : undefined);
  if (parsed.success) return parsed.data.transformation ?? {};
  throw new ApiError('requested-dataset-view-does-not-exist', `The schema of this dataset has no view "${name}"`);
}

/** The views of a schema, for choosing one. */
export function viewTitles(schema: Record<string, unknown> | null): { name: string; title: string }[] {
  const views = z.record(z.string(), z.unknown()).safeParse(schema?.views);
  return Object.entries(views.success ? views.data : {}).flatMap(([name, given]) => {
    const parsed = view.safeParse(given);
    return parsed.success ? [{ name, title: parsed.data.title || name }] : [];
  });
}
