import { ActionForm } from '@/components/form/action-form.tsx';
import { CadenceField } from '@/components/schedule/cadence-field.tsx';
import { TargetList } from '@/components/schedule/target-list.tsx';
import { FormActions, Section } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ScheduleQuery } from '@/lib/paths.ts';
import type { SchedulePageView } from '@/lib/schedule/page-view.ts';
import { removeTargetAction, saveCadenceAction } from '../actions.ts';

type TargetsTabProps = { view: SchedulePageView; here: (change: ScheduleQuery) => string };

/** What it starts, and when. */
export function TargetsTab({ view, here }: TargetsTabProps) {
  const { schedule, targets, preview, may } = view;
  const { id, cronExpression: cron, timezone } = schedule;
  return (
    <>
      <Section title="What it starts" meaning="Each is started once a firing, in the account of the schedule’s owner.">
        <TargetList
          scheduleId={id}
          targets={targets}
          mayWrite={may.write}
          editHref={(target) => here({ dialog: 'edit-target', target })}
          addHref={here({ dialog: 'add-target' })}
          remove={removeTargetAction}
        />
      </Section>
      {may.write ? (
        <Section title="When" meaning="By the clock of the time zone, summer time and all.">
          <ActionForm key={`${cron} ${timezone}`} action={saveCadenceAction}>
            <input type="hidden" name="id" value={id} />
            <CadenceField {...{ cron, timezone, preview }} />
            <FormActions>
              <SubmitButton>Save</SubmitButton>
            </FormActions>
          </ActionForm>
        </Section>
      ) : null}
    </>
  );
}
