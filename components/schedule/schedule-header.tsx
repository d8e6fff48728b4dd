import { Play, Share2 } from 'lucide-react';
import { ActionForm } from '@/components/form/action-form.tsx';
import { Badge } from '@/components/ui/badge.tsx';
import { Button } from '@/components/ui/button.tsx';
import { CopyText } from '@/components/ui/copy-text.tsx';
import { Facts } from '@/components/ui/facts.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { consolePath } from '@/lib/paths.ts';
import type { SchedulePageView } from '@/lib/schedule/page-view.ts';
import { EnabledSwitch } from './enabled-switch.tsx';
import { scheduleLabel } from './words.ts';

type ScheduleHeaderProps = {
  view: SchedulePageView;
  /** null for those who may not share it. */
  shareHref: string | null;
  actions: { setEnabled: FormAction; fireNow: FormAction };
};

export function ScheduleHeader({ view, shareHref, actions }: ScheduleHeaderProps) {
  const { schedule, ownerUsername, isOwner, isScoped, preview, may, targets } = view;
  const { id, isEnabled, timezone, cronExpression } = schedule;
  const isBlocked = targets.some(({ approval }) => approval?.state === 'needed');
  return (
    <>
      <PageHeader
        title={scheduleLabel(schedule)}
        breadcrumb={[{ label: 'Schedules', href: consolePath.schedules() }]}
        chips={
          <>
            {may.write ? (
              <EnabledSwitch schedule={schedule} label="Enabled" action={actions.setEnabled} />
            ) : (
              <Badge tone={isEnabled ? 'moss' : 'neutral'}>{isEnabled ? 'On' : 'Off'}</Badge>
            )}
            {isBlocked ? <Badge tone="brick">Waits for approval</Badge> : null}
            {isScoped ? <Badge tone="amber">Limited to a scope</Badge> : null}
            {isOwner ? null : <Badge>Of {ownerUsername}</Badge>}
          </>
        }
        actions={
          <>
            {shareHref ? (
              <Button href={shareHref} scroll={false}>
                <Share2 /> Share
              </Button>
            ) : null}
            {may.write ? (
              <ActionForm action={actions.fireNow} className="contents">
                <input type="hidden" name="id" value={id} />
                <SubmitButton {...(!isEnabled && { disabledReason: 'Switch it on first: what is off starts nothing' })}>
                  <Play /> Run now
                </SubmitButton>
              </ActionForm>
            ) : null}
          </>
        }
        description={schedule.description}
      />
      <Facts
        facts={[
          { term: 'ID', value: <CopyText text={id} label="Copy schedule ID" /> },
          { term: 'Cadence', value: 'words' in preview ? preview.words : cronExpression },
          { term: 'Time zone', value: timezone },
          { term: 'Next firing', value: schedule.nextRunAt ? <RelativeTime at={schedule.nextRunAt} /> : 'None' },
          { term: 'Last firing', value: schedule.lastRunAt ? <RelativeTime at={schedule.lastRunAt} /> : 'Never' },
        ]}
      />
    </>
  );
}
