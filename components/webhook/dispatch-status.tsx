import { CircleCheck, CircleX, Clock, type LucideIcon } from 'lucide-react';
import { Badge, type Tone } from '@/components/ui/badge.tsx';
import type { DispatchStatus as Status } from '@/lib/vocabulary.ts';

/** How a delivery stands, in a word and a glyph of its own. */
export function DispatchStatus({ status }: { status: Status }) {
  const { word, icon: Icon, tone } = LOOK[status];
  return (
    <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
      {word}
    </Badge>
  );
}

const LOOK: Record<Status, { word: string; icon: LucideIcon; tone: Tone }> = {
  ACTIVE: { word: 'Under way', icon: Clock, tone: 'accent' },
  SUCCEEDED: { word: 'Delivered', icon: CircleCheck, tone: 'moss' },
  FAILED: { word: 'Failed', icon: CircleX, tone: 'brick' },
};
