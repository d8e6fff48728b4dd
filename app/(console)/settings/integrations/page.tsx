import type { Metadata } from 'next';
import { ApiAddress } from '@/components/settings/api-address.tsx';
import { ClientSamples } from '@/components/settings/client-samples.tsx';
import { DeleteTokenDialog } from '@/components/settings/delete-token-dialog.tsx';
import { NewTokenDialog } from '@/components/settings/new-token-dialog.tsx';
import { TableSection } from '@/components/settings/table-section.tsx';
import { TokenTable } from '@/components/settings/token-table.tsx';
import { Button } from '@/components/ui/button.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Section } from '@/components/ui/section.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { env } from '@/lib/env.ts';
import { consolePath, type IntegrationsQuery } from '@/lib/paths.ts';
import { listTokens } from '@/lib/token/manage.ts';
import { createTokenAction, deleteTokenAction } from './actions.ts';

export const metadata: Metadata = { title: 'API & Integrations' };

export default async function IntegrationsPage({ searchParams }: { searchParams: Promise<IntegrationsQuery> }) {
  const query = await searchParams;
  await requireAccount(consolePath.integrations(query));
  const tokens = await open(consolePath.integrations(query), listTokens);
  const { apiUrl } = env();
  const newToken = (
    <Button variant="primary" href={consolePath.integrations({ dialog: 'new-token' })} scroll={false}>
      New token
    </Button>
  );
  return (
    <>
      <PageHeader title="API & Integrations" description="How programs reach your data." actions={newToken} />
      <TableSection title="API tokens" meaning="Each lets a program act in your name, until it expires or is deleted.">
        <TokenTable tokens={tokens} />
      </TableSection>
      <Section title="API address" meaning="Where programs send their requests.">
        <ApiAddress apiUrl={apiUrl} />
      </Section>
      <Section title="Official clients" meaning="They work here as they are, once they know the address.">
        <ClientSamples apiUrl={apiUrl} />
      </Section>
      {query.dialog === 'new-token' ? (
        <NewTokenDialog action={createTokenAction} closeHref={consolePath.integrations()} />
      ) : null}
      {query.delete ? (
        <DeleteTokenDialog
          key={query.delete}
          tokenId={query.delete}
          token={tokens.find(({ id }) => id === query.delete) ?? null}
          action={deleteTokenAction}
        />
      ) : null}
    </>
  );
}
