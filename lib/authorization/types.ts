/**
 * The words of a decision.
 *
 * A *principal* asks for a *permission* on a resource; *facts* are all that a decision may depend on, already loaded; a *decision* says
 * yes or no and which rules made it so. Nothing here knows of a database, a clock or a request.
 */
import type { EffectiveGeneralAccess, GeneralAccess, ResourceKind } from '../vocabulary.ts';

/** Who asks. Source: access-rules 1. */
export type Principal =
  | { kind: 'anonymous' }
  /** A person in the Console. `isFresh`: signed in or re-authenticated recently enough for the settings that ask for it. */
  | { kind: 'session'; accountId: string; sessionId: string; isFresh: boolean }
  /** An API token of an account; `scope` null means unscoped. */
  | { kind: 'token'; accountId: string; tokenId: string; scope: Scope | null };

/** What a scoped token lists: permissions on single resources, and whole kinds with `*`. Never more than its account has. */
export interface Scope {
  resources: readonly { id: string; permissions: readonly Permission[] }[];
  kinds: readonly { kind: ResourceKind; permissions: readonly Permission[] }[];
  create: readonly ResourceKind[];
}

/** What may be asked of a resource. `write` implies `read`; deleting is `write`; changing general access, grants and links is `share`. */
export type Permission = 'read' | 'write' | 'share';

/** What may be asked of an account: its settings, its tokens, and creating something in it. */
export type AccountPermission =
  | 'read-settings'
  | 'change-profile'
  | 'change-security'
  | 'manage-tokens'
  | 'read-audit'
  /** Links and grants of the whole account: seeing them, and ending them all at once. */
  | 'review-access'
  | 'end-access'
  | 'create-storage'
  | 'list'
  | 'operate';

/** A signed link that came with the request, as it was found. */
export type LinkState = 'none' | 'valid' | 'expired' | 'revoked' | 'forged' | 'refused-by-policy';

/** All that decides about a resource. */
export interface ResourceFacts {
  principal: Principal;
  resource: {
    kind: ResourceKind;
    id: string;
    ownerId: string;
    hasName: boolean;
    generalAccess: GeneralAccess;
    ownerGeneralAccess: Exclude<GeneralAccess, 'FOLLOW_USER_SETTING' | 'ANYONE_WITH_NAME_CAN_READ'>;
    /** The token that created it, if one did: a scoped token keeps what it created. */
    createdByTokenId: string | null;
  };
  addressedBy: 'id' | 'name';
  /** Unexpired grants to the principal's account on this resource. */
  grants: readonly { id: string; permissions: readonly Permission[] }[];
  /** `valid` only for the very content that was signed. */
  link: LinkState;
  /** Whether the request asks for the content that a link can sign (items, keys, requests, one record), and not for a description. */
  asksForSignedContent: boolean;
}

/** All that decides about an account. `creating`: the kind of what is to be created in it. */
export interface AccountFacts {
  principal: Principal;
  account: { id: string; isOperator: boolean };
  creating: ResourceKind | null;
}

/** Ids of the rows of access-rules.md, sections 3 and 4, as far as their kinds exist. */
export type RuleId =
  | 'owner'
  | 'grant'
  | 'anyone-with-id'
  | 'anyone-with-name'
  | 'signed-link'
  | 'token-scope'
  | 'operator'
  | 'console-only'
  | 'fresh-session';

/** `because`: the forbids if any, else the permits; empty when nothing permitted. */
export interface Decision {
  permitted: boolean;
  because: readonly RuleId[];
}

export interface Rule<Facts, Asked extends string> {
  id: RuleId;
  effect: 'permit' | 'forbid';
  /** The permissions that the rule speaks of. */
  of: readonly Asked[];
  when: (facts: Facts, asked: Asked) => boolean;
}

/** General access after following. Source: access-rules 1; contract 1.1. */
export function effectiveGeneralAccess(
  resource: Pick<ResourceFacts['resource'], 'generalAccess' | 'ownerGeneralAccess'>,
): EffectiveGeneralAccess {
  return resource.generalAccess === 'FOLLOW_USER_SETTING' ? resource.ownerGeneralAccess : resource.generalAccess;
}

/** What decides about a resource, of its row. */
export function resourceFactsOf(
  row: Omit<ResourceFacts['resource'], 'hasName'> & { name: string | null },
): ResourceFacts['resource'] {
  const { kind, id, ownerId, generalAccess, ownerGeneralAccess, createdByTokenId } = row;
  return { kind, id, ownerId, hasName: row.name !== null, generalAccess, ownerGeneralAccess, createdByTokenId };
}
