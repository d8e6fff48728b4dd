import { Notice } from '@/components/ui/notice.tsx';
import type { WebhookPageView } from '@/lib/webhook-page/get-page.ts';

/** Says with whose rights a webhook calls this instance's own API. */
export function RightsNote({ rights, callsOwnApi }: Pick<WebhookPageView, 'rights' | 'callsOwnApi'>) {
  if (!callsOwnApi) {
    return (
      <Notice title="No token goes along">
        The address is not this instance’s own API. What the receiver should know you by, put into the headers.
      </Notice>
    );
  }
  switch (rights.kind) {
    case 'none':
      return (
        <Notice tone="warning" title="Calls go out without a token">
          A run with limited permissions made this webhook, so it can do in the API what anyone can.
        </Notice>
      );
    case 'account':
      return (
        <Notice tone="warning" title="Each call acts with the rights of your account">
          The address is this instance’s own API. A token of yours goes along, made for the one call and gone after it.
          Actors with full permissions still need your approval.
        </Notice>
      );
    case 'scope':
      return (
        <Notice title="Each call acts with the rights of a scoped token">
          The address is this instance’s own API. The token that goes along may do what the one could that made this
          webhook, or changed it, and no more: {scopeText(rights.scope)}.
        </Notice>
      );
  }
}

function scopeText({
  resources,
  kinds,
  create,
}: Extract<WebhookPageView['rights'], { kind: 'scope' }>['scope']): string {
  const parts = [
    resources.length > 0 && `${resources.length} ${resources.length === 1 ? 'resource' : 'resources'} by name`,
    ...kinds.map(({ kind, permissions }) => `${permissions.join(' and ')} every ${kind}`),
    create.length > 0 && `create a ${create.join(', a ')}`,
  ].filter((part) => part !== false);
  return parts.length === 0 ? 'nothing' : parts.join('; ');
}
