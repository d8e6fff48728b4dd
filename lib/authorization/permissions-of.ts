import type { GrantPermission } from '../vocabulary.ts';
import type { Permission } from './types.ts';

const PERMISSION: Record<GrantPermission, Permission> = {
  READ: 'read',
  WRITE: 'write',
  RUN: 'run',
  BUILD: 'build',
  VIEW_OWNER_RUNS: 'view-owner-runs',
  SHARE: 'share',
};

/** What a grant gives, in the words of decisions. */
export const permissionsOf = (granted: readonly GrantPermission[]): Permission[] =>
  granted.map((permission) => PERMISSION[permission]);
