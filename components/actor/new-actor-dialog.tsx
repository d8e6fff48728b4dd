import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { RadioCards } from '@/components/ui/radio-cards.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { LEVEL_WORDS } from './words.ts';

export type TemplateChoice = { id: string; title: string; description: string; level: PermissionLevel };

type NewActorDialogProps = { templates: TemplateChoice[]; action: FormAction; closeHref: string };

export function NewActorDialog({ templates, action, closeHref }: NewActorDialogProps) {
  return (
    <RouteDialog
      title="New Actor"
      description="An Actor is a program that runs in your account, with just the permissions that it declares."
      closeHref={closeHref}
    >
      <ActionForm action={action}>
        <TextField
          name="name"
          label="Name"
          hint="3 to 63 small letters, digits and hyphens."
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <RadioCards
          legend="Begin with"
          name="template"
          defaultValue={templates[0]?.id}
          choices={templates.map(({ id, title, description, level }) => ({
            value: id,
            label: title,
            description: `${description} ${LEVEL_WORDS[level].name}.`,
          }))}
        />
        <p className="text-sm text-muted">
          You can change its source and its permissions later. To bring an Actor from your computer, create an empty one
          and use <code>apify push</code>.
        </p>
        <SubmitButton>Create and build</SubmitButton>
      </ActionForm>
    </RouteDialog>
  );
}
