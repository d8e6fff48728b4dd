import { Ban, CircleCheck, CircleX, Clock, Hourglass, LoaderCircle, type LucideIcon, TimerOff } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import type { JobStatus } from '@/lib/vocabulary.ts';

/** The status of a run or a build, in a word and a glyph of its own; the colour only repeats them. */
export function Status({ status }: { status: JobStatus }) {
  const { word, icon: Icon, tone } = LOOK[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" className={status === 'RUNNING' ? 'breathing' : undefined} />}>
      {word}
    </Badge>
  );
}

const LOOK: Record<JobStatus, { word: string; icon: LucideIcon; tone: Tone }> = {
  READY: { word: 'Ready', icon: Clock, tone: 'neutral' },
  RUNNING: { word: 'Running', icon: LoaderCircle, tone: 'accent' },
  SUCCEEDED: { word: 'Succeeded', icon: CircleCheck, tone: 'moss' },
  FAILED: { word: 'Failed', icon: CircleX, tone: 'brick' },
  'TIMING-OUT': { word: 'Timing out', icon: Hourglass, tone: 'amber' },
  'TIMED-OUT': { word: 'Timed out', icon: TimerOff, tone: 'amber' },
  ABORTING: { word: 'Aborting', icon: Hourglass, tone: 'neutral' },
  ABORTED: { word: 'Aborted', icon: Ban, tone: 'neutral' },
};
