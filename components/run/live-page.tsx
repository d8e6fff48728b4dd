'use client';

import { useRouter } from 'next/navigation';
import { useEffect, useState } from 'react';

type LivePageProps = {
  /** Answers with at least a `version`: what the page would show now. */
  href: string;
  /** What it shows. */
  version: string;
};

const LOOK_EVERY_MILLIS = 2_500;

/** Brings a page up to date when what it shows has changed. */
export function LivePage({ href, version }: LivePageProps) {
  useNow(href, version);
  return null;
}

/**
 * Asks a small route what there is now, only while somebody looks and `isOn`, and asks for the page again when its version is another
 * one. Gives the latest answer; nothing changes when there is none.
 */
export function useNow<Now extends { version: string }>(href: string, version: string, isOn = true): Now | null {
  const router = useRouter();
  const [latest, setLatest] = useState<Now | null>(null);
  useEffect(() => {
    if (!isOn) return;
    let isAsking = false;
    const look = async () => {
      if (isAsking || document.visibilityState !== 'visible') return;
      isAsking = true;
      const now = await nowAt<Now>(href);
      isAsking = false;
      if (now === null) return;
      setLatest(now);
      if (now.version !== version) router.refresh();
    };
    const timer = setInterval(look, LOOK_EVERY_MILLIS);
    document.addEventListener('visibilitychange', look);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [href, version, router, isOn]);
  return latest;
}

async function nowAt<Now>(href: string): Promise<Now | null> {
  try {
    const response = await fetch(href, { cache: 'no-store' });
    return response.ok ? ((await response.json()) as Now) : null;
  } catch {
    return null;
  }
}
