/** Decides by the tables of rules: pure functions of facts. */
import { RESOURCE_KINDS } from '../vocabulary.ts';
import { ACCOUNT_RULES } from './account-rules.ts';
import { RESOURCE_RULES } from './rules.ts';
import { START_RULES } from './start-rules.ts';
import {
  type AccountFacts,
  type AccountPermission,
  ASKERS,
  askerOf,
  type Decision,
  PERMISSIONS_OF,
  type Permission,
  type ResourceFacts,
  type ResourceRule,
  type Rule,
  type RuleId,
  type StartFacts,
} from './types.ts';

/** Whether the principal of `facts` has `asked` on the resource, and why. What a kind cannot be asked for is denied. */
export const decideResource = (asked: Permission, facts: ResourceFacts): Decision =>
  decide(
    (facts.run ? RULES_WITH_RUNS : RULES_WITHOUT_RUNS)
      .get(facts.resource.kind)
      ?.get(askerOf(facts.principal))
      ?.get(asked) ?? NO_RULES,
    asked,
    facts,
  );

/** Whether the principal of `facts` has `asked` on the account, and why. */
export const decideAccount = (asked: AccountPermission, facts: AccountFacts): Decision =>
  decide(ACCOUNT_RULES_OF[asked], asked, facts);

/** Whether a run may start at the level that `facts` names, and why. */
export const decideStart = (facts: StartFacts): Decision => decide(START_RULES, 'start', facts);

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
function byPermission<Asked extends string, R extends { of: readonly Asked[] }>(
  rules: readonly R[],
): Record<Asked, R[]> {
  const table: Partial<Record<Asked, R[]>> = {};
  for (const asked of new Set(rules.flatMap((rule) => rule.of))) {
    table[asked] = rules.filter((rule) => rule.of.includes(asked));
  }
  return table as Record<Asked, R[]>;
}

/** A map: texts from the database are not the constants that an object would be read by. */
const tableOf = <Key extends string, Value>(keys: readonly Key[], make: (key: Key) => Value) =>
  new Map(keys.map((key) => [key, make(key)]));

const indexOf = (rules: readonly ResourceRule[]) =>
  tableOf(RESOURCE_KINDS, (kind) =>
    tableOf(ASKERS, (asker) => {
      const speaking = byPermission<Permission, ResourceRule>(
        rules.filter((rule) => rule.on.includes(kind) && rule.by.includes(asker)),
      );
      return tableOf(PERMISSIONS_OF[kind], (asked) => speaking[asked] ?? []);
    }),
  );
const RULES_WITH_RUNS = indexOf(RESOURCE_RULES);
/** Most storages belong to no run: half of the rules need not be asked about them. */
const RULES_WITHOUT_RUNS = indexOf(RESOURCE_RULES.filter((rule) => !rule.onlyOfRuns));
const NO_RULES: readonly ResourceRule[] = [];
const ACCOUNT_RULES_OF = byPermission<AccountPermission, Rule<AccountFacts, AccountPermission>>(ACCOUNT_RULES);
