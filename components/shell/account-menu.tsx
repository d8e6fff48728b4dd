import { ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { Monogram } from '@/components/ui/monogram.tsx';
import { consolePath } from '@/lib/paths.ts';
import { ThemeSwitch } from './frame-parts.tsx';

export type ShellAccount = { username: string; name: string | null; isOperator: boolean };

const ID = 'account-menu';
const ANCHOR = `--${ID}`;

/** Who is signed in, and what goes with that. The browser opens and closes it. `signOut`: the form that signs out. */
export function AccountMenu({ account, signOut }: { account: ShellAccount; signOut: ReactNode }) {
  const { username, name } = account;
  return (
    <>
      <button
        type="button"
        popoverTarget={ID}
        style={{ anchorName: ANCHOR }}
        className="flex min-h-control items-center gap-2 rounded-sm px-1.5 text-sm hover:bg-hover"
      >
        <Monogram name={name ?? username} />
        <span className="max-w-40 truncate max-sm:sr-only">{username}</span>
        <ChevronDown className="text-muted" />
        <span className="sr-only">, account menu</span>
      </button>
      <div
        id={ID}
        popover="auto"
        data-align="end"
        style={{ positionAnchor: ANCHOR }}
        className="hanging popping w-60 text-sm"
      >
        <div className="border-b border-line px-3 py-2.5">
          {name ? <p className="truncate font-medium">{name}</p> : null}
          <p className="truncate text-muted">{username}</p>
        </div>
        <div className="flex items-center justify-between gap-2 border-b border-line px-3 py-2">
          <span className="text-muted">Theme</span>
          <ThemeSwitch />
        </div>
        <div className="grid gap-1 p-1.5">
          <Link
            href={consolePath.account()}
            className="flex min-h-control items-center rounded-sm px-1.5 text-ink no-underline hover:bg-hover"
          >
            Account settings
          </Link>
          {signOut}
        </div>
      </div>
    </>
  );
}
