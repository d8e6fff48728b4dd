'use client';

import { useRouter } from 'next/navigation';
import { lazy, type ReactNode, Suspense, useSyncExternalStore } from 'react';
import type { JobStatus } from '@/lib/vocabulary.ts';

// Most of what a log needs is fetched when one is looked at.
const LogViewer = lazy(() => import('./log-viewer.tsx'));

type LiveLogProps = {
  href: string;
  rawHref: string;
  /** As the page knows it; the page is asked for again when it has changed. */
  status: JobStatus;
  /** What is shown until all that there is has come. */
  children: ReactNode;
};

export function LiveLog({ href, rawHref, status, children }: LiveLogProps) {
  const router = useRouter();
  const isInBrowser = useSyncExternalStore(
    () => () => {},
    () => true,
    () => false,
  );
  const onState = (now: JobStatus) => {
    if (now !== status) router.refresh();
  };
  if (!isInBrowser) return children;
  return (
    <Suspense fallback={children}>
      <LogViewer href={href} rawHref={rawHref} onState={onState} snapshot={children} />
    </Suspense>
  );
}
