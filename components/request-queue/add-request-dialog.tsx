'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type AddRequestDialogProps = { queueId: string; methods: readonly string[]; action: FormAction; closeHref: string };

export function AddRequestDialog({ queueId, methods, action, closeHref }: AddRequestDialogProps) {
  return (
    <RouteDialog
      title="Add a request"
      description="Each unique key is in the queue once: one that is there already stays as it is."
      closeHref={closeHref}
    >
      <ActionForm action={action}>
        <input type="hidden" name="id" value={queueId} />
        <TextField
          name="url"
          label="URL"
          isMono
          required
          placeholder="https://example.com/"
          autoCapitalize="none"
          spellCheck={false}
        />
        <div className="grid grid-cols-1 gap-4 sm:grid-cols-[8rem_minmax(0,1fr)]">
          <SelectField
            name="method"
            label="Method"
            defaultValue="GET"
            options={methods.map((method) => ({ value: method, label: method }))}
          />
          <TextField
            name="uniqueKey"
            label="Unique key"
            isOptional
            isMono
            hint="Without one, it is made of the URL."
            autoCapitalize="none"
            spellCheck={false}
          />
        </div>
        <Checkbox name="forefront" value="1" label="At the front" description="It is taken before all that wait." />
        <SubmitButton className="justify-self-start">Add request</SubmitButton>
        <CloseWhenDone closeHref={closeHref} />
      </ActionForm>
    </RouteDialog>
  );
}

function CloseWhenDone({ closeHref }: { closeHref: string }) {
  const { done } = useFormState();
  const router = useRouter();
  useEffect(() => {
    if (done) router.replace(closeHref, { scroll: false });
  }, [done, router, closeHref]);
  return null;
}
