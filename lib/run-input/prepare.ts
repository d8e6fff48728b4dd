/** The input of a run, from what was sent to what its program finds. */
import { reauthorize } from '../authorization/authorize.ts';
import type { Principal, RunPrincipal } from '../authorization/types.ts';
import type { Ctx } from '../context.ts';
import { ApiError } from '../errors.ts';
import { parseAddress } from '../ids.ts';
import { judgeInput } from '../input-schema/judge.ts';
import type { InputResource } from '../input-schema/resources.ts';
import { type InputSchema, secretFields } from '../input-schema/schema.ts';
import { isJson, parseContentType } from '../key-value-store/content-type.ts';
import { type Starting, selectNamedStorages } from './queries.ts';

/** An input as it was sent. Empty bytes are none. */
export interface GivenInput {
  bytes: Buffer;
  contentType?: string | undefined;
}

/** `record`: what the program finds under the key of its input; null where nothing was sent and the schema has no defaults. */
export interface PreparedInput {
  record: { contentType: string; bytes: Buffer } | null;
  storages: RunPrincipal['inputStorages'];
  /** Whether a field of secrets has a value. */
  hasSecrets: boolean;
}

/**
 * Checks an input by the schema of the build, fills in defaults, and finds the storages that it names.
 * Errors: `run-input-body-not-valid-json`, `invalid-input` with `data.problems`, `invalid-content-type-header`, `rate-limit-exceeded`.
 */
export async function prepareInput(
  ctx: Ctx,
  proof: Starting,
  schema: InputSchema | null,
  given: GivenInput,
): Promise<PreparedInput> {
  const isEmpty = given.bytes.length === 0;
  const contentType = isEmpty ? JSON_TYPE : parseContentType(given.contentType);
  // What is no JSON is passed on as it is, as the API does. It names no storages.
  if (!isJson(contentType)) return { record: { contentType, bytes: given.bytes }, storages: [], hasSecrets: false };
  const value = isEmpty ? {} : parseInput(given.bytes);
  if (!schema) return { record: isEmpty ? null : { contentType, bytes: given.bytes }, storages: [], hasSecrets: false };
  const { problems, input, resources } = await judgeInput(accountOf(proof).id, schema, value);
  const [problem] = problems;
  if (problem) throw new ApiError('invalid-input', `Input is not valid: ${problem.message}`, { problems });
  // The bytes as they came, where nothing was added: numbers that JavaScript cannot hold stay what they are.
  const isAsSent = !isEmpty && Object.keys(input).length === Object.keys(value as object).length;
  const record = isAsSent
    ? { contentType, bytes: given.bytes }
    : { contentType: JSON_TYPE, bytes: Buffer.from(JSON.stringify(input)) };
  const hasSecrets = secretFields(schema).some((field) => input[field] !== undefined && input[field] !== '');
  return { record, storages: await inputStorages(ctx, proof, resources), hasSecrets };
}

const JSON_TYPE = 'application/json; charset=utf-8';

export function parseInput(bytes: Buffer): unknown {
  try {
    return JSON.parse(utf8.decode(bytes));
  } catch (error) {
    const why = error instanceof Error ? error.message : 'syntax error';
    throw new ApiError('run-input-body-not-valid-json', `The input is not valid JSON: ${why}`);
  }
}
const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: false });

export function accountOf({ account }: Starting): { id: string } {
  if (account) return account;
  throw new ApiError('token-not-provided', 'An authentication token is needed and was not provided');
}

/**
 * What naming storages in the input gives the run, never more than the one who names them may do: a program with limited permissions, or a
 * scoped token, must not reach through another Actor what it cannot reach itself.
 */
async function inputStorages(
  ctx: Ctx,
  proof: Starting,
  resources: readonly InputResource[],
): Promise<RunPrincipal['inputStorages']> {
  if (resources.length === 0) return [];
  const named = resources.map(({ kind, text }) => {
    const address = parseAddress(text);
    return address.by === 'id'
      ? { kind, id: text, username: null, name: text }
      : { kind, id: '', username: address.username, name: address.name };
  });
  const ids = await selectNamedStorages(proof, accountOf(proof).id, named);
  const permitted = new Map<string, Set<'read' | 'write'>>();
  for (const [place, { kind, permissions }] of resources.entries()) {
    const id = ids[place];
    if (!id) continue;
    const held = permitted.get(id) ?? new Set();
    permitted.set(id, held);
    for (const permission of permissions) {
      if (held.has(permission)) continue;
      if (isWhole(proof.principal) || (await mayAlready(ctx, permission, kind, id))) held.add(permission);
    }
  }
  return [...permitted].flatMap(([id, held]) => (held.size > 0 ? [{ id, permissions: [...held] }] : []));
}

/** Whether it has all the rights of its account: then what the account may is asked when the run comes to the storage. */
const isWhole = (principal: Principal): boolean =>
  principal.kind === 'session' ||
  (principal.kind === 'token' && principal.scope === null) ||
  (principal.kind === 'run' && principal.scope === null && principal.level === 'FULL_PERMISSIONS');

async function mayAlready(
  ctx: Ctx,
  permission: 'read' | 'write',
  kind: InputResource['kind'],
  id: string,
): Promise<boolean> {
  try {
    await reauthorize(ctx, permission, { kind, address: { by: 'id', id } });
    return true;
  } catch (error) {
    if (error instanceof ApiError) return false;
    throw error;
  }
}
