import { GRANT_PERMISSIONS_OF, type GrantPermission, type ResourceKind } from '../vocabulary.ts';

/** Rights as they are offered where each includes those before it. */
export const GRANT_LEVELS = {
  READ: ['READ'],
  WRITE: ['READ', 'WRITE'],
  SHARE: ['READ', 'WRITE', 'SHARE'],
} as const satisfies Record<string, readonly GrantPermission[]>;
export type GrantLevel = keyof typeof GRANT_LEVELS;

/** Those that make sense on a kind. */
export const levelsOf = (kind: ResourceKind): GrantLevel[] =>
  (Object.keys(GRANT_LEVELS) as GrantLevel[]).filter((level) => GRANT_PERMISSIONS_OF[kind].includes(level));

/** The level that rights amount to; null for others, as a program may have given them. */
export function levelOf(permissions: readonly GrantPermission[]): GrantLevel | null {
  const held = new Set<GrantPermission>(['READ', ...permissions]);
  const found = Object.entries(GRANT_LEVELS).find(
    ([, level]) => level.length === held.size && level.every((right) => held.has(right)),
  );
  return (found?.[0] as GrantLevel | undefined) ?? null;
}
