import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type ChangePersonDialogProps = {
  username: string;
  /** What is asked: to disable, or to enable again. */
  isDisabling: boolean;
  /** Whether it can still be done. */
  isOpen: boolean;
  action: FormAction;
  closeHref: string;
};

export function ChangePersonDialog({ username, isDisabling, isOpen, action, closeHref }: ChangePersonDialogProps) {
  return (
    <ConfirmDialog
      title={isDisabling ? `Disable ${username}?` : `Enable ${username} again?`}
      meaning={isOpen ? <p>{isDisabling ? DISABLING : ENABLING}</p> : null}
      confirmLabel={isDisabling ? 'Disable account' : 'Enable account'}
      variant={isDisabling ? 'danger' : 'primary'}
      action={action}
      fields={{ username, isDisabled: isDisabling ? '1' : '' }}
      closeHref={closeHref}
    />
  );
}

const DISABLING =
  'Their sessions end now, and their tokens are refused as long as the account is disabled. What they own stays, and what they shared stays shared.';
const ENABLING = 'They can sign in, and their tokens work again unless they have expired.';
