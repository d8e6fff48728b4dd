import { ApiError } from '../errors.ts';
import type { SourceType } from '../vocabulary.ts';
import { keptEnvVar } from './env-var.ts';
import type { VersionChange } from './input.ts';
import type { EnvVar, VersionRow, VersionValues } from './queries.ts';

/** Where the sources of each type are said to be. */
const SOURCE_FIELDS = {
  SOURCE_FILES: 'sourceFiles',
  TARBALL: 'tarballUrl',
  GIT_REPO: 'gitRepoUrl',
  GITHUB_GIST: 'gitHubGistUrl',
} as const satisfies Record<SourceType, keyof VersionValues>;

/**
 * Makes a version out of what was sent and what there is (null: a new one): a field that was not sent stays; null takes it back to what a new
 * one has.
 * Errors: `invalid-input` where the source type has no sources, or a secret has no value.
 */
export function mergeVersion(
  actorId: string,
  before: VersionRow | null,
  number: string,
  sent: VersionChange,
): VersionValues {
  const sourceType = sent.sourceType ?? before?.sourceType ?? 'SOURCE_FILES';
  const merged: VersionValues = {
    versionNumber: number,
    sourceType,
    buildTag: changed(sent.buildTag, before?.buildTag, 'latest'),
    sourceFiles: changed(sent.sourceFiles, before?.sourceFiles, sourceType === 'SOURCE_FILES' ? [] : null),
    tarballUrl: changed(sent.tarballUrl, before?.tarballUrl, null),
    gitRepoUrl: changed(sent.gitRepoUrl, before?.gitRepoUrl, null),
    gitHubGistUrl: changed(sent.gitHubGistUrl, before?.gitHubGistUrl, null),
    envVars: mergeEnvVars(actorId, before?.envVars ?? [], sent.envVars),
    applyEnvVarsToBuild: changed(sent.applyEnvVarsToBuild, before?.applyEnvVarsToBuild, false),
  };
  const field = SOURCE_FIELDS[sourceType];
  if (merged[field] === null) {
    throw new ApiError('invalid-input', `A version with sources of type ${sourceType} needs the field "${field}"`);
  }
  return merged;
}

const changed = <T>(sent: T | null | undefined, before: T | undefined, absent: T): T =>
  sent === undefined ? (before ?? absent) : (sent ?? absent);

function mergeEnvVars(actorId: string, before: readonly EnvVar[], sent: VersionChange['envVars']): EnvVar[] {
  if (sent === undefined) return [...before];
  return (sent ?? []).map((one) =>
    keptEnvVar(
      actorId,
      one,
      before.find(({ name }) => name === one.name),
    ),
  );
}
