'use client';

import { useEffect, useEffectEvent, useState } from 'react';

/** The index of the line that the address names, as `#L123`. `scrollTo`: once it is there. */
export function useChosenLine(
  count: number,
  scrollTo: (index: number) => void,
): [number | null, (index: number) => void] {
  const [chosen, setChosen] = useState<number | null>(lineInAddress);
  const [awaited, setAwaited] = useState(chosen);
  const goThere = useEffectEvent(scrollTo);

  useEffect(() => {
    const onChange = () => {
      const line = lineInAddress();
      setChosen(line);
      setAwaited(line);
    };
    window.addEventListener('hashchange', onChange);
    return () => window.removeEventListener('hashchange', onChange);
  }, []);
  useEffect(() => {
    if (awaited === null || awaited >= count) return;
    setAwaited(null);
    goThere(awaited);
  }, [awaited, count]);

  return [chosen, setChosen];
}

/** null where the address names none. */
export function lineInAddress(): number | null {
  const [, line] = /^#L(\d{1,9})$/.exec(window.location.hash) ?? [];
  return line && line !== '0' ? Number(line) - 1 : null;
}
