import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { actorLabel } from './words.ts';

type PublishDialogProps = {
  actor: { id: string; name: string; title: string | null; username: string; isPublic: boolean };
  /** Whether a start that asks for no build gets one. */
  hasDefaultBuild: boolean;
  /** The tag or number that such a start asks for. */
  defaultBuild: string;
  action: FormAction;
  buildsHref: string;
  closeHref: string;
};

/** Asks before an Actor is made public: what everyone sees from then on, and what nobody does. */
export function PublishDialog({
  actor,
  hasDefaultBuild,
  defaultBuild,
  action,
  buildsHref,
  closeHref,
}: PublishDialogProps) {
  if (!actor.isPublic && !hasDefaultBuild) {
    return (
      <RouteDialog
        title={`${actorLabel(actor)} cannot be public yet`}
        width="narrow"
        initialFocus="heading"
        closeHref={closeHref}
      >
        <p className="text-sm">
          Nobody could start it: its runs get the build <code>{defaultBuild}</code> by default, and no build that
          succeeded has that tag or number. Build it first.
        </p>
        <FormActions>
          <Button variant="primary" href={buildsHref}>
            To its builds
          </Button>
          <Button href={closeHref} replace scroll={false}>
            Close
          </Button>
        </FormActions>
      </RouteDialog>
    );
  }
  const meaning = (
    <div className="grid gap-3">
      <p>It appears in the Store. Everyone who comes there, with or without an account here, will see:</p>
      <ul className="grid list-disc gap-1 pl-5">
        <li>its name, title and description, and that {actor.username} made it,</li>
        <li>its README and the form of its input,</li>
        <li>each of its builds, past ones too: the log, and what the build took from the source.</li>
      </ul>
      <p>
        Everyone with an account here will be able to run it, in their own account. They cannot change it. Its source
        files and environment variables, and your runs, stay as they are: seen by those you let.
      </p>
    </div>
  );
  return (
    <ConfirmDialog
      title={`Make ${actorLabel(actor)} public?`}
      meaning={actor.isPublic ? null : meaning}
      confirmLabel="Make it public"
      variant="primary"
      action={action}
      fields={{ id: actor.id, isPublic: 'true' }}
      closeHref={closeHref}
    />
  );
}
