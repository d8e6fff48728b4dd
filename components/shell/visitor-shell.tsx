import type { ReactNode } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { consolePath } from '@/lib/paths.ts';
import { GateMark } from './gate-mark.tsx';
import { SkipLink } from './skip-link.tsx';

/** The frame of a page that is open to everyone, for a visitor who is not signed in. */
export function VisitorShell({ instanceName, children }: { instanceName: string; children: ReactNode }) {
  return (
    <div className="min-h-dvh bg-surface">
      <SkipLink />
      <header className="sticky top-0 z-30 flex h-top-bar items-center justify-between gap-3 border-b border-line bg-ground px-5 max-sm:px-3">
        <Link
          href={consolePath.home()}
          className="flex min-h-control items-center gap-2 font-semibold tracking-tight text-ink no-underline"
        >
          <GateMark className="size-5 shrink-0" />
          {instanceName}
        </Link>
        <div className="flex items-center gap-2">
          <Button variant="quiet" href={consolePath.store()}>
            Store
          </Button>
          <Button href={consolePath.signIn()}>Sign in</Button>
        </div>
      </header>
      <main id="content" tabIndex={-1} className="mx-auto max-w-[72rem] px-8 pt-6 pb-24 outline-none max-sm:px-4">
        {children}
      </main>
    </div>
  );
}
