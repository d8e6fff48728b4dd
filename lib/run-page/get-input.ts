import { type Authorized, authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { topLevelMembers } from '../dataset/items/members.ts';
import { ApiError } from '../errors.ts';
import type { Address } from '../ids.ts';
import { type Input, isRecord, secretFields } from '../input-schema/schema.ts';
import { previewRecord, type RecordPreview } from '../key-value-store/preview-record.ts';
import { selectInputSchema } from './queries.ts';

/** The input of a run for showing. */
export interface RunInput {
  storeId: string;
  /** null where the run was started without. */
  record: RecordPreview | null;
  /** Fields whose values are left out. */
  hidden: string[];
}

const HIDDEN = '"••••••••"';

/**
 * Reads the input of a run, without the values of fields that its schema calls secret. Where the build with the schema is gone, nobody
 * knows which those are, and no value of any field is shown.
 * Errors: `record-not-found`, `insufficient-permissions`.
 */
export const getRunInput = async (ctx: Ctx, address: Address): Promise<RunInput> =>
  describeRunInput(ctx, await authorize(ctx, 'read', { kind: 'run', address }));

/** `getRunInput`, for who has asked the gate already. */
export async function describeRunInput(ctx: Ctx, proof: Authorized<'run', 'read'>): Promise<RunInput> {
  const { defaultKeyValueStoreId: storeId, inputKey } = proof.row;
  const [record, schema] = await Promise.all([recordOrNull(ctx, storeId, inputKey), selectInputSchema(proof)]);
  if (!record || schema === null) return { storeId, record, hidden: [] };
  const { preview } = record;
  const isHidden = schema === undefined ? () => true : (name: string) => secretFields(schema).includes(name);
  if (preview.kind !== 'json') return { storeId, record, hidden: [] };
  // Where it was cut, its fields cannot be told apart.
  if (preview.isCut || !objectOf(preview.text)) {
    const mayHide = schema === undefined || secretFields(schema).length > 0;
    const reason = 'It is too long to be shown without the values of its secret fields';
    return mayHide && preview.isCut
      ? { storeId, record: { ...record, preview: { kind: 'none', reason } }, hidden: [] }
      : { storeId, record, hidden: [] };
  }
  const members = topLevelMembers(preview.text);
  const text = `{${members.map(({ name, rawName, rawValue }) => `${rawName}:${isHidden(name) ? HIDDEN : rawValue}`).join(',')}}`;
  const hidden = members.map(({ name }) => name).filter(isHidden);
  return { storeId, record: { ...record, preview: { ...preview, text } }, hidden };
}

/** An object of JSON, or null. */
export function objectOf(text: string): Input | null {
  try {
    const value: unknown = JSON.parse(text);
    return isRecord(value) ? value : null;
  } catch {
    return null;
  }
}

/** A record that is not there, or a store that is gone: nothing to show, and no error. */
export async function recordOrNull(ctx: Ctx, storeId: string, key: string): Promise<RecordPreview | null> {
  try {
    return await previewRecord(ctx, { by: 'id', id: storeId }, key);
  } catch (error) {
    if (error instanceof ApiError && error.status === 404) return null;
    throw error;
  }
}
