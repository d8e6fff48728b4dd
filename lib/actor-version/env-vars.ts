/** Environment variables of a version, one by one. Whoever may not see the sources of the Actor finds none. */
import { transaction } from '../../db/transaction.ts';
import { authorize } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { ApiError, invalidInput, recordNotFound } from '../errors.ts';
import type { Address } from '../ids.ts';
import { type EnvVarView, envVarView, keptEnvVar } from './env-var.ts';
import { envVar as envVarInput } from './input.ts';
import { saveVersion, selectVersion, type VersionRow } from './queries.ts';
import { recordVersion } from './record.ts';
import { seesSource } from './view.ts';

type EnvVars = VersionRow['envVars'];

/** Errors: `record-not-found`, `insufficient-permissions`. */
export async function listEnvVars(
  ctx: Ctx,
  address: Address,
  number: string,
): Promise<{ total: number; items: EnvVarView[] }> {
  const proof = await authorize(ctx, 'read', { kind: 'actor', address });
  if (!seesSource(proof)) {
    throw new ApiError('insufficient-permissions', 'Insufficient permissions for the environment of the Actor');
  }
  const version = await selectVersion(proof, number);
  if (!version) throw recordNotFound('The version');
  const items = version.envVars.map(envVarView);
  return { total: items.length, items };
}

/** Errors: as `listEnvVars`. */
export async function getEnvVar(ctx: Ctx, address: Address, number: string, name: string): Promise<EnvVarView> {
  return found((await listEnvVars(ctx, address, number)).items, name);
}

/** Adds a variable. Errors: `invalid-input` (also where there is one of that name), `record-not-found`, `insufficient-permissions`. */
export async function createEnvVar(ctx: Ctx, address: Address, number: string, input: unknown): Promise<EnvVarView> {
  const sent = parse(input);
  const after = await changeEnvVars(ctx, address, number, (before, actorId) => {
    if (before.some(({ name }) => name === sent.name)) {
      throw new ApiError('invalid-input', `The version has an environment variable ${sent.name} already`);
    }
    if (before.length >= MAX_ENV_VARS) {
      throw new ApiError('invalid-input', `A version can have ${MAX_ENV_VARS} environment variables`);
    }
    return [...before, keptEnvVar(actorId, sent, undefined)];
  });
  return envVarView(found(after, sent.name));
}

const MAX_ENV_VARS = 200;

/** Changes a variable; a secret one that is sent without a value keeps it. Errors: as `createEnvVar`. */
export async function updateEnvVar(
  ctx: Ctx,
  address: Address,
  number: string,
  name: string,
  input: unknown,
): Promise<EnvVarView> {
  const sent = parse({ name, ...(typeof input === 'object' && input) });
  if (sent.name !== name) throw new ApiError('invalid-input', 'Field "name": the name of a variable stays');
  const after = await changeEnvVars(ctx, address, number, (before, actorId) => {
    const old = found(before, name);
    return before.map((one) => (one === old ? keptEnvVar(actorId, sent, old) : one));
  });
  return envVarView(found(after, name));
}

/** Errors: `record-not-found`, `insufficient-permissions`. */
export async function deleteEnvVar(ctx: Ctx, address: Address, number: string, name: string): Promise<void> {
  await changeEnvVars(ctx, address, number, (before) => {
    const old = found(before, name);
    return before.filter((one) => one !== old);
  });
}

function parse(input: unknown) {
  const parsed = envVarInput.safeParse(input);
  if (!parsed.success) throw invalidInput(parsed.error.issues);
  return parsed.data;
}

function found<T extends { name: string }>(all: readonly T[], name: string): T {
  const one = all.find((envVar) => envVar.name === name);
  if (!one) throw recordNotFound('The environment variable');
  return one;
}

/** Gives the variables as they are after the change. */
async function changeEnvVars(
  ctx: Ctx,
  address: Address,
  number: string,
  change: (before: EnvVars, actorId: string) => EnvVars,
): Promise<EnvVars> {
  return transaction(async (tx) => {
    const proof = await authorize(ctx, 'write', { kind: 'actor', address }, tx, 'UPDATE');
    const version = await selectVersion(proof, number, tx);
    if (!version) throw recordNotFound('The version');
    const { actorId, createdAt: _created, modifiedAt: _modified, ...values } = version;
    const envVars = change(version.envVars, actorId);
    await saveVersion(tx, proof, { ...values, envVars });
    await recordVersion(ctx, tx, proof, version, { ...values, envVars });
    return envVars;
  });
}
