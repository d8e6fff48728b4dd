'use client';

import { useEffect, useRef } from 'react';
import { Link } from '@/components/ui/link.tsx';

export type Tab = { label: string; href: string; count?: number | undefined; isCurrent: boolean };

/** The views of one thing. Each has an address, so these are links. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  const list = useRef<HTMLUListElement>(null);
  const current = tabs.find(({ isCurrent }) => isCurrent)?.href;
  // Where not all have room, the one that is shown is in sight; the page itself stays where it is.
  useEffect(() => {
    const tab = current && list.current?.querySelector<HTMLElement>('[aria-current]');
    if (!tab || !list.current) return;
    const { left, right } = list.current.getBoundingClientRect();
    const place = tab.getBoundingClientRect();
    if (place.right > right) list.current.scrollLeft += place.right - right;
    if (place.left < left) list.current.scrollLeft -= left - place.left;
  }, [current]);
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul ref={list} className="-mb-px flex gap-5 overflow-x-auto">
        {tabs.map((tab) => (
          <li key={tab.href}>
            <Link
              href={tab.href}
              aria-current={tab.isCurrent ? 'page' : undefined}
              className="flex min-h-control items-center gap-1.5 border-b-2 border-transparent pb-1 text-sm whitespace-nowrap text-muted no-underline -outline-offset-2 hover:text-ink forced-colors:border-[Canvas] aria-[current]:border-accent aria-[current]:font-medium aria-[current]:text-ink"
            >
              {tab.label}
              {tab.count === undefined ? null : (
                <span className="text-xs font-normal text-faint">{tab.count.toLocaleString('en')}</span>
              )}
            </Link>
          </li>
        ))}
      </ul>
    </nav>
  );
}
