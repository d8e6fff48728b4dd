import type { Metadata } from 'next';
import { Suspense } from 'react';
import { AccessCoverage, AccessExceptionList } from '@/components/settings/access-coverage.tsx';
import { Impact, ImpactPending } from '@/components/settings/access-impact.tsx';
import { GeneralAccessForm } from '@/components/settings/general-access-form.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Section } from '@/components/ui/section.tsx';
import { getAccessExceptions, getAccessImpact } from '@/lib/account/impact.ts';
import { open, requireAccount } from '@/lib/console/page.ts';
import { consolePath, type SecurityQuery } from '@/lib/paths.ts';
import { setGeneralAccessAction } from './actions.ts';

export const metadata: Metadata = { title: 'Security & Privacy' };

export default async function SecurityPage({ searchParams }: { searchParams: Promise<SecurityQuery> }) {
  const { preview } = await searchParams;
  const path = consolePath.security({ preview });
  const { generalAccess, settingsVersion } = await requireAccount(path);
  const exceptions = await open(path, getAccessExceptions);
  const impact = open(path, getAccessImpact);
  if (preview) await impact;
  const about = { current: generalAccess, followingCount: exceptions.followingCount };
  return (
    <>
      <PageHeader title="Security & Privacy" description="Who can read what is yours." />
      <Section
        id="general-access"
        title="General resource access"
        meaning="Who can read your datasets without being given access."
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
    </>
  );
}
