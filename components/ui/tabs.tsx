import { Link } from '@/components/ui/link.tsx';

export type Tab = { label: string; href: string; count?: number | undefined; isCurrent: boolean };

/** The views of one thing. Each has an address, so these are links. */
export function Tabs({ label, tabs }: { label: string; tabs: Tab[] }) {
  return (
    <nav aria-label={label} className="border-b border-line">
      <ul className="-mb-px flex gap-5 overflow-x-auto">
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
