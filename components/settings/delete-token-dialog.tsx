import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import type { TokenView } from '@/lib/token/manage.ts';
import { ConfirmDialog } from './confirm-dialog.tsx';

type DeleteTokenDialogProps = { tokenId: string; token: TokenView | null; action: FormAction };

/** `token`: null once it is deleted. */
export function DeleteTokenDialog({ tokenId, token, action }: DeleteTokenDialogProps) {
  return (
    <ConfirmDialog
      title={token ? `Delete the token “${token.description}”?` : 'This token is deleted'}
      meaning={
        token && (
          <p>
            Programs that use it (<code>…{token.hint}</code>) are refused from their next request on. This cannot be
            undone.
          </p>
        )
      }
      confirmLabel="Delete token"
      action={action}
      fields={{ tokenId }}
      closeHref={consolePath.integrations()}
    />
  );
}
