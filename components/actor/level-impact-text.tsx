import type { LevelImpactView } from '@/lib/level-change/get-impact.ts';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { roughly } from './rough-words.ts';

/** What a change of an Actor's level means for others, in numbers. */
export function LevelImpactText({ impact, to }: { impact: LevelImpactView; to: PermissionLevel }) {
  const { givenCount, stoppedAccountCount, stoppedScheduleCount, stoppedWebhookCount } = impact;
  if (to === 'LIMITED_PERMISSIONS') {
    return (
      <p>
        {givenCount === 0
          ? 'Nobody else has approved it, and nothing stops: with limited permissions it starts without approval.'
          : `${roughly(givenCount, 'other accounts have')} approved it, or run it before. That ends. Nothing stops: with limited permissions it starts without approval. If you raise it again, they are asked anew.`}
      </p>
    );
  }
  if (stoppedAccountCount === 0) {
    return <p>Nobody else uses it now. Whoever starts it in another account has to approve it first.</p>;
  }
  return (
    <div className="grid gap-1">
      <p className="font-medium text-ink">These stop until people approve it:</p>
      <ul className="list-disc pl-5">
        <li>{roughly(stoppedAccountCount, 'other accounts that use it')}</li>
        <li>{roughly(stoppedScheduleCount, 'schedules of theirs')}</li>
        <li>{roughly(stoppedWebhookCount, 'webhooks of theirs')}</li>
      </ul>
    </div>
  );
}
