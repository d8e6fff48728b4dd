import { ActionForm } from '@/components/form/action-form.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { LinkPolicyView } from '@/lib/access-hub/link-policy.ts';
import type { FormAction } from '@/lib/console/form-state.ts';

/** How long a signed link may live at most. Each choice says how many of the links in force it would refuse. */
export function LinkPolicyForm({ policy, action }: { policy: LinkPolicyView; action: FormAction }) {
  return (
    <ActionForm action={action}>
      <input type="hidden" name="settingsVersion" value={policy.settingsVersion} />
      <SelectField
        name="maxLinkLifetimeSecs"
        label="Longest lifetime of a link"
        hint="It holds for links that were made before, too: one that has longer to live, or no end, opens nothing until its end is near enough."
        defaultValue={String(policy.maxLinkLifetimeSecs ?? 'none')}
        options={policy.choices.map(({ maxLinkLifetimeSecs, refusedLinkCount }) => ({
          value: String(maxLinkLifetimeSecs ?? 'none'),
          label: `${lifetimeText(maxLinkLifetimeSecs)}${refusedText(refusedLinkCount)}`,
        }))}
      />
      <FormActions>
        <SubmitButton>Save lifetime</SubmitButton>
      </FormActions>
    </ActionForm>
  );
}

const DAY_SECS = 86_400;

function lifetimeText(secs: number | null): string {
  if (secs === null) return 'No limit: links may have no end';
  if (secs % (365 * DAY_SECS) === 0) return secs === 365 * DAY_SECS ? '1 year' : `${secs / (365 * DAY_SECS)} years`;
  if (secs % DAY_SECS === 0) return secs === DAY_SECS ? '1 day' : `${secs / DAY_SECS} days`;
  return `${Math.round(secs / 3_600)} hours`;
}

const refusedText = (count: number) =>
  count === 0 ? '' : ` (${count.toLocaleString('en')} ${count === 1 ? 'link' : 'links'} would stop opening)`;
