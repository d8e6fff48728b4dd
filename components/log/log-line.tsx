import { memo, type ReactNode, type Ref } from 'react';
import { cx } from '@/components/ui/cx.ts';
import { type Span, spansOf } from './ansi.ts';

type LogLineProps = {
  ref?: Ref<HTMLDivElement> | undefined;
  index: number;
  line: string;
  isWrapped: boolean;
  isChosen: boolean;
  /** In small letters. */
  search: string;
};

/** Of the wire: whole lines, each with its time. */
const TIME = /^(\d{4}-\d\d-\d\dT)(\d\d:\d\d:\d\d)(\.\d{3}Z) ?/;

/** One line: its number, which is a link to it, its time, and what was printed, as text. Those that stay in sight are not made anew. */
export const LogLine = memo(function LogLine({ ref, index, line, isWrapped, isChosen, search }: LogLineProps) {
  const number = index + 1;
  const [whole = '', day, time, rest] = TIME.exec(line) ?? [];
  return (
    <div
      ref={ref}
      id={`L${number}`}
      data-index={index}
      className={cx('flex min-h-6 font-mono text-xs leading-6', isChosen ? 'bg-amber-soft' : 'hover:bg-sunken')}
    >
      <a
        href={`#L${number}`}
        aria-label={`Line ${number}`}
        aria-current={isChosen ? 'true' : undefined}
        // One stop for the keyboard, not one for each line: searching goes to others.
        tabIndex={isChosen ? undefined : -1}
        className="sticky left-0 w-[calc(var(--digits)*1ch+1.25rem)] shrink-0 border-r border-line bg-sunken px-2 text-end text-faint no-underline select-none hover:text-ink"
      >
        {number}
      </a>
      <span className={cx('px-2', isWrapped ? 'min-w-0 flex-1 break-words whitespace-pre-wrap' : 'whitespace-pre')}>
        {time ? (
          <span className="text-faint">
            <span className="max-sm:hidden">{day}</span>
            {time}
            <span className="max-sm:hidden">{rest}</span>{' '}
          </span>
        ) : null}
        {spansOf(line.slice(whole.length)).map((span, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a line never changes.
          <span key={at} className={span.className || undefined}>
            {marked(span, search)}
          </span>
        ))}
      </span>
    </div>
  );
});

function marked({ text }: Span, search: string): ReactNode {
  if (search === '') return text;
  const small = text.toLowerCase();
  const parts: ReactNode[] = [];
  let from = 0;
  for (let at = small.indexOf(search); at >= 0; at = small.indexOf(search, from)) {
    parts.push(text.slice(from, at), <mark key={at}>{text.slice(at, at + search.length)}</mark>);
    from = at + search.length;
  }
  return parts.length === 0 ? text : [...parts, text.slice(from)];
}
