'use client';

import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { PageTitle } from '@/components/ui/page-title.tsx';

/** A page of the Console that could not be shown, within its frame. `digest` is what the log has it under. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <header className="mb-5">
        <PageTitle>This page could not be shown</PageTitle>
      </header>
      <EmptyState
        action={
          <Button variant="primary" onClick={reset}>
            Try again
          </Button>
        }
      >
        Something went wrong on our side, and nothing was changed.
        {error.digest ? ` Quote ${error.digest} when you report it.` : null}
      </EmptyState>
    </>
  );
}
