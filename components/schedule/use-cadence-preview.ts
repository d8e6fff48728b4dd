'use client';

import { useEffect, useState } from 'react';
import { consolePath } from '@/lib/paths.ts';
import type { CadencePreview } from '@/lib/schedule/cadence.ts';

const ASK_AFTER_MILLIS = 200;

interface Typed {
  cron: string;
  timezone: string;
}

/** What a cadence means while it is typed, as the server says that fires it. `known`: what came with the page. */
export function useCadencePreview(typed: Typed, known: Typed & { preview: CadencePreview }): CadencePreview {
  const [shown, setShown] = useState(known);
  const { cron, timezone } = typed;
  const isShown = shown.cron === cron && shown.timezone === timezone;
  useEffect(() => {
    if (isShown) return;
    const leaving = new AbortController();
    const timer = setTimeout(async () => {
      try {
        const answer = await fetch(consolePath.scheduleFirings({ cron, timezone }), { signal: leaving.signal });
        if (answer.ok) setShown({ cron, timezone, preview: await answer.json() });
      } catch {
        // What is shown stays; saving says what is wrong.
      }
    }, ASK_AFTER_MILLIS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [cron, timezone, isShown]);
  return shown.preview;
}
