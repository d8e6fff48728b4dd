'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';

const REFRESH_EVERY_MILLIS = 2_500;

/** Asks for the page again now and then while something on it goes on, and somebody looks. */
export function RefreshWhile({ isUnfinished }: { isUnfinished: boolean }) {
  const router = useRouter();
  useEffect(() => {
    if (!isUnfinished) return;
    const refresh = () => {
      if (document.visibilityState === 'visible') router.refresh();
    };
    const timer = setInterval(refresh, REFRESH_EVERY_MILLIS);
    document.addEventListener('visibilitychange', refresh);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', refresh);
    };
  }, [isUnfinished, router]);
  return null;
}
