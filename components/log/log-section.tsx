import { RotateCw } from 'lucide-react';
import { buttonClasses } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import type { NewestLog } from '@/lib/job-log/newest.ts';
import { isFinal, type JobStatus } from '@/lib/vocabulary.ts';
import { LiveLog } from './live-log.tsx';
import { LogFrame } from './log-frame.tsx';

type LogSectionProps = {
  /** Where it is streamed from; with `raw=1`, the file. */
  href: string;
  rawHref: string;
  /** The page's own address, for those without JavaScript. */
  reloadHref: string;
  newest: NewestLog;
  status: JobStatus;
};

/**
 * What a run or a build prints. The server sends the newest lines as text; with JavaScript the whole of it takes their place, as it comes.
 */
export function LogSection({ href, rawHref, reloadHref, newest, status }: LogSectionProps) {
  if (newest.lines.length === 0 && isFinal(status)) return <EmptyState>Nothing was printed.</EmptyState>;
  return (
    <LiveLog href={href} rawHref={rawHref} status={status}>
      <LogFrame
        bar={
          <>
            <span className="mr-auto text-sm text-muted">
              {newest.isCut ? `The newest ${newest.lines.length.toLocaleString('en')} lines` : 'All lines so far'}
            </span>
            <noscript>
              <a href={reloadHref} className={buttonClasses({ size: 'small' })}>
                <RotateCw /> Reload
              </a>
            </noscript>
            <a download href={rawHref} className={buttonClasses({ size: 'small' })}>
              Whole log
            </a>
          </>
        }
      >
        {/* The end is what is looked at first, without a script to go there. */}
        <section
          aria-label="Log"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
          tabIndex={0}
          className="flex min-h-0 flex-1 flex-col-reverse overflow-auto p-3 -outline-offset-2"
        >
          <pre className="mb-auto font-mono text-xs leading-6 whitespace-pre">{newest.lines.join('\n')}</pre>
        </section>
      </LogFrame>
    </LiveLog>
  );
}
