/** What sources say of the storages that each run gets. Source: Actor definition, `storages`; Dataset schema specification. */
import { assertDatasetSchema, itemSchemaOf } from '../../dataset/schema/dataset-schema.ts';
import { assertItemSchema } from '../../dataset/schema/judge.ts';
import { ApiError } from '../../errors.ts';
import { BuildFailure } from './failure.ts';

/**
 * Checks the schema of the default dataset, which every run of the build would get. `ownerId`: whose Actor it is.
 * Throws BuildFailure with words for whoever made the Actor.
 */
export async function assertStorageSchemas(ownerId: string, { dataset }: Record<string, unknown>): Promise<void> {
  if (dataset === undefined) return;
  try {
    if (!isObject(dataset)) throw new BuildFailure('it must be an object, or the name of a file with one');
    assertDatasetSchema(dataset);
    const itemSchema = itemSchemaOf(dataset);
    if (itemSchema) await assertItemSchema(ownerId, itemSchema);
  } catch (error) {
    const isTheirs =
      error instanceof BuildFailure || (error instanceof ApiError && error.type === 'dataset-schema-invalid');
    if (isTheirs) throw new BuildFailure(`The dataset that the Actor declares: ${error.message}`);
    throw error;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
