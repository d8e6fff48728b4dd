import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { STORAGE_WORDS, type StorageKind } from '@/lib/vocabulary.ts';

type NewStorageDialogProps = { kind: StorageKind; action: FormAction; closeHref: string };

export function NewStorageDialog({ kind, action, closeHref }: NewStorageDialogProps) {
  const what = STORAGE_WORDS[kind];
  return (
    <RouteDialog title={`New ${what}`} closeHref={closeHref} width="narrow">
      <ActionForm action={action}>
        <input type="hidden" name="kind" value={kind} />
        <TextField
          name="name"
          label="Name"
          isOptional
          hint={`Letters, digits and hyphens. If you have a ${what} of this name already, it is opened.`}
          autoCapitalize="none"
          spellCheck={false}
        />
        <SubmitButton>Create {what}</SubmitButton>
      </ActionForm>
    </RouteDialog>
  );
}
