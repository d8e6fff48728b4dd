import { WebhooksOf } from '@/components/webhook/webhooks-of.tsx';
import { open } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { listWebhookRows } from '@/lib/webhook-page/list-rows.ts';

const MAX_ROWS = 100;

/** The viewer's webhooks that wait for runs of a task. */
export async function WebhooksTab({ taskId }: { taskId: string }) {
  const path = consolePath.task(taskId, { tab: 'webhooks' });
  const { rows } = await open(path, (ctx) => listWebhookRows(ctx, { limit: MAX_ROWS, of: { taskId } }));
  const newHref = consolePath.webhooks({ dialog: 'new', task: taskId });
  return <WebhooksOf rows={rows} newHref={newHref} of="your runs of this task" />;
}
