import type { GrantPermission } from '../vocabulary.ts';
import type { GrantRow } from './queries.ts';

/** A grant as the API and the Console show it. E-mail addresses are not shown: a name is enough to know whom one shared with. */
export interface GrantView {
  id: string;
  userId: string;
  username: string;
  name: string;
  permissions: GrantPermission[];
  createdAt: Date;
  expiresAt: Date | null;
}

export const grantView = ({
  id,
  accountId,
  username,
  name,
  permissions,
  createdAt,
  expiresAt,
}: GrantRow): GrantView => ({
  id,
  userId: accountId,
  username,
  name,
  permissions,
  createdAt,
  expiresAt,
});
