import { ActionForm } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { actorWords } from './words.ts';

type NewTaskDialogProps = {
  /** What is offered; any other Actor can be named too. `name`: `username~name`. */
  actors: { id: string; name: string; title: string | null }[];
  /** Chosen beforehand. */
  actor: string | undefined;
  action: FormAction;
  closeHref: string;
};

const OFFERED = 'actors-to-run';

export function NewTaskDialog({ actors, actor, action, closeHref }: NewTaskDialogProps) {
  return (
    <RouteDialog
      title="New task"
      description="A task keeps an Actor together with an input and options, to be run again."
      closeHref={closeHref}
    >
      <ActionForm action={action}>
        <TextField
          name="actor"
          label="Actor"
          hint="Type to choose from yours, those you have run and public ones; or give username/name or an ID."
          list={OFFERED}
          defaultValue={actor}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <datalist id={OFFERED}>
          {actors.map((offered) => (
            <option key={offered.id} value={offered.name.replace('~', '/')}>
              {actorWords(offered)}
            </option>
          ))}
        </datalist>
        <TextField
          name="name"
          label="Name"
          isOptional
          hint="3 to 63 letters, digits and hyphens. Without one it gets that of the Actor."
          autoCapitalize="none"
          spellCheck={false}
        />
        <SubmitButton>Create</SubmitButton>
      </ActionForm>
    </RouteDialog>
  );
}
