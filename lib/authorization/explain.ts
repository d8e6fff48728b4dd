/**
 * Who can see this, and why.
 *
 * Each kind of principal that could have access is put to the very function that decides requests; what it says is what is shown.
 */

import type { GrantPermission, ResourceKind } from '../vocabulary.ts';
import { decideResource } from './decide.ts';
import { permissionsOf } from './permissions-of.ts';
import type { ResourceRow } from './rows.ts';
import {
  type ActorFacts,
  type Permission,
  type Principal,
  type ResourceFacts,
  type RuleId,
  type RunFacts,
  resourceFactsOf,
  type Scope,
} from './types.ts';

/** A grant in force. */
export interface SourceGrant {
  id: string;
  accountId: string;
  username: string;
  name: string;
  permissions: readonly GrantPermission[];
  createdAt: Date;
  expiresAt: Date | null;
}

/** All that could give access to a resource, already loaded: grants and tokens in force, and its links. */
export interface AccessSources {
  row: ResourceRow<ResourceKind>;
  run: RunFacts | null;
  actor: ActorFacts | null;
  grants: readonly SourceGrant[];
  /** On the run that it is a default storage of. */
  runGrants: readonly SourceGrant[];
  /** On the Actor that the run is of. */
  actorGrants: readonly SourceGrant[];
  /** On the task that the run is of. */
  taskGrants: readonly SourceGrant[];
  /** Who made that Actor; null where it is the resource's owner. */
  actorOwner: { id: string; username: string; name: string } | null;
  links: readonly {
    id: string;
    recordKey: string | null;
    label: string;
    origin: 'CONSOLE' | 'CLIENT';
    createdAt: Date;
    expiresAt: Date | null;
    revokedAt: Date | null;
    lastUsedAt: Date | null;
  }[];
  ownersTokens: readonly {
    id: string;
    description: string;
    scope: Scope | null;
    createdAt: Date;
    expiresAt: Date | null;
    lastUsedAt: Date | null;
  }[];
}

export interface AccessExplanation {
  who:
    | { kind: 'owner'; username: string }
    | { kind: 'account'; accountId: string; username: string; name: string }
    | { kind: 'token'; tokenId: string; description: string; username: string }
    /** `recordKey`: of a link that opens one record. */
    | { kind: 'link'; linkId: string; label: string; origin: 'CONSOLE' | 'CLIENT'; recordKey: string | null }
    | { kind: 'everyone-with-id' }
    | { kind: 'everyone-with-name' }
    /** Everybody who is signed in, or has a token. */
    | { kind: 'everyone-with-account' };
  permissions: Permission[];
  because: readonly RuleId[];
  since: Date | null;
  until: Date | null;
  lastUsedAt: Date | null;
  /** What the access comes from where it was given on something else; null where it was given here, or by a setting. */
  through: { kind: 'run' | 'actor' | 'task'; id: string } | null;
  /** What takes this access away, where one press can. */
  stop:
    | { kind: 'remove-grant'; grantId: string }
    | { kind: 'revoke-link'; linkId: string }
    | { kind: 'restrict' }
    | null;
}

type Explained = Omit<AccessExplanation, 'permissions' | 'because'> & { facts: ResourceFacts };
type Base = Omit<ResourceFacts, 'principal'>;

const person = (accountId: string): Principal => ({ kind: 'session', accountId, sessionId: '', isFresh: true });
const ANONYMOUS: Principal = { kind: 'anonymous' };

/** Lists everybody who has any permission on the resource at `nowMillis`. */
export function explainAccess(sources: AccessSources, nowMillis: number): AccessExplanation[] {
  const { row, run, actor } = sources;
  const base: Base = {
    resource: resourceFactsOf(row),
    // What the one who asks was given there is nobody else's.
    run: run && { ...run, permissions: [], task: run.task && { ...run.task, permissions: [] } },
    actor: actor && { ...actor, permissions: [], wasStartedByPrincipal: false },
    // What is open to all is a row of its own; here each one's own right is asked for, which an address by name leaves alone.
    addressedBy: 'name',
    grants: [],
    link: 'none',
    asksForSignedContent: false,
  };
  const isOpenByActor = row.kind === 'actor' || row.kind === 'build';
  const closed: Base = {
    ...base,
    resource: { ...base.resource, generalAccess: 'RESTRICTED' },
    actor: base.actor && { ...base.actor, isPublic: base.actor.isPublic && !isOpenByActor },
  };
  const candidates = [
    {
      who: { kind: 'owner' as const, username: row.ownerUsername },
      facts: { ...closed, principal: person(row.ownerId) },
      ...{ since: row.createdAt, until: null, lastUsedAt: null, through: null, stop: null },
    },
    ...accountsOf(sources, closed),
    ...everyone(row, base),
    ...holdersOf(sources, closed, nowMillis),
  ];
  return candidates
    .map(({ facts, ...explained }) => ({ ...explained, ...permitted(facts) }))
    .filter((row) => row.permissions.length > 0);
}

