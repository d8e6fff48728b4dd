import { Link2, Lock, Tag } from 'lucide-react';
import { Link } from '@/components/ui/link.tsx';
import type { EffectiveGeneralAccess } from '@/lib/vocabulary.ts';
import { TONES } from './badge.tsx';
import { cx } from './cx.ts';

type AccessChipProps = {
  /** What applies, after following the account. */
  access: EffectiveGeneralAccess;
  isFromAccount?: boolean;
  /** Where the explanation is. */
  href?: string;
};

/** Who may read this without being given access, in a glyph and words. */
export function AccessChip({ access, isFromAccount, href }: AccessChipProps) {
  const { label, icon: Icon, classes: look } = ACCESS_LOOK[access];
  const content = (
    <>
      <Icon className="size-3.5!" />
      <span className="font-medium">{label}</span>
      {isFromAccount ? <span className="font-normal opacity-90">· from account</span> : null}
    </>
  );
  const classes = cx(
    'inline-flex min-h-6 items-center gap-1.5 rounded-sm px-2 text-xs whitespace-nowrap no-underline',
    look,
  );
  if (!href) return <span className={classes}>{content}</span>;
  return (
    <Link href={href} scroll={false} className={cx(classes, 'hover:outline-current')}>
      <span className="sr-only">General access: </span>
      {content}
    </Link>
  );
}

/** One look for each level, wherever it is shown. What is closed stays quiet; what is open is coloured. */
export const ACCESS_LOOK = {
  RESTRICTED: {
    label: 'Restricted',
    icon: Lock,
    classes: 'text-muted outline -outline-offset-1 outline-edge',
    lintel: 'text-muted',
  },
  ANYONE_WITH_ID_CAN_READ: {
    label: 'Anyone with ID',
    icon: Link2,
    classes: TONES.amber,
    lintel: 'text-amber [--opening:3rem]',
  },
  ANYONE_WITH_NAME_CAN_READ: {
    label: 'Anyone with name',
    icon: Tag,
    classes: TONES.violet,
    lintel: 'text-violet [--opening:12rem]',
  },
} as const satisfies Record<
  EffectiveGeneralAccess,
  { label: string; icon: typeof Lock; classes: string; lintel: string }
>;
