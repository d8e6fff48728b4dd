'use client';

import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';

/** A page of the Console that could not be shown, within its frame. `digest` is what the log has it under. */
export function PageError({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <>
      <PageHeader title="This page could not be shown" />
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
