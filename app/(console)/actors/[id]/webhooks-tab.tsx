import { WebhooksOf } from '@/components/webhook/webhooks-of.tsx';
import { open } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { listWebhookRows } from '@/lib/webhook-page/list-rows.ts';

const MAX_ROWS = 100;

/** The webhooks of the account that wait for an Actor. */
export async function WebhooksTab({ actorId }: { actorId: string }) {
  const path = consolePath.actor(actorId, { tab: 'webhooks' });
  const { rows } = await open(path, (ctx) => listWebhookRows(ctx, { limit: MAX_ROWS, of: { actorId } }));
  const newHref = consolePath.webhooks({ dialog: 'new', actor: actorId });
  return <WebhooksOf rows={rows} newHref={newHref} of="your runs of this Actor" />;
}
