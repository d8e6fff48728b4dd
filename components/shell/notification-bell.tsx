'use client';

import { Bell } from 'lucide-react';
import { usePathname } from 'next/navigation';
import { useEffect, useRef, useState } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { consolePath } from '@/lib/paths.ts';

const LOOK_EVERY_MILLIS = 60_000;
/** As far as unread ones are counted. */
const MANY = 100;

/** How many are unread. `atMillis`: when they were counted. */
export type Unread = { count: number; atMillis: number };

/** Leads to the notifications and says how many are unread: as of the page, and then now and then while somebody looks. */
export function NotificationBell({ unread }: { unread: Unread }) {
  const pathname = usePathname();
  const lastPathname = useRef(pathname);
  const [asked, setAsked] = useState(unread);
  // The frame itself is made anew after whatever is done on a page.
  const { count } = asked.atMillis > unread.atMillis ? asked : unread;
  useEffect(() => {
    let isOn = true;
    const look = async () => {
      if (document.visibilityState !== 'visible') return;
      const now = await unreadNow();
      if (isOn && now) setAsked(now);
    };
    // The frame stays as it is when another page comes into it.
    if (lastPathname.current !== pathname) {
      lastPathname.current = pathname;
      void look();
    }
    const timer = setInterval(look, LOOK_EVERY_MILLIS);
    document.addEventListener('visibilitychange', look);
    return () => {
      isOn = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [pathname]);

  const number = count >= MANY ? `${MANY - 1}+` : String(count);
  return (
    <Link
      href={consolePath.notifications()}
      aria-label={count === 0 ? 'Notifications' : `Notifications, ${number} unread`}
      title="Notifications"
      className="relative grid size-control place-items-center rounded-sm text-muted no-underline hover:bg-hover hover:text-ink"
    >
      <Bell aria-hidden="true" />
      {count > 0 ? (
        <span
          aria-hidden="true"
          className="absolute top-0 right-0 min-w-4 rounded-full bg-accent px-1 text-center text-xs font-medium text-on-accent forced-color-adjust-none"
        >
          {number}
        </span>
      ) : null}
    </Link>
  );
}

async function unreadNow(): Promise<Unread | null> {
  try {
    const response = await fetch(consolePath.notificationsNow(), { cache: 'no-store' });
    return response.ok ? ((await response.json()) as Unread) : null;
  } catch {
    return null;
  }
}
