import { CircleCheck, Info, OctagonAlert, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import { TONES } from './badge.tsx';
import { cx } from './cx.ts';

type NoticeProps = {
  tone?: 'info' | 'success' | 'warning' | 'danger';
  title?: string;
  children?: ReactNode;
  /** One button or link, at the end. */
  action?: ReactNode;
};

/** Something to know on this page. What changes after an action is announced by a status or an error summary instead. */
export function Notice({ tone = 'info', title, children, action }: NoticeProps) {
  const { icon: Icon, word, classes } = LOOK[tone];
  return (
    <div className={cx('flex flex-wrap items-start gap-x-3 gap-y-2 rounded-md px-3 py-2.5 text-sm', classes)}>
      <Icon className="mt-0.5" aria-label={word} />
      <div className="min-w-40 flex-1 text-ink">
        {title ? <p className="font-medium">{title}</p> : null}
        {children}
      </div>
      {action}
    </div>
  );
}

const LOOK = {
  info: { icon: Info, word: 'Note', classes: TONES.accent },
  success: { icon: CircleCheck, word: 'Done', classes: TONES.moss },
  warning: { icon: TriangleAlert, word: 'Warning', classes: TONES.amber },
  danger: { icon: OctagonAlert, word: 'Danger', classes: TONES.brick },
};
