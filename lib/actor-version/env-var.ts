/** Environment variables of versions: how they are kept, and how they are shown. */
import { ApiError } from '../errors.ts';
import { seal } from '../secret/seal.ts';
import type { EnvVarInput } from './input.ts';
import type { EnvVar } from './queries.ts';

/** Of a secret one, nobody is shown the value again. Source: the official description, `EnvVar`. */
export type EnvVarView = { name: string; value: string; isSecret: false } | { name: string; isSecret: true };

export const envVarView = (envVar: EnvVar): EnvVarView =>
  'sealed' in envVar
    ? { name: envVar.name, isSecret: true }
    : { name: envVar.name, value: envVar.value, isSecret: false };

/**
 * Makes a variable as it is kept out of one that was sent. `before`: the one of that name, whose value stays where none was sent, and never
 * becomes visible by that.
 * Errors: `invalid-input` where there is no value to keep.
 */
export function keptEnvVar(actorId: string, sent: EnvVarInput, before: EnvVar | undefined): EnvVar {
  const { name, value, isSecret } = sent;
  if (value === undefined) {
    if (before && 'sealed' in before && isSecret) return before;
    if (before && !('sealed' in before)) return keptEnvVar(actorId, { ...sent, value: before.value }, undefined);
    throw new ApiError('invalid-input', `The environment variable ${name} needs a value`);
  }
  return isSecret ? { name, isSecret: true, sealed: seal(value, { actorId, name }) } : { name, value };
}
