import type { Metadata } from 'next';
import { ActionForm } from '@/components/form/action-form.tsx';
import { NoNotifications, NotificationList } from '@/components/notification/notification-list.tsx';
import { Button } from '@/components/ui/button.tsx';
import { ChoiceLinks } from '@/components/ui/choice-links.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { countUnread, listNotifications } from '@/lib/notification/list.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath, type NotificationsQuery } from '@/lib/paths.ts';
import { markAllReadAction, putAwayAction } from './actions.ts';

export const metadata: Metadata = { title: 'Notifications' };

const PAGE_ROWS = 25;

export default async function NotificationsPage({ searchParams }: { searchParams: Promise<NotificationsQuery> }) {
  const query = singles(await searchParams);
  const { show, after } = query;
  const path = consolePath.notifications(query);
  await requireAccount(path);
  const shownAt = new Date();
  const onlyUnread = show === 'unread';
  const [{ rows, next }, unread] = await open(path, (ctx) =>
    Promise.all([listNotifications(ctx, { onlyUnread, after: parseKey(after), limit: PAGE_ROWS }), countUnread(ctx)]),
  );
  const here = (change: NotificationsQuery) => consolePath.notifications({ ...query, ...change });
  return (
    <>
      <PageHeader
        title="Notifications"
        description="What could not start or be delivered, what waits for your approval, and what others share with you."
        actions={<Button href={`${consolePath.account()}#notifications`}>Mail settings</Button>}
      />
      <div className="mb-3 flex flex-wrap items-center justify-between gap-x-3 gap-y-2">
        <ChoiceLinks
          label="Which"
          choices={[
            { label: 'All', href: consolePath.notifications(), isCurrent: !onlyUnread },
            { label: 'Unread', href: consolePath.notifications({ show: 'unread' }), isCurrent: onlyUnread },
          ]}
        />
        {/* The form stays when its button goes, to say that it is done. */}
        <ActionForm action={markAllReadAction}>
          <input type="hidden" name="until" value={shownAt.toISOString()} />
          {unread > 0 ? <SubmitButton variant="secondary">Mark all as read</SubmitButton> : null}
        </ActionForm>
      </div>
      {rows.length === 0 ? (
        <NoNotifications isFiltered={onlyUnread} />
      ) : (
        <NotificationList rows={rows} putAwayAction={putAwayAction} />
      )}
      <Pagination
        label="Notifications"
        newerHref={after ? here({ after: undefined }) : null}
        olderHref={next && here({ after: keyText(next) })}
      />
    </>
  );
}