/** Accounts that were given something here, on the run, on the Actor or on the task, and whoever made the Actor: each once, with all that it has. */
function accountsOf({ row, run, actor, ...given }: AccessSources, closed: Base): Explained[] {
  const { grants, runGrants, actorGrants, taskGrants, actorOwner } = given;
  const accounts = new Map(
    [
      ...[...grants, ...runGrants, ...actorGrants, ...taskGrants].map(({ accountId: id, username, name }) => ({
        ...{ id, username, name },
      })),
      ...(actorOwner ? [actorOwner] : []),
    ].map((account) => [account.id, account]),
  );
  const heldBy = (accountId: string, all: readonly SourceGrant[]) => all.find((grant) => grant.accountId === accountId);
  return [...accounts.values()].map(({ id, username, name }) => {
    const [here, onRun, onActor] = [heldBy(id, grants), heldBy(id, runGrants), heldBy(id, actorGrants)];
    const onTask = heldBy(id, taskGrants);
    const through = [
      { kind: 'run' as const, id: run?.id, grant: onRun },
      { kind: 'actor' as const, id: actor?.id, grant: onActor },
      { kind: 'task' as const, id: run?.task?.id, grant: onTask },
    ].find(({ kind, grant }) => grant && (kind === 'run' || row.kind === 'build' || opensRuns(grant)));
    const source = here ?? through?.grant;
    const elsewhere = through?.id === undefined ? null : { kind: through.kind, id: through.id };
    return {
      who: { kind: 'account', accountId: id, username, name },
      facts: {
        ...closed,
        principal: person(id),
        grants: here ? [{ id: here.id, permissions: permissionsOf(here.permissions) }] : [],
        run: closed.run && {
          ...{ ...closed.run, permissions: permissionsOf(onRun?.permissions ?? []) },
          task: closed.run.task && { ...closed.run.task, permissions: permissionsOf(onTask?.permissions ?? []) },
        },
        actor: closed.actor && {
          ...closed.actor,
          permissions: permissionsOf((row.kind === 'actor' ? here : onActor)?.permissions ?? []),
        },
      },
      ...{ since: source?.createdAt ?? null, until: source?.expiresAt ?? null, lastUsedAt: null },
      through: here ? null : elsewhere,
      stop: here ? { kind: 'remove-grant', grantId: here.id } : null,
    };
  });
}

/** Of an Actor or a task, which may both have been given. */
const opensRuns = ({ permissions }: SourceGrant): boolean => permissions.includes('VIEW_OWNER_RUNS');

/** What is open to all: by its id, by its name, and of a public Actor what takes an account. */
function everyone(row: AccessSources['row'], base: Base): Explained[] {
  const hasSetting = row.kind !== 'actor' && row.kind !== 'build';
  const shared = {
    ...{ since: null, until: null, lastUsedAt: null, through: null },
    stop: hasSetting ? ({ kind: 'restrict' } as const) : null,
  };
  return [
    { who: { kind: 'everyone-with-id' }, facts: { ...base, principal: ANONYMOUS, addressedBy: 'id' }, ...shared },
    ...(row.name === null || !hasSetting
      ? []
      : [{ who: { kind: 'everyone-with-name' as const }, facts: { ...base, principal: ANONYMOUS }, ...shared }]),
    ...(row.kind === 'actor'
      ? [{ who: { kind: 'everyone-with-account' as const }, facts: { ...base, principal: person('') }, ...shared }]
      : []),
  ];
}

/** Links and tokens. */
function holdersOf({ row, links, ownersTokens }: AccessSources, closed: Base, nowMillis: number): Explained[] {
  const isLive = ({ revokedAt, expiresAt }: AccessSources['links'][number]) =>
    revokedAt === null && (expiresAt === null || expiresAt.getTime() > nowMillis);
  return [
    ...links.filter(isLive).map((link) => ({
      who: {
        kind: 'link' as const,
        linkId: link.id,
        label: link.label,
        origin: link.origin,
        recordKey: link.recordKey,
      },
      facts: { ...closed, principal: ANONYMOUS, link: 'valid' as const, asksForSignedContent: true },
      ...{ since: link.createdAt, until: link.expiresAt, lastUsedAt: link.lastUsedAt, through: null },
      stop: { kind: 'revoke-link' as const, linkId: link.id },
    })),
    ...ownersTokens.map((token) => ({
      who: { kind: 'token' as const, tokenId: token.id, description: token.description, username: row.ownerUsername },
      facts: {
        ...closed,
        principal: { kind: 'token' as const, accountId: row.ownerId, tokenId: token.id, scope: token.scope },
      },
      ...{ since: token.createdAt, until: token.expiresAt, lastUsedAt: token.lastUsedAt, through: null, stop: null },
    })),
  ];
}

/** Parts of another permission are left out: who reads this is told the whole. */
const SHOWN: readonly Permission[] = ['read', 'write', 'share', 'run', 'build', 'view-owner-runs'];

function permitted(facts: ResourceFacts): { permissions: Permission[]; because: readonly RuleId[] } {
  const decisions = SHOWN.map((permission) => ({ permission, ...decideResource(permission, facts) }));
  const granted = decisions.filter((decision) => decision.permitted);
  return {
    permissions: granted.map((decision) => decision.permission),
    because: [...new Set(granted.flatMap((decision) => decision.because))],
  };
}
