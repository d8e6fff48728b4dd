import type { Metadata } from 'next';
import { Suspense } from 'react';
import { LinkPolicyForm } from '@/components/access/link-policy-form.tsx';
import { AccessCoverage, AccessExceptionList } from '@/components/settings/access-coverage.tsx';
import { Impact, ImpactPending } from '@/components/settings/access-impact.tsx';
import { ApprovalSettingForm } from '@/components/settings/approval-setting-form.tsx';
import { GeneralAccessForm } from '@/components/settings/general-access-form.tsx';
import { RunSharingForm } from '@/components/settings/run-sharing-form.tsx';
import { Link } from '@/components/ui/link.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Section } from '@/components/ui/section.tsx';
import { getLinkPolicy } from '@/lib/access-hub/link-policy.ts';
import { getAccessExceptions, getAccessImpact } from '@/lib/account/impact.ts';
import { getRunSharingReach } from '@/lib/account/run-sharing.ts';
import { countApprovals } from '@/lib/approval-list/list.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { consolePath, type SecurityQuery } from '@/lib/paths.ts';
import { setLinkPolicyAction } from '../../access/actions.ts';
import { setApprovalSettingAction, setGeneralAccessAction, setRunSharingAction } from './actions.ts';

export const metadata: Metadata = { title: 'Security & Privacy' };

export default async function SecurityPage({ searchParams }: { searchParams: Promise<SecurityQuery> }) {
  const { preview } = await searchParams;
  const path = consolePath.security({ preview });
  const { generalAccess, skipsApproval, sharesRuns, settingsVersion } = await requireAccount(path);
  const [exceptions, policy, approvals, reach] = await open(path, (ctx) =>
    Promise.all([getAccessExceptions(ctx), getLinkPolicy(ctx), countApprovals(ctx), getRunSharingReach(ctx)]),
  );
  const impact = open(path, getAccessImpact);
  if (preview) await impact;
  const about = { current: generalAccess, followingCount: exceptions.followingCount };
  return (
    <>
      <PageHeader
        title="Security & Privacy"
        description="Who can read what is yours, and what Actors may do with it."
      />
      <Section
        id="general-access"
        title="General resource access"
        meaning="Who can read your storages and your runs, with their logs, without being given access."
      >
        <GeneralAccessForm action={setGeneralAccessAction} current={generalAccess} settingsVersion={settingsVersion}>
          <div aria-live="polite">
            {preview ? (
              <Impact impact={await impact} {...about} />
            ) : (
              <Suspense fallback={<ImpactPending />}>
                {impact.then((counted) => (
                  <Impact impact={counted} {...about} />
                ))}
              </Suspense>
            )}
          </div>
        </GeneralAccessForm>
        <AccessCoverage />
      </Section>
      <Section title="Open all the same" meaning="What can be read from outside even while the account is Restricted.">
        <AccessExceptionList {...exceptions} />
      </Section>
      <Section
        id="signed-links"
        title="Signed links"
        meaning={
          <>
            Links open what they were made for, whoever holds them.{' '}
            <Link href={consolePath.access()}>All links and access</Link> are in one list.
          </>
        }
      >
        <LinkPolicyForm policy={policy} action={setLinkPolicyAction} />
      </Section>
      <Section
        id="actor-approval"
        title="Actor permission approval"
        meaning={
          <>
            Actors with full permissions can do in your account what you can.{' '}
            <Link href={consolePath.approvals()}>Approvals</Link> has each that may, and why.
          </>
        }
      >
        <ApprovalSettingForm
          action={setApprovalSettingAction}
          skipsApproval={skipsApproval}
          settingsVersion={settingsVersion}
          approvedCount={approvals.approved}
          priorRunCount={approvals['prior-run']}
        />
      </Section>
      <Section
        id="run-sharing"
        title="Run data shared with developers"
        meaning="Whether those who made a public Actor can read your runs of it, to see what went wrong."
      >
        <RunSharingForm
          action={setRunSharingAction}
          sharesRuns={sharesRuns}
          settingsVersion={settingsVersion}
          reach={reach}
        />
      </Section>
    </>
  );
}
