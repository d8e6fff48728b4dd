/** Decides by the table of rules: a pure function of facts. */
import { ACCOUNT_RULES, RESOURCE_RULES } from './rules.ts';
import type { AccountFacts, AccountPermission, Decision, Permission, ResourceFacts, Rule, RuleId } from './types.ts';

/** Whether the principal of `facts` has `asked` on the resource, and why. */
export const decideResource = (asked: Permission, facts: ResourceFacts) =>
  decide(RESOURCE_RULES_OF[asked], asked, facts);

/** Whether the principal of `facts` has `asked` on the account, and why. */
export const decideAccount = (asked: AccountPermission, facts: AccountFacts) =>
  decide(ACCOUNT_RULES_OF[asked], asked, facts);

/** Default deny; any forbid beats every permit. Every matching row is named, so that the answer does not depend on their order. */
function decide<Facts, Asked extends string>(
  rules: readonly Rule<Facts, Asked>[],
  asked: Asked,
  facts: Facts,
): Decision {
  const permits: RuleId[] = [];
  const forbids: RuleId[] = [];
  for (const rule of rules) {
    if (rule.when(facts, asked)) (rule.effect === 'permit' ? permits : forbids).push(rule.id);
  }
  return forbids.length > 0
    ? { permitted: false, because: forbids }
    : { permitted: permits.length > 0, because: permits };
}

/** The rows that speak of each permission, found once instead of at every decision. */
function byPermission<Facts, Asked extends string>(
  rules: readonly Rule<Facts, Asked>[],
): Record<Asked, Rule<Facts, Asked>[]> {
  const table: Partial<Record<Asked, Rule<Facts, Asked>[]>> = {};
  for (const asked of new Set(rules.flatMap((rule) => rule.of))) {
    table[asked] = rules.filter((rule) => rule.of.includes(asked));
  }
  return table as Record<Asked, Rule<Facts, Asked>[]>;
}

const RESOURCE_RULES_OF = byPermission(RESOURCE_RULES);
const ACCOUNT_RULES_OF = byPermission(ACCOUNT_RULES);
