import { Button } from '@/components/ui/button.tsx';
import type { WebhookRowView } from '@/lib/webhook-page/list-rows.ts';
import { NoWebhooks, WebhookTable } from './webhook-table.tsx';

type WebhooksOfProps = {
  rows: WebhookRowView[];
  newHref: string;
  /** What they wait for, in words. */
  of: string;
};

/** The webhooks that wait for one Actor or task, and the way to make another. */
export function WebhooksOf({ rows, newHref, of }: WebhooksOfProps) {
  if (rows.length === 0) return <NoWebhooks newHref={newHref} of={of} />;
  return (
    <div className="grid grid-cols-1 gap-4">
      <div>
        <Button href={newHref}>New webhook</Button>
      </div>
      <WebhookTable rows={rows} />
    </div>
  );
}
