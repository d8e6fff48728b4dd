import { isDeepStrictEqual } from 'node:util';
import type { Transaction } from '../../db/transaction.ts';
import { auditPrincipal, recordAudit } from '../audit/record.ts';
import type { Authorized } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import type { AuditEvent } from '../vocabulary.ts';
import type { EnvVar, VersionValues } from './queries.ts';

/** What of a version is told by its name when it changes. */
const FIELDS = [
  'sourceType',
  'buildTag',
  'sourceFiles',
  'tarballUrl',
  'gitRepoUrl',
  'gitHubGistUrl',
  'applyEnvVarsToBuild',
] as const satisfies (keyof VersionValues)[];

/**
 * Writes into the trail what became of a version: which fields and which variables changed, by their names. What is in them is a secret, or
 * the size of sources. One that stays as it was leaves no row; a secret value that is sent again counts as changed. null: there is none.
 */
export async function recordVersion(
  ctx: Ctx,
  tx: Transaction,
  proof: Authorized<'actor', 'write'>,
  before: VersionValues | null,
  after: VersionValues | null,
): Promise<void> {
  const version = (after ?? before)?.versionNumber;
  const record = (event: AuditEvent, detail: object = {}) =>
    recordAudit(tx, ctx, {
      ...{ accountId: proof.row.ownerId, event, principal: auditPrincipal(proof), because: proof.because },
      ...{ resource: proof.row, detail: { version, ...detail } },
    });
  if (!before || !after) return record(after ? 'actor-version.created' : 'actor-version.deleted');
  const fields = FIELDS.filter((field) => !isDeepStrictEqual(before[field], after[field]));
  if (fields.length > 0) await record('actor-version.changed', { fields });
  const variables = changedVariables(before.envVars, after.envVars);
  if (variables.length > 0) await record('actor-version.variables-changed', { variables });
}

/** The names of those that came, went, or are not what they were. */
function changedVariables(before: readonly EnvVar[], after: readonly EnvVar[]): string[] {
  const named = (all: readonly EnvVar[], name: string) => all.find((one) => one.name === name);
  const names = new Set([...before, ...after].map(({ name }) => name));
  return [...names].filter((name) => !isDeepStrictEqual(named(before, name), named(after, name)));
}
