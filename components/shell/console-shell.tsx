import { Menu } from 'lucide-react';
import type { ReactNode } from 'react';
import { DialogAhead } from '@/components/ui/dialog-ahead.tsx';
import { Link } from '@/components/ui/link.tsx';
import { consolePath } from '@/lib/paths.ts';
import { AccountMenu, type ShellAccount } from './account-menu.tsx';
import { GateMark } from './gate-mark.tsx';
import { NavLinks } from './nav-links.tsx';
import type { NavSection } from './navigation.tsx';
import { NotificationBell, type Unread } from './notification-bell.tsx';
import { SkipLink } from './skip-link.tsx';

type ConsoleShellProps = {
  /** What the operator calls this server. */
  instanceName: string;
  account: ShellAccount;
  sections: NavSection[];
  /** How many notifications are unread. */
  unread: Unread;
  /** The form that signs out. */
  signOut: ReactNode;
  /** For all pages, above the content: a server-wide warning. */
  banner?: ReactNode;
  children: ReactNode;
};

/** The frame of every page behind sign-in: top bar, navigation, content. On narrow screens the navigation is a drawer, without JavaScript. */
export function ConsoleShell({
  instanceName,
  account,
  sections,
  unread,
  signOut,
  banner,
  children,
}: ConsoleShellProps) {
  return (
    <div className="grid min-h-dvh grid-cols-1 grid-rows-[auto_1fr] wide:grid-cols-[14rem_minmax(0,1fr)]">
      <SkipLink />
      <header className="sticky top-0 z-30 col-span-full flex h-top-bar items-center gap-1 border-b border-line bg-ground px-3">
        <button
          type="button"
          popoverTarget="navigation"
          className="grid size-control place-items-center rounded-sm text-muted hover:bg-hover hover:text-ink wide:hidden"
        >
          <Menu aria-label="Navigation" />
        </button>
        <Link
          href={consolePath.home()}
          className="mr-auto flex min-h-control min-w-0 items-center gap-2 rounded-sm px-1.5 font-semibold tracking-tight text-ink no-underline"
        >
          <GateMark className="size-5 shrink-0" />
          <span className="truncate">{instanceName}</span>
        </Link>
        <NotificationBell unread={unread} />
        <AccountMenu account={account} signOut={signOut} />
      </header>
      <nav id="navigation" aria-label="Console" popover="auto" className="drawer px-2 py-4">
        <NavLinks sections={sections} />
      </nav>
      <main
        id="content"
        tabIndex={-1}
        className="relative min-w-0 bg-surface px-8 pt-6 pb-24 outline-none max-sm:px-4 wide:col-start-2 wide:border-l wide:border-line"
      >
        <div className="max-w-[72rem]">
          {banner ? <div className="mb-5">{banner}</div> : null}
          {children}
        </div>
      </main>
      <DialogAhead />
    </div>
  );
}
