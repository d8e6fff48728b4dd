'use client';

import { useOptimistic, useState, useTransition } from 'react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields, type ResourceTarget } from '@/components/form/resource-fields.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { Select } from '@/components/ui/select.tsx';
import { announce } from '@/components/ui/status.ts';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ActionResult, FormAction } from '@/lib/console/form-state.ts';
import { GRANT_LEVELS, type GrantLevel, levelOf, levelsOf } from '@/lib/grant/levels.ts';
import { GRANT_PERMISSIONS_OF, type GrantPermission } from '@/lib/vocabulary.ts';
import { permissionsText, RIGHT_LABELS } from './words.ts';

export type ChangeGrant = (
  kind: string,
  id: string,
  userId: string,
  permissions: readonly string[],
) => Promise<ActionResult<null>>;

type GrantRightsProps = {
  resource: ResourceTarget;
  grant: { userId: string; username: string; permissions: GrantPermission[] };
  change: ChangeGrant;
  /** The same without JavaScript. */
  formAction: FormAction;
};

/** What somebody may who was given access, to be changed where it stands. A choice holds at once, and can be taken back for a while. */
export function GrantRights({ resource, grant, change, formAction }: GrantRightsProps) {
  const { userId, username, permissions } = grant;
  const [shown, setShown] = useOptimistic<readonly GrantPermission[]>(permissions);
  const [error, setError] = useState<string | null>(null);
  const [, startTransition] = useTransition();

  const choose = (next: readonly GrantPermission[], undoTo: readonly GrantPermission[] | null) =>
    startTransition(async () => {
      setShown(next);
      const result = await change(resource.kind, resource.id, userId, next);
      setError(result.ok ? null : result.error.message);
      if (!result.ok) return announce(`${username} may what they could before: ${result.error.message}`);
      announce({
        text: `${username} may ${permissionsText(next).toLowerCase()} now. In force.`,
        ...(undoTo !== null && { undo: () => choose(undoTo, null) }),
      });
    });

  const props = { username, shown, choose: (next: readonly GrantPermission[]) => choose(next, shown) };
  return (
    <ActionForm action={formAction} className="grid max-w-[60%] gap-1 justify-items-end">
      <ResourceFields {...resource} />
      <input type="hidden" name="who" value={userId} />
      {resource.kind === 'actor' ? <Rights {...props} /> : <Level kind={resource.kind} {...props} />}
      <noscript>
        <SubmitButton variant="secondary" size="small">
          Change
        </SubmitButton>
      </noscript>
      {error ? <span className="text-xs text-brick">{error}</span> : null}
    </ActionForm>
  );
}

type ChoiceProps = {
  username: string;
  shown: readonly GrantPermission[];
  choose: (next: readonly GrantPermission[]) => void;
};

function Level({ kind, username, shown, choose }: ChoiceProps & { kind: ResourceTarget['kind'] }) {
  const level = levelOf(shown);
  return (
    <Select
      aria-label={`What ${username} may`}
      name="permission"
      autoComplete="off"
      value={level ?? ''}
      onChange={(event) => choose(GRANT_LEVELS[event.currentTarget.value as GrantLevel])}
    >
      {level === null ? (
        <option value="" disabled>
          {permissionsText(shown)}
        </option>
      ) : null}
      {levelsOf(kind).map((one) => (
        <option key={one} value={one}>
          {permissionsText(GRANT_LEVELS[one])}
        </option>
      ))}
    </Select>
  );
}

/** Rights that stand each by itself. */
function Rights({ username, shown, choose }: ChoiceProps) {
  return (
    <details className="justify-self-stretch">
      <summary className="flex min-h-6 items-center justify-end gap-1 text-right text-accent-ink underline underline-offset-2">
        {permissionsText(shown)}
        <span className="sr-only">: change what {username} may</span>
      </summary>
      <fieldset className="grid py-1">
        <legend className="sr-only">What {username} may</legend>
        {GRANT_PERMISSIONS_OF.actor.map((right) => (
          <Checkbox
            key={right}
            name={right}
            value="1"
            label={RIGHT_LABELS[right]}
            // Whoever has any right reads.
            checked={right === 'READ' || shown.includes(right)}
            disabled={right === 'READ'}
            onChange={(event) =>
              choose(event.currentTarget.checked ? [...shown, right] : shown.filter((one) => one !== right))
            }
          />
        ))}
      </fieldset>
    </details>
  );
}
