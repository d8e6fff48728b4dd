import { Link } from '@/components/ui/link.tsx';
import type { AccessExceptions } from '@/lib/account/impact.ts';
import { consolePath } from '@/lib/paths.ts';
import { count } from './count.ts';

/** What the account's general access covers and what it does not. */
export function AccessCoverage() {
  return (
    <dl className="grid gap-3 text-sm">
      <div>
        <dt className="font-medium">It covers</dt>
        <dd className="text-muted">Reading every storage that follows it, now and later.</dd>
      </div>
      <div>
        <dt className="font-medium">It does not cover</dt>
        <dd className="text-muted">
          Storages with a setting of their own. Adding, changing, sharing and deleting: that always takes a right you
          gave. Your settings, tokens and audit trail: those are yours alone.
        </dd>
      </div>
    </dl>
  );
}

/** What is open even while the account is Restricted. */
export function AccessExceptionList({ openCount, liveLinkCount }: AccessExceptions) {
  return (
    <ul className="grid gap-3 text-sm">
      <li>
        <span className="font-medium">
          {count(openCount, 'storage is open by its own setting', 'storages are open by their own setting')}
        </span>
        <span className="block text-muted">
          A storage’s own setting comes before the account’s.{' '}
          {openCount > 0 ? (
            <Link href={consolePath.storages('dataset', { unnamed: '1' })}>See them among your storages</Link>
          ) : null}
        </span>
      </li>
      <li>
        <span className="font-medium">
          {count(liveLinkCount, 'signed link opens a storage', 'signed links open storages')}
        </span>
        <span className="block text-muted">
          Each until it ends or is revoked, on the Access tab of its storage.{' '}
          {liveLinkCount > 0 ? <Link href={consolePath.access()}>See all of them</Link> : null}
        </span>
      </li>
    </ul>
  );
}
