'use client';

import { usePathname } from 'next/navigation';
import { useEffect, useRef } from 'react';
import { Link } from '@/components/ui/link.tsx';
import type { NavItem, NavSection } from './navigation.tsx';

/** The navigation's links; knows where the reader is. After a move it puts away the drawer and leads the focus to the new page's heading. */
export function NavLinks({ sections }: { sections: NavSection[] }) {
  const pathname = usePathname();
  const list = useRef<HTMLDivElement>(null);
  const place = placeOf(pathname, sections);
  const lastPathname = useRef(pathname);
  useEffect(() => {
    if (lastPathname.current === pathname) return;
    lastPathname.current = pathname;
    list.current?.closest<HTMLElement>('[popover]')?.hidePopover();
    document.querySelector<HTMLElement>('main h1')?.focus();
  }, [pathname]);

  return (
    <div ref={list} className="grid gap-5">
      {sections.map(({ title, items }) => (
        <div key={title ?? 'top'}>
          {title ? <p className="px-3 pb-1 text-xs text-faint">{title}</p> : null}
          <ul>
            {items.map(({ label, href, icon }) => (
              <li key={href}>
                <Link
                  href={href}
                  aria-current={pathname === href ? 'page' : place?.href === href ? 'true' : undefined}
                  className="flex min-h-control items-center gap-2.5 rounded-sm px-3 text-sm text-muted no-underline -outline-offset-2 hover:bg-hover hover:text-ink aria-[current]:bg-surface aria-[current]:font-medium aria-[current]:text-ink aria-[current]:outline aria-[current]:-outline-offset-1 aria-[current]:outline-line aria-[current]:[&>.lucide]:text-accent-ink"
                >
                  {icon}
                  {label}
                </Link>
              </li>
            ))}
          </ul>
        </div>
      ))}
    </div>
  );
}

/** The place that an address is in: the one whose own address is most of it. */
function placeOf(pathname: string, sections: NavSection[]): NavItem | undefined {
  const depth = ({ href, also }: NavItem) =>
    Math.max(...[href, also ?? href].map((at) => (isWithin(pathname, at) ? at.length : 0)));
  const [deepest] = sections.flatMap(({ items }) => items).sort((a, b) => depth(b) - depth(a));
  return deepest && depth(deepest) > 0 ? deepest : undefined;
}

const isWithin = (pathname: string, href: string) =>
  pathname === href || (href !== '/' && pathname.startsWith(`${href}/`));
