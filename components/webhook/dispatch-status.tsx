import { CircleCheck, CircleX, Clock, type LucideIcon, TriangleAlert } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import type { DispatchStatus as Status } from '@/lib/vocabulary.ts';

type DispatchStatusProps = {
  status: Status;
  /** How often it has been tried. */
  tries: number;
};

/** How a delivery stands, in a word and a glyph of its own. */
export function DispatchStatus({ status, tries }: DispatchStatusProps) {
  // What has been tried and is not over has failed so far.
  const { word, icon: Icon, tone } = status === 'ACTIVE' && tries > 0 ? failing(tries) : LOOK[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  );
}

type Look = { word: string; icon: LucideIcon; tone: Tone };

const LOOK: Record<Status, Look> = {
  ACTIVE: { word: 'Under way', icon: Clock, tone: 'accent' },
  SUCCEEDED: { word: 'Delivered', icon: CircleCheck, tone: 'moss' },
  FAILED: { word: 'Failed', icon: CircleX, tone: 'brick' },
};

const failing = (tries: number): Look => ({
  ...{ word: `Failing, ${tries} ${tries === 1 ? 'try' : 'tries'}`, icon: TriangleAlert, tone: 'amber' },
});
