'use client';

import { OctagonAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';

/** What went wrong with a form, on top of it. Each new error takes the focus, so that it is read first. */
export function ErrorSummary({ error, children }: { error: string | null | undefined; children?: ReactNode }) {
  const summary = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (error) summary.current?.focus();
  }, [error]);
  if (!error) return null;
  return (
    <div
      ref={summary}
      role="alert"
      tabIndex={-1}
      className="flex items-start gap-2.5 rounded-md bg-brick-soft px-3 py-2.5 text-sm outline outline-transparent"
    >
      <OctagonAlert className="mt-0.5 text-brick" />
      <div className="min-w-0 flex-1">
        <p className="font-medium">{error}</p>
        {children}
      </div>
    </div>
  );
}
