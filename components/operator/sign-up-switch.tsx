import { ActionForm } from '@/components/form/action-form.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

/** Whether strangers may make accounts here. */
export function SignUpSwitch({ action, isOpen }: { action: FormAction; isOpen: boolean }) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="isOpen" value={isOpen ? '' : '1'} />
      <p className="text-sm">
        <Badge tone={isOpen ? 'amber' : 'neutral'}>{isOpen ? 'Open' : 'Closed'}</Badge>{' '}
        {isOpen
          ? 'Anyone who reaches this Console can make an account.'
          : 'Only people with an invitation can make an account.'}
      </p>
      <FormActions>
        <SubmitButton variant="secondary">{isOpen ? 'Close sign-up' : 'Open sign-up'}</SubmitButton>
      </FormActions>
    </ActionForm>
  );
}
