import type { Metadata } from 'next';
import { Button } from '@/components/ui/button.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { NoWebhooks, WebhookTable } from '@/components/webhook/webhook-table.tsx';
import { open, requireAccount } from '@/lib/console/page.ts';
import { singles } from '@/lib/console/query.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath, type WebhooksQuery } from '@/lib/paths.ts';
import { listWebhookRows } from '@/lib/webhook-page/list-rows.ts';
import { NewWebhook } from './new-webhook.tsx';

type WebhooksPageParams = { searchParams: Promise<WebhooksQuery> };

const PAGE_ROWS = 50;

export async function generateMetadata({ searchParams }: WebhooksPageParams): Promise<Metadata> {
  return { title: singles(await searchParams).dialog === 'new' ? 'New webhook' : 'Webhooks' };
}

export default async function WebhooksPage({ searchParams }: WebhooksPageParams) {
  const query = singles(await searchParams);
  const path = consolePath.webhooks(query);
  await requireAccount(path);
  if (query.dialog === 'new') return <NewWebhook query={query} />;
  const { after } = query;
  const { rows, next } = await open(path, (ctx) => listWebhookRows(ctx, { limit: PAGE_ROWS, after: parseKey(after) }));
  const newHref = consolePath.webhooks({ dialog: 'new' });
  return (
    <>
      <PageHeader
        title="Webhooks"
        description="Requests that tell other programs what happens to your runs and builds."
        actions={
          <Button variant="primary" href={newHref}>
            New webhook
          </Button>
        }
      />
      {rows.length === 0 ? <NoWebhooks newHref={newHref} /> : <WebhookTable rows={rows} />}
      <Pagination
        label="Webhooks"
        newerHref={after ? consolePath.webhooks() : null}
        olderHref={next && consolePath.webhooks({ after: keyText(next) })}
      />
    </>
  );
}
