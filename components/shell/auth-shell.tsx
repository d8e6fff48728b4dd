import type { ReactNode } from 'react';
import { ThemeSwitch } from './frame-parts.tsx';
import { GateMark } from './gate-mark.tsx';
import { SkipLink } from './skip-link.tsx';

type AuthShellProps = {
  title: string;
  /** Why the reader is here. */
  description?: ReactNode;
  instanceName: string;
  children?: ReactNode;
  /** Other ways on, below the form. */
  footer?: ReactNode;
};

/** The frame of pages outside the Console: signing in and up, shared links, no permission. One arch, with what is asked inside it. */
export function AuthShell({ title, description, instanceName, children, footer }: AuthShellProps) {
  return (
    <div className="flex min-h-dvh flex-col pt-[max(2rem,9dvh)]">
      <SkipLink />
      <main
        id="content"
        tabIndex={-1}
        className="mx-auto flex w-[min(25rem,100vw-2rem)] grow flex-col rounded-t-[50%_10rem] border border-b-0 border-line-strong bg-surface px-8 pt-16 pb-8 outline-none max-sm:px-5"
      >
        <GateMark className="mx-auto mb-5 size-9" />
        <div className="mb-6 grid gap-1.5 text-center">
          <h1 tabIndex={-1} className="text-xl font-semibold tracking-tight">
            {title}
          </h1>
          {description ? <div className="text-muted">{description}</div> : null}
        </div>
        <div className="grid grid-cols-1 gap-4">{children}</div>
        {footer ? <div className="mt-6 border-t border-line pt-4 text-center text-sm text-muted">{footer}</div> : null}
      </main>
      <footer className="flex flex-wrap items-center justify-center gap-x-4 gap-y-2 border-t border-line-strong px-4 py-3 text-sm text-muted">
        {instanceName}
        <ThemeSwitch />
      </footer>
    </div>
  );
}
