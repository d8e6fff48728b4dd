import { Button } from '@/components/ui/button.tsx';
import { Section } from '@/components/ui/section.tsx';
import { WebhookForm } from '@/components/webhook/webhook-form.tsx';
import { open } from '@/lib/console/page.ts';
import { env } from '@/lib/env.ts';
import { consolePath } from '@/lib/paths.ts';
import type { WebhookPageView } from '@/lib/webhook-page/get-page.ts';
import { updateWebhookAction } from '../actions.ts';
import { conditionOptions } from '../condition-options.ts';

export async function SettingsTab({ view }: { view: WebhookPageView }) {
  const { webhook, waitsFor } = view;
  const path = consolePath.webhook(webhook.id, { tab: 'settings' });
  const condition = waitsFor.kind === 'run' ? null : `${waitsFor.kind} ${waitsFor.id}`;
  const choices = await open(path, (ctx) => conditionOptions(ctx, condition ?? undefined));
  return (
    <>
      <WebhookForm
        values={{ ...webhook, condition }}
        choices={choices}
        apiUrl={env().apiUrl}
        action={updateWebhookAction}
      />
      <Section title="Delete" meaning="Ends what waits to be sent, too.">
        <div>
          <Button
            variant="danger"
            href={consolePath.webhook(webhook.id, { tab: 'settings', dialog: 'delete' })}
            scroll={false}
          >
            Delete webhook…
          </Button>
        </div>
      </Section>
    </>
  );
}
