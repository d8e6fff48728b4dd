'use client';

import { AuthShell } from '@/components/shell/auth-shell.tsx';
import { Button } from '@/components/ui/button.tsx';

/** An unknown failure of a page. `digest` is what the log has it under. */
export default function ErrorPage({ error, reset }: { error: Error & { digest?: string }; reset: () => void }) {
  return (
    <AuthShell
      instanceName="Gatehouse"
      title="Something went wrong"
      description={`This page could not be shown. Nothing was changed. ${error.digest ? `Quote ${error.digest} when you report it.` : ''}`}
    >
      <Button variant="primary" onClick={reset}>
        Try again
      </Button>
    </AuthShell>
  );
}
