'use client';

import { useEffect, useState } from 'react';
import { durationText } from './duration-text.ts';

/** How long something has taken when the server looked; it goes on by this clock while it runs. */
export function LiveDuration({ millis, isRunning }: { millis: number; isRunning: boolean }) {
  const [passed, setPassed] = useState({ of: millis, millis: 0 });
  useEffect(() => {
    if (!isRunning) return;
    const since = performance.now();
    const timer = setInterval(() => setPassed({ of: millis, millis: performance.now() - since }), 1_000);
    return () => clearInterval(timer);
  }, [millis, isRunning]);
  return <span className="tabular-nums">{durationText(millis + (passed.of === millis ? passed.millis : 0))}</span>;
}
