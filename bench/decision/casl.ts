/** The table of rules in CASL: an ability for each principal, made once. */
import { AbilityBuilder, createMongoAbility, type MongoAbility, subject } from '@casl/ability';
import type { Principal } from '../../lib/authorization/types.ts';
import type { Cell } from './cells.ts';
import { attributesOf, PERMISSIONS, withImplied } from './shared.ts';

/** Gives the function that decides the cell. The ability and the subject are made here, so that only the decision is left to it. */
export function makeCaslDecision({ asked, facts }: Cell): () => boolean {
  const ability = abilityOf(facts.principal);
  const dataset = subject('Dataset', attributesOf(facts));
  return () => ability.can(asked, dataset);
}

/** The same with its reasons: every rule that matches is found, as our decision names them, and not only the first. */
export function makeCaslExplanation({ asked, facts }: Cell): () => boolean {
  const ability = abilityOf(facts.principal);
  const dataset = subject('Dataset', attributesOf(facts));
  return () => {
    const because = ability.rulesFor(asked, 'Dataset').filter((rule) => rule.matchesConditions(dataset));
    return because.length > 0 && !because.some((rule) => rule.inverted);
  };
}

function abilityOf(principal: Principal): MongoAbility {
  const { can, cannot, build } = new AbilityBuilder<MongoAbility>(createMongoAbility);
  can('read', 'Dataset', { addressedBy: 'id', access: { $ne: 'RESTRICTED' } });
  can('read', 'Dataset', { addressedBy: 'name', access: 'ANYONE_WITH_NAME_CAN_READ' });
  can('read', 'Dataset', { link: 'valid', asksForSignedContent: true });
  if (principal.kind === 'anonymous') return build();

  /** What the account may do, narrowed by further conditions. */
  const canAsAccount = (asked: string, conditions: Record<string, unknown>) => {
    can(asked, 'Dataset', { ...conditions, ownerId: principal.accountId });
    can(asked, 'Dataset', { ...conditions, granted: asked });
  };
  const scope = principal.kind === 'token' ? principal.scope : null;
  for (const asked of PERMISSIONS) {
    if (!scope || principal.kind !== 'token') {
      canAsAccount(asked, {});
      continue;
    }
    const gives = (listed: { permissions: Parameters<typeof withImplied>[0] }) =>
      withImplied(listed.permissions).includes(asked);
    const ids = scope.resources.filter(gives).map((listed) => listed.id);
    if (ids.length > 0) canAsAccount(asked, { id: { $in: ids } });
    for (const { kind } of scope.kinds.filter(gives)) canAsAccount(asked, { resourceKind: kind });
    canAsAccount(asked, { createdByTokenId: principal.tokenId });
  }
  // The last rule wins, so what is forbidden stands at the end.
  if (scope) cannot('share', 'Dataset');
  return build();
}
