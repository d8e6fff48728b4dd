import type { Metadata } from 'next';
import { cache, type ReactNode } from 'react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { Tabs } from '@/components/ui/tabs.tsx';
import { DeleteWebhookDialog } from '@/components/webhook/delete-webhook-dialog.tsx';
import { NamedLink } from '@/components/webhook/named-link.tsx';
import { RightsNote } from '@/components/webhook/rights-note.tsx';
import { eventsText } from '@/components/webhook/words.ts';
import { open } from '@/lib/console/page.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { singles } from '@/lib/console/query.ts';
import { consolePath, type WebhookQuery } from '@/lib/paths.ts';
import { getWebhookPage } from '@/lib/webhook-page/get-page.ts';
import { deleteWebhookAction, switchWebhookAction, testWebhookAction } from '../actions.ts';
import { DispatchesTab } from './dispatches-tab.tsx';
import { SettingsTab } from './settings-tab.tsx';

type WebhookPageParams = { params: Promise<{ id: string }>; searchParams: Promise<WebhookQuery> };

/** The title and the page ask for the same. */
const load = cache((id: string) => open(consolePath.webhook(id), (ctx) => getWebhookPage(ctx, id)));
const viewOf = async ({ params }: WebhookPageParams) => load(decodedPart((await params).id));
const titleOf = ({ description, requestUrl }: { description: string | null; requestUrl: string }) =>
  description || new URL(requestUrl).host;

export async function generateMetadata(page: WebhookPageParams): Promise<Metadata> {
  return { title: titleOf((await viewOf(page)).webhook) };
}

export default async function WebhookPage(page: WebhookPageParams) {
  const view = await viewOf(page);
  const query = singles(await page.searchParams);
  const { webhook, mayWrite, starts } = view;
  const tabs: { label: string; tab: WebhookQuery['tab']; content: () => ReactNode }[] = [
    { label: 'Deliveries', tab: undefined, content: () => <DispatchesTab view={view} query={query} /> },
    ...(mayWrite ? [{ label: 'Settings', tab: 'settings' as const, content: () => <SettingsTab view={view} /> }] : []),
  ];
  const current = tabs.find(({ tab }) => tab === query.tab) ?? tabs[0];
  return (
    <>
      <PageHeader
        title={titleOf(webhook)}
        breadcrumb={[{ label: 'Webhooks', href: consolePath.webhooks() }]}
        chips={
          <>
            <Badge tone={webhook.isEnabled ? 'moss' : 'neutral'}>{webhook.isEnabled ? 'On' : 'Off'}</Badge>
            {webhook.isAdHoc ? <Badge>Of one run</Badge> : null}
          </>
        }
        actions={
          mayWrite ? (
            <>
              <WebhookButton id={webhook.id} action={testWebhookAction}>
                Send a test
              </WebhookButton>
              <WebhookButton id={webhook.id} action={switchWebhookAction} isEnabled={!webhook.isEnabled}>
                {webhook.isEnabled ? 'Switch off' : 'Switch on'}
              </WebhookButton>
            </>
          ) : null
        }
      />
      <Facts
        facts={[
          { term: 'Waits for', value: <NamedLink {...view.waitsFor} /> },
          { term: 'Events', value: eventsText(webhook.eventTypes) },
          { term: 'Sends to', value: <span className="break-all">{webhook.requestUrl}</span> },
          ...(starts ? [{ term: 'Starts', value: <NamedLink {...starts} /> }] : []),
          { term: 'ID', value: <CopyText text={webhook.id} label="Copy webhook ID" /> },
          { term: 'Created', value: <RelativeTime at={webhook.createdAt} /> },
        ]}
      />
      <div className="mb-4">
        <RightsNote rights={view.rights} callsOwnApi={view.callsOwnApi} />
      </div>
      <Tabs
        label="Webhook"
        tabs={tabs.map(({ label, tab }) => ({
          label,
          href: consolePath.webhook(webhook.id, { tab }),
          isCurrent: tab === current?.tab,
        }))}
      />
      <div className="pt-5">{current?.content()}</div>
      {query.dialog === 'delete' && mayWrite ? (
        <DeleteWebhookDialog
          webhook={{ id: webhook.id, name: titleOf(webhook) }}
          action={deleteWebhookAction}
          closeHref={consolePath.webhook(webhook.id, { tab: query.tab })}
        />
      ) : null}
    </>
  );
}

type WebhookButtonProps = { id: string; action: typeof testWebhookAction; isEnabled?: boolean; children: ReactNode };

function WebhookButton({ id, action, isEnabled, children }: WebhookButtonProps) {
  return (
    <ActionForm action={action} className="contents">
      <input type="hidden" name="id" value={id} />
      {isEnabled === undefined ? null : <input type="hidden" name="isEnabled" value={String(isEnabled)} />}
      <SubmitButton variant={isEnabled === undefined ? 'primary' : 'secondary'}>{children}</SubmitButton>
    </ActionForm>
  );
}
