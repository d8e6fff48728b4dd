import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import { RadioCards } from '@/components/ui/radio-cards.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type AbortDialogProps = { runId: string; isOver: boolean; action: FormAction; closeHref: string };

/** Asks how a run is to end. */
export function AbortDialog({ runId, isOver, action, closeHref }: AbortDialogProps) {
  return (
    <ConfirmDialog
      title="Abort this run?"
      meaning={isOver ? null : <AbortChoice />}
      confirmLabel="Abort run"
      action={action}
      fields={{ id: runId }}
      closeHref={closeHref}
    />
  );
}

/** The field `how`. */
export function AbortChoice() {
  return (
    <RadioCards
      legend="How"
      isLegendHidden
      name="how"
      defaultValue="gracefully"
      choices={[
        {
          value: 'gracefully',
          label: 'Gracefully',
          description: 'The program is told, and has 30 seconds to finish what it is doing.',
        },
        { value: 'now', label: 'At once', description: 'The program is stopped where it is.' },
      ]}
    />
  );
}
