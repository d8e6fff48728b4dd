import { ShieldAlert, ShieldCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import { Badge } from '@/components/ui/badge.tsx';
import { HoverCard } from '@/components/ui/hover-card.tsx';
import type { PermissionLevel } from '@/lib/vocabulary.ts';
import { LEVEL_WORDS } from './words.ts';

type PermissionBadgeProps = {
  level: PermissionLevel;
  /** Whether the reader's account never gives it more than limited permissions, so that this is what holds. */
  isAlwaysLimited?: boolean;
  /** How it stands between this Actor and the reader, such as the approval, and where to change it. */
  children?: ReactNode;
  align?: 'start' | 'end';
};

/**
 * The permission level that an Actor has for the reader, and on hover, focus or a tap what that lets it touch. It cannot stand within a paragraph.
 * Source: Actor permissions → "How Actor permissions work".
 */
export function PermissionBadge({ level, isAlwaysLimited = false, children, align }: PermissionBadgeProps) {
  const isHeldDown = isAlwaysLimited && level === 'FULL_PERMISSIONS';
  const { summary, may, mayNot, tone, icon: Icon } = LEVELS[isHeldDown ? 'LIMITED_PERMISSIONS' : level];
  return (
    <HoverCard
      align={align}
      card={
        <span className="grid gap-2">
          <span className="font-medium">
            {isHeldDown ? 'This Actor asks for full permissions. You always limit it, whatever starts it.' : summary}
          </span>
          <span className="block">
            <span className="text-muted">In your account it can:</span>
            <Points points={may} />
          </span>
          {mayNot ? <span>{mayNot}</span> : null}
          {children}
        </span>
      }
    >
      <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
        {isHeldDown ? 'Limited for you' : LEVEL_WORDS[level].name}
      </Badge>
    </HoverCard>
  );
}

/** Lists, in elements that may stand within a line. */
function Points({ points }: { points: readonly string[] }) {
  return points.map((point) => (
    <span key={point} className="flex gap-1.5">
      <span aria-hidden="true">·</span>
      {point}
    </span>
  ));
}

const LEVELS = {
  LIMITED_PERMISSIONS: {
    summary: 'This Actor reaches its own work and what you hand to it.',
    may: [
      'use the storages of its run, and those it made in earlier runs',
      'make new storages and write to them',
      'use storages that you name in its input',
      'change the status of its own run, or end it',
      'start other Actors with limited permissions, and read what they make',
      'see your public profile, whether you pay, and your proxy password',
    ],
    mayNot: 'Else it reads only what everybody may read.',
    tone: 'moss',
    icon: ShieldCheck,
  },
  FULL_PERMISSIONS: {
    summary: 'This Actor can do in your account what you can do through the API.',
    may: [
      'read, change and delete all of your storages',
      'read and change your Actors, tasks, schedules and webhooks',
      'start any Actor in your name',
    ],
    mayNot: 'Start it only if you trust who made it.',
    tone: 'brick',
    icon: ShieldAlert,
  },
} as const;
