/** Versions of Actors as the API and the Console show them. Source: the official description, `Version`. */
import type { Authorized } from '../authorization/authorize.ts';
import type { RuleId } from '../authorization/types.ts';
import type { SourceType } from '../vocabulary.ts';
import { type EnvVarView, envVarView } from './env-var.ts';
import type { SourceFile, VersionRow } from './queries.ts';

/** Sources and environment are absent for those who see the Actor and were not given it. */
export interface VersionView {
  versionNumber: string;
  sourceType: SourceType;
  buildTag: string;
  applyEnvVarsToBuild: boolean;
  sourceFiles?: SourceFile[];
  tarballUrl?: string;
  gitRepoUrl?: string;
  gitHubGistUrl?: string;
  envVars?: EnvVarView[];
}

/** Those by which somebody has the Actor, and does not merely see it. */
const OF_HOLDERS: readonly RuleId[] = ['owner', 'grant', 'token-scope', 'full-run'];

/**
 * Whether the sources and the environment of an Actor are shown: to its owner and to those who were given it. That an Actor is public, or
 * that a run started it, shows its builds and no more. Source: contract 5.1, "Read".
 */
export const seesSource = ({ because }: Pick<Authorized<'actor', 'read'>, 'because'>): boolean =>
  because.some((rule) => OF_HOLDERS.includes(rule));

export function versionView(row: VersionRow, isSourceShown: boolean): VersionView {
  const { versionNumber, sourceType, buildTag, applyEnvVarsToBuild } = row;
  const shown = { versionNumber, sourceType, buildTag, applyEnvVarsToBuild };
  if (!isSourceShown) return shown;
  return {
    ...shown,
    ...(row.sourceFiles && { sourceFiles: row.sourceFiles }),
    ...(row.tarballUrl !== null && { tarballUrl: row.tarballUrl }),
    ...(row.gitRepoUrl !== null && { gitRepoUrl: row.gitRepoUrl }),
    ...(row.gitHubGistUrl !== null && { gitHubGistUrl: row.gitHubGistUrl }),
    envVars: row.envVars.map(envVarView),
  };
}
