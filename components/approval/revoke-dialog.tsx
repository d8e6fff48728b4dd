import { ConfirmDialog } from '@/components/settings/confirm-dialog.tsx';
import { Link } from '@/components/ui/link.tsx';
import type { Starter } from '@/lib/approval-list/queries.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import { RESOURCE_WORDS } from '@/lib/vocabulary.ts';

type RevokeDialogProps = {
  actorId: string;
  /** What the Actor is called; null where there is nothing to revoke any more. */
  label: string | null;
  /** What of the account's own starts it. */
  starters: Starter[];
  action: FormAction;
  closeHref: string;
};

/** Asks before an Actor loses what it was given, with what will stop. */
export function RevokeDialog({ actorId, label, starters, action, closeHref }: RevokeDialogProps) {
  return (
    <ConfirmDialog
      title={label === null ? 'There is nothing to revoke' : `Revoke the approval of “${label}”?`}
      meaning={
        label === null ? null : (
          <div className="grid gap-3">
            <p>
              From the next start on it is refused full permissions, until somebody approves it again here. Runs that
              are going on go on.
            </p>
            {starters.length === 0 ? (
              <p className="text-muted">No schedule, webhook or task of yours starts it.</p>
            ) : (
              <div className="grid gap-1">
                <p className="font-medium">Will be refused until then:</p>
                <ul className="max-h-48 list-disc overflow-y-auto pl-5">
                  {starters.map(({ kind, id, name }) => (
                    <li key={id} className="break-words">
                      {RESOURCE_WORDS[kind]} <Link href={consolePath.resource(kind, id) ?? ''}>{name}</Link>
                    </li>
                  ))}
                </ul>
              </div>
            )}
          </div>
        )
      }
      confirmLabel="Revoke approval"
      action={action}
      fields={{ actorId }}
      closeHref={closeHref}
    />
  );
}
