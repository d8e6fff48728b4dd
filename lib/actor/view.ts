/** Actors as the API and the Console show them. Source: the official description, `Actor` and `ActorShort`. */
import type { VersionRow } from '../actor-version/queries.ts';
import { seesSource, type VersionView, versionView } from '../actor-version/view.ts';
import type { Authorized } from '../authorization/authorize.ts';
import { actorConsoleUrl } from '../urls.ts';
import type { PermissionLevel } from '../vocabulary.ts';
import type { ActorDetails, DefaultRunOptions, TaggedBuild } from './queries.ts';

export interface ActorStatsView {
  totalBuilds: number;
  totalRuns: number;
  lastRunStartedAt?: Date;
}

export interface TaggedBuildView {
  buildId: string;
  buildNumber: string;
  buildNumberInt: number;
  finishedAt: Date | null;
}

export interface ActorView {
  id: string;
  userId: string;
  username: string;
  name: string;
  title: string | null;
  description: string | null;
  isPublic: boolean;
  /** Absent where none is declared, which counts as full. */
  actorPermissionLevel?: PermissionLevel;
  createdAt: Date;
  modifiedAt: Date;
  stats: ActorStatsView;
  versions: VersionView[];
  defaultRunOptions: DefaultRunOptions;
  exampleRunInput: { body: string; contentType: string } | null;
  isDeprecated: boolean;
  seoTitle: string | null;
  seoDescription: string | null;
  categories: string[];
  taggedBuilds: Record<string, TaggedBuildView>;
  /** Of a public Actor: who was not given it sees no sources. */
  isSourceCodeHidden: boolean;
  consoleUrl: string;
}

export const actorStats = ({
  totalBuilds,
  totalRuns,
  lastRunStartedAt,
}: Pick<ActorDetails, 'totalBuilds' | 'totalRuns' | 'lastRunStartedAt'>): ActorStatsView => ({
  totalBuilds,
  totalRuns,
  ...(lastRunStartedAt && { lastRunStartedAt }),
});

/** `MAJOR.MINOR.BUILD` as one number, in the order of builds. */
export function buildNumberInt(buildNumber: string): number {
  const [major = 0, minor = 0, build = 0] = buildNumber.split('.').map(Number);
  return (major * 100 + minor) * 100_000 + build;
}

export function actorView(
  proof: Authorized<'actor', 'read'>,
  details: ActorDetails,
  versions: readonly VersionRow[],
  taggedBuilds: readonly TaggedBuild[],
): ActorView {
  const { row } = proof;
  const isSourceShown = seesSource(proof);
  return {
    id: row.id,
    userId: row.ownerId,
    username: row.ownerUsername,
    name: row.name ?? '',
    title: details.title,
    description: details.description,
    isPublic: details.isPublic,
    ...(details.permissionLevel && { actorPermissionLevel: details.permissionLevel }),
    createdAt: row.createdAt,
    modifiedAt: details.modifiedAt,
    stats: actorStats(details),
    versions: versions.map((version) => versionView(version, isSourceShown)),
    defaultRunOptions: details.defaultRunOptions,
    exampleRunInput: details.exampleRunInput,
    isDeprecated: details.isDeprecated,
    seoTitle: details.seoTitle,
    seoDescription: details.seoDescription,
    categories: details.categories,
    taggedBuilds: Object.fromEntries(
      taggedBuilds.map(({ tag, buildId, buildNumber, finishedAt }) => [
        tag,
        { buildId, buildNumber, buildNumberInt: buildNumberInt(buildNumber), finishedAt },
      ]),
    ),
    isSourceCodeHidden: true,
    consoleUrl: actorConsoleUrl(row.id),
  };
}
