import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';
import type { EffectiveGeneralAccess } from '@/lib/vocabulary.ts';
import { ACCESS_LOOK } from './access-chip.tsx';
import { PageTitle } from './page-title.tsx';

type PageHeaderProps = {
  title: string;
  /** The pages above this one, outermost first. */
  breadcrumb?: { label: string; href: string }[];
  /** Beside the title: access, permission level, state. */
  chips?: ReactNode;
  /** Primary action · menu · API · Share · Export. */
  actions?: ReactNode;
  /** What else can be done, behind three dots: at the end of the first line, however narrow the page is. */
  menu?: ReactNode;
  /** One line below the title. */
  description?: ReactNode;
  /** Of a resource: draws the lintel. */
  access?: EffectiveGeneralAccess;
};

/** The head of a page, with its only `h1`. */
export function PageHeader({ title, breadcrumb, chips, actions, menu, description, access }: PageHeaderProps) {
  return (
    <header className="mb-5 grid grid-cols-1 gap-1">
      {access ? <div aria-hidden="true" className={`lintel ${ACCESS_LOOK[access].lintel}`} /> : null}
      {breadcrumb ? <Breadcrumb trail={breadcrumb} /> : null}
      <div className="flex items-start gap-2">
        <div className="flex min-w-0 flex-1 flex-wrap items-center gap-x-4 gap-y-3">
          <div className="flex min-w-0 flex-wrap items-center gap-x-3 gap-y-1.5">
            <PageTitle>{title}</PageTitle>
            {chips}
          </div>
          {actions ? <div className="ml-auto flex flex-wrap items-center gap-2 max-sm:ml-0">{actions}</div> : null}
        </div>
        {menu}
      </div>
      {description ? <p className="max-w-prose text-muted">{description}</p> : null}
    </header>
  );
}

function Breadcrumb({ trail }: { trail: { label: string; href: string }[] }) {
  return (
    <nav aria-label="Breadcrumb">
      <ol className="flex flex-wrap text-sm text-faint">
        {trail.map(({ label, href }) => (
          <li key={href} className="flex items-center not-last:after:px-2 not-last:after:content-['/']">
            <Link
              href={href}
              className="inline-flex min-h-6 items-center text-muted no-underline hover:text-ink hover:underline"
            >
              {label}
            </Link>
          </li>
        ))}
      </ol>
    </nav>
  );
}
