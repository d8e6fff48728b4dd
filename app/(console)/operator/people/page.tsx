import type { Metadata } from 'next';
import { ChangePersonDialog } from '@/components/operator/change-person-dialog.tsx';
import { InvitationTable } from '@/components/operator/invitation-table.tsx';
import { InviteForm } from '@/components/operator/invite-form.tsx';
import { PeopleTable } from '@/components/operator/people-table.tsx';
import { SignUpSwitch } from '@/components/operator/sign-up-switch.tsx';
import { TableSection } from '@/components/settings/table-section.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { Section } from '@/components/ui/section.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { listInvitations } from '@/lib/invitation/manage.ts';
import { listPeople } from '@/lib/operator/people.ts';
import { queryInteger } from '@/lib/paging.ts';
import { consolePath, type PeopleQuery } from '@/lib/paths.ts';
import { changeDisabledAction, changeSignUpAction, inviteAction, revokeInvitationAction } from './actions.ts';

export const metadata: Metadata = { title: 'People' };

export default async function PeoplePage({ searchParams }: { searchParams: Promise<PeopleQuery> }) {
  const { page, disable, enable } = await searchParams;
  const path = consolePath.people({ page, disable, enable });
  const account = await requireAccount(path);
  const number = queryInteger.safeParse(page).data ?? 0;
  const { people, hasMore, isSignUpOpen } = await open(path, (ctx) => listPeople(ctx, number));
  const invitations = await open(path, listInvitations);
  const asked = disable ?? enable;
  return (
    <>
      <PageHeader title="People" description="Who has an account on this server." />
      <TableSection title="Accounts">
        <PeopleTable people={people} page={page} ownUsername={account.username} />
        <Pagination
          label="People"
          newerHref={number > 0 ? consolePath.people({ page: String(number - 1) }) : null}
          olderHref={hasMore ? consolePath.people({ page: String(number + 1) }) : null}
        />
      </TableSection>
      <Section title="Sign-up" meaning="Who can make an account.">
        <SignUpSwitch action={changeSignUpAction} isOpen={isSignUpOpen} />
      </Section>
      <Section title="Invite" meaning="An invitation works whether sign-up is open or closed.">
        <InviteForm action={inviteAction} />
      </Section>
      <TableSection title="Open invitations">
        <InvitationTable invitations={invitations} revokeAction={revokeInvitationAction} />
      </TableSection>
      {asked ? (
        <ChangePersonDialog
          key={`${asked} ${disable}`}
          username={asked}
          isDisabling={disable !== undefined}
          isOpen={people.some(
            ({ username, isDisabled }) => username === asked && isDisabled === (disable === undefined),
          )}
          action={changeDisabledAction}
          closeHref={consolePath.people({ page })}
        />
      ) : null}
    </>
  );
}
