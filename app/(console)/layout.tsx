import type { Metadata } from 'next';
import type { ReactNode } from 'react';
import { ApprovalSkippedNotice } from '@/components/settings/approval-skipped-notice.tsx';
import { ConsoleShell } from '@/components/shell/console-shell.tsx';
import { consoleNavigation } from '@/components/shell/navigation.tsx';
import { SignOutForm } from '@/components/shell/sign-out-form.tsx';
import { VisitorShell } from '@/components/shell/visitor-shell.tsx';
import { consoleContext } from '@/lib/console/context.ts';
import { signedInAccount } from '@/lib/console/page.ts';
import { countUnread } from '@/lib/notification/list.ts';
import { signOutAction } from '../(entrance)/actions.ts';

/** Pages have titles of their own; what is left is the page for nothing. */
export const metadata: Metadata = { title: { default: 'Nothing to see here · Gatehouse', template: '%s · Gatehouse' } };

/** The frame of the Console. A visitor without a session sees what is open to everyone in a plainer one; each page decides for itself. */
export default async function ConsoleLayout({ children }: { children: ReactNode }) {
  const account = await signedInAccount();
  if (!account) return <VisitorShell instanceName="Gatehouse">{children}</VisitorShell>;
  const unread = { count: await countUnread(await consoleContext()), atMillis: Date.now() };
  return (
    <ConsoleShell
      instanceName="Gatehouse"
      account={{ username: account.username, name: account.name || null, isOperator: account.isOperator }}
      sections={consoleNavigation({ isOperator: account.isOperator })}
      unread={unread}
      signOut={<SignOutForm action={signOutAction} />}
      banner={account.skipsApproval ? <ApprovalSkippedNotice /> : null}
    >
      {children}
    </ConsoleShell>
  );
}
