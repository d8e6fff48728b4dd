import { X } from 'lucide-react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields, type ResourceTarget } from '@/components/form/resource-fields.tsx';
import { Monogram } from '@/components/ui/monogram.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { GrantView } from '@/lib/grant/view.ts';
import { type ChangeGrant, GrantRights } from './share-controls.tsx';

type PeopleListProps = {
  resource: ResourceTarget;
  ownerUsername: string;
  grants: GrantView[];
  change: ChangeGrant;
  /** The same without JavaScript. */
  changeForm: FormAction;
  remove: FormAction;
};

/** Its height is kept for a few people, so that adding one does not move what is below. */
export function PeopleList({ resource, ownerUsername, grants, change, changeForm, remove }: PeopleListProps) {
  return (
    <div className="grid gap-1.5">
      <h3 className="text-sm font-medium">People with access</h3>
      <section
        aria-label="People with access"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="h-44 overflow-y-auto rounded-md border border-line"
      >
        <ul className="divide-y divide-line">
          <li className="flex min-h-11 items-center gap-2.5 px-3 text-sm">
            <Monogram name={ownerUsername} />
            <span className="min-w-0 flex-1 truncate font-medium">{ownerUsername}</span>
            <span className="text-muted">Owner</span>
          </li>
          {grants.map((grant) => (
            <li key={grant.id} className="flex min-h-11 items-center gap-2.5 px-3 text-sm">
              <Monogram name={grant.name || grant.username} />
              <span className="min-w-0 flex-1">
                <span className="block truncate font-medium">{grant.username}</span>
                {grant.expiresAt ? (
                  <span className="block text-xs text-muted">
                    ends <RelativeTime at={grant.expiresAt} />
                  </span>
                ) : null}
              </span>
              <GrantRights resource={resource} grant={grant} change={change} formAction={changeForm} />
              <ActionForm action={remove} className="contents" goneMessage={`${grant.username} no longer has access`}>
                <ResourceFields {...resource} />
                <input type="hidden" name="grantId" value={grant.id} />
                <input type="hidden" name="username" value={grant.username} />
                <SubmitButton variant="quiet" size="small" label={`Remove ${grant.username}`}>
                  <X />
                </SubmitButton>
              </ActionForm>
            </li>
          ))}
          {grants.length === 0 ? (
            <li className="px-3 py-2.5 text-sm text-muted">Nobody else was given access.</li>
          ) : null}
        </ul>
      </section>
    </div>
  );
}
