import { PageHeader } from '@/components/ui/page-header.tsx';
import { WebhookForm } from '@/components/webhook/webhook-form.tsx';
import { open } from '@/lib/console/page.ts';
import { env } from '@/lib/env.ts';
import { consolePath, type WebhooksQuery } from '@/lib/paths.ts';
import { createWebhookAction } from './actions.ts';
import { conditionOptions } from './condition-options.ts';

/** The form of a new webhook, in the place of the list. */
export async function NewWebhook({ query }: { query: WebhooksQuery }) {
  const { actor, task } = query;
  const condition = task ? `task ${task}` : actor ? `actor ${actor}` : undefined;
  const choices = await open(consolePath.webhooks(query), (ctx) => conditionOptions(ctx, condition));
  return (
    <>
      <PageHeader
        title="New webhook"
        breadcrumb={[{ label: 'Webhooks', href: consolePath.webhooks() }]}
        description="Sends a request to an address of your choice when something happens."
      />
      <WebhookForm
        values={{
          ...{ requestUrl: '', eventTypes: ['ACTOR.RUN.SUCCEEDED', 'ACTOR.RUN.FAILED', 'ACTOR.RUN.TIMED_OUT'] },
          condition: condition ?? choices.actors[0]?.value ?? choices.tasks[0]?.value ?? '',
          ...{ description: null, payloadTemplate: null, headersTemplate: null },
          ...{ shouldInterpolateStrings: false, ignoreSslErrors: false, doNotRetry: false },
        }}
        choices={choices}
        apiUrl={env().apiUrl}
        action={createWebhookAction}
      />
    </>
  );
}
