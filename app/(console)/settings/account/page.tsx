import type { Metadata } from 'next';
import { ActionForm } from '@/components/form/action-form.tsx';
import { MailForm } from '@/components/settings/mail-form.tsx';
import { PasswordForm } from '@/components/settings/password-form.tsx';
import { ProfileForm } from '@/components/settings/profile-form.tsx';
import { SessionTable } from '@/components/settings/session-table.tsx';
import { TableSection } from '@/components/settings/table-section.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { isMailSetUp } from '@/lib/mail/mailer.ts';
import { consolePath } from '@/lib/paths.ts';
import { listSessions } from '@/lib/session/list.ts';
import {
  changePasswordAction,
  changeProfileAction,
  endOtherSessionsAction,
  endSessionAction,
  setMailingAction,
} from './actions.ts';

export const metadata: Metadata = { title: 'Account' };

export default async function AccountPage() {
  const { username, name, email, hasPassword, notifiesByEmail } = await requireAccount(consolePath.account());
  const sessions = await open(consolePath.account(), listSessions);
  return (
    <>
      <PageHeader title="Account" description="Who you are here, and where you are signed in." />
      <Section title="Profile" meaning="Others see your username, and your name beside it.">
        <ProfileForm action={changeProfileAction} username={username} name={name} email={email} />
      </Section>
      <Section
        title="Password"
        meaning={
          hasPassword
            ? 'A new one ends all other sessions.'
            : 'You sign in with another provider. A password is a second way in.'
        }
      >
        <PasswordForm action={changePasswordAction} username={username} hasPassword={hasPassword} />
      </Section>
      <Section
        id="notifications"
        title="Notifications"
        meaning={
          <>
            What could not start, and what changed about your approvals and webhooks.{' '}
            <Link href={consolePath.notifications()}>All notifications</Link>
          </>
        }
      >
        <MailForm action={setMailingAction} isOn={notifiesByEmail} email={email} isMailSetUp={isMailSetUp()} />
      </Section>
      <TableSection
        title="Open sessions"
        meaning="Browsers that are signed in to your account. End one that you do not know, and change the password."
        actions={
          // The form stays when its button goes, to say that it is done.
          <ActionForm action={endOtherSessionsAction}>
            {sessions.length > 1 ? <SubmitButton variant="secondary">End all others</SubmitButton> : null}
          </ActionForm>
        }
      >
        <SessionTable sessions={sessions} endAction={endSessionAction} />
      </TableSection>
    </>
  );
}
