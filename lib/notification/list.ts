import { authorizeAccount } from '../authorization/authorize.ts';
import type { Ctx } from '../context.ts';
import { type KeyPage, keyPage, type PageKey } from '../paging.ts';
import { countUnreadNotifications, selectNotifications } from './queries.ts';
import { type NotificationView, notificationView } from './view.ts';

/** Lists what the account is told and has not put away, the latest first. Errors: `token-not-provided`, `insufficient-permissions`. */
export async function listNotifications(
  ctx: Ctx,
  { onlyUnread, after, limit }: { onlyUnread: boolean; after?: PageKey | undefined; limit: number },
): Promise<{ rows: NotificationView[]; next: KeyPage<PageKey>['next'] }> {
  const proof = await authorizeAccount(ctx, 'read-notifications');
  const rows = await selectNotifications(proof, { onlyUnread, after, limit: limit + 1 });
  const { next } = keyPage(
    rows.map(({ lastAt, id }) => ({ createdAt: lastAt, id })),
    limit,
  );
  return { rows: rows.slice(0, limit).map(notificationView), next };
}

/** How many of them are unread: 100 stands for as many or more. Errors: as `listNotifications`. */
export async function countUnread(ctx: Ctx): Promise<number> {
  return countUnreadNotifications(await authorizeAccount(ctx, 'read-notifications'));
}
