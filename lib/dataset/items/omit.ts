import { isObject, type Member, topLevelMembers, writeMembers } from './members.ts';

/**
 * Leaves fields out. A name is a whole top-level name; where no field has it, `address.street` is also the `street` within `address`,
 * through objects only. What is around a field that goes keeps its bytes. Returns the same array when nothing goes.
 * Source: Dataset schema specification, `omit` of a view: "Supports nested field names".
 */
export function omitMembers(members: Member[], names: ReadonlySet<string>): Member[] {
  const kept = members.every(({ name }) => !names.has(name)) ? members : members.filter(({ name }) => !names.has(name));
  return [...names].filter((name) => name.includes('.')).reduce(omitNested, kept);
}

function omitNested(members: Member[], path: string): Member[] {
  let isChanged = false;
  const kept = members.map((member) => {
    if (!path.startsWith(`${member.name}.`) || !isObject(member)) return member;
    const inner = topLevelMembers(member.rawValue);
    const rest = omitMembers(inner, new Set([path.slice(member.name.length + 1)]));
    if (rest === inner) return member;
    isChanged = true;
    return { ...member, rawValue: writeMembers(rest) };
  });
  return isChanged ? kept : members;
}
