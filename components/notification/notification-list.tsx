import { Check, X } from 'lucide-react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { NotificationView } from '@/lib/notification/view.ts';
import { notificationWords, sharedName, sourcePath } from '@/lib/notification/words.ts';
import { consolePath } from '@/lib/paths.ts';
import { ReadingButton } from './reading-button.tsx';

type NotificationListProps = {
  rows: NotificationView[];
  /** Marks one as read, or puts it away. */
  putAwayAction: FormAction;
};

export function NotificationList({ rows, putAwayAction }: NotificationListProps) {
  return (
    <ul aria-label="Notifications" className="overflow-hidden rounded-md border border-line bg-raised">
      {rows.map((row) => (
        <li key={row.id} className="border-t border-line first:border-t-0">
          <Notification row={row} putAwayAction={putAwayAction} />
        </li>
      ))}
    </ul>
  );
}

function Notification({ row, putAwayAction }: { row: NotificationView; putAwayAction: FormAction }) {
  const { id, isRead, subject, shared, reason } = row;
  const about = shared ? sharedName(shared) : subject?.title;
  const { text, action } = notificationWords(row);
  return (
    <div className="flex flex-wrap items-start gap-x-4 gap-y-2 px-3 py-3">
      <div className="grid min-w-56 flex-1 gap-1 text-sm">
        <p className={isRead ? 'text-muted' : 'font-medium'}>
          {isRead ? null : (
            <>
              <span aria-hidden="true" className="mr-2 inline-block size-2 rounded-full bg-accent align-middle" />
              <span className="sr-only">Unread: </span>
            </>
          )}
          {text}
        </p>
        {reason ? <p className="text-muted">The developer says: “{reason}”</p> : null}
        <p className="flex flex-wrap items-center gap-x-3 text-xs text-muted">
          {subject?.kind === 'actor' ? (
            <Link href={consolePath.actor(subject.id)} className={ABOUT}>
              {subject.name}
            </Link>
          ) : null}
          <Times row={row} />
          <Sources row={row} />
        </p>
      </div>
      <div className="flex flex-wrap items-center gap-1">
        {action ? (
          <ReadingButton
            size="small"
            variant={isRead ? 'secondary' : 'primary'}
            href={action.path}
            aria-label={about ? `${action.label}: ${about}` : undefined}
            unreadId={isRead ? null : id}
            putAwayAction={putAwayAction}
          >
            {action.label}
          </ReadingButton>
        ) : null}
        <ActionForm action={putAwayAction} className="flex items-center gap-1" goneMessage="Dismissed">
          <input type="hidden" name="id" value={id} />
          {isRead ? null : (
            <SubmitButton variant="quiet" size="small" name="do" value="read" label={`Mark as read: ${text}`}>
              <Check />
            </SubmitButton>
          )}
          <SubmitButton variant="quiet" size="small" name="do" value="close" label={`Dismiss: ${text}`}>
            <X />
          </SubmitButton>
        </ActionForm>
      </div>
    </div>
  );
}

const ABOUT = 'inline-flex min-h-6 items-center text-muted';

function Times({ row: { count, firstAt, lastAt } }: { row: NotificationView }) {
  if (count === 1) return <RelativeTime at={lastAt} />;
  return (
    <span>
      {count.toLocaleString('en')} times, first <RelativeTime at={firstAt} />, last <RelativeTime at={lastAt} />
    </span>
  );
}

const SOURCE_WORDS = { schedule: 'Schedule', webhook: 'Webhook', run: 'Run', token: 'See API tokens' };

/** Where the starts came from. */
function Sources({ row: { sources } }: { row: NotificationView }) {
  return sources.map((source) => (
    <Link key={source.id} href={sourcePath(source)} className={ABOUT}>
      {source.source === 'token' ? SOURCE_WORDS.token : `${SOURCE_WORDS[source.source]} ${source.name ?? source.id}`}
    </Link>
  ));
}

/** An empty list, and one in which everything was read. */
export function NoNotifications({ isFiltered }: { isFiltered: boolean }) {
  if (isFiltered) {
    return (
      <EmptyState action={<Button href={consolePath.notifications()}>Show all</Button>}>
        You have read everything.
      </EmptyState>
    );
  }
  return (
    <EmptyState action={<Button href={consolePath.approvals()}>See what may run</Button>}>
      When something cannot start, a webhook fails, or somebody shares something with you, it is told here.
    </EmptyState>
  );
}
