/** Facts about Olga's dataset for tests of the pure core: the named people, without a database. */
import type { Permission, Principal, ResourceFacts, Scope } from '../authorization/types.ts';

export const DATASET = 'OlgasDataset00001';
export const OTHER_DATASET = 'OlgasDataset00002';

export type Who = Pick<ResourceFacts, 'principal'> & Partial<Pick<ResourceFacts, 'grants' | 'link'>>;

export const anonymous: Principal = { kind: 'anonymous' };
export const session = (account: string, isFresh = true): Principal => ({
  kind: 'session',
  accountId: account,
  sessionId: `session of ${account}`,
  isFresh,
});
export const token = (account: string, scope: Scope | null = null): Principal => ({
  kind: 'token',
  accountId: account,
  tokenId: `token of ${account}`,
  scope,
});

export const scope = (listed: Partial<Scope> = {}): Scope => ({ resources: [], kinds: [], create: [], ...listed });
export const scopeOn = (id: string, ...permissions: Permission[]): Scope => scope({ resources: [{ id, permissions }] });
export const scopeOnAll = (...permissions: Permission[]): Scope => scope({ kinds: [{ kind: 'dataset', permissions }] });

export const grant = (...permissions: Permission[]): ResourceFacts['grants'] => [{ id: 'grant', permissions }];

/** Facts of a request about Olga's named, restricted dataset, addressed by its id and asking for its items. */
export function factsOf(
  who: Who,
  about: Partial<ResourceFacts['resource']> & Partial<Pick<ResourceFacts, 'addressedBy' | 'asksForSignedContent'>> = {},
): ResourceFacts {
  const { addressedBy = 'id', asksForSignedContent = true, ...resource } = about;
  return {
    principal: who.principal,
    resource: {
      kind: 'dataset',
      id: DATASET,
      ownerId: 'olga',
      hasName: true,
      generalAccess: 'RESTRICTED',
      ownerGeneralAccess: 'RESTRICTED',
      ownerSharesRuns: false,
      createdByTokenId: null,
      createdByRun: null,
      ...resource,
    },
    run: null,
    actor: null,
    addressedBy,
    grants: who.grants ?? [],
    link: who.link ?? 'none',
    asksForSignedContent,
  };
}
