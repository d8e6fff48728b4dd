'use client';

import { useEffect, useRef } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { announce } from '@/components/ui/status.ts';
import { TextInput } from '@/components/ui/text-input.tsx';

/** The link that was just made, and copied where the browser lets us. It is shown this once: only its digest is kept. */
export function MadeLink() {
  const { url, expiresAt } = useFormState().done?.shown ?? {};
  const field = useRef<HTMLInputElement>(null);
  const copied = expiresAt
    ? 'Copied. It works until it expires or you revoke it.'
    : 'Copied. It works until you revoke it.';
  useEffect(() => {
    if (!url) return;
    // It may have come below the fold, and is what one came for.
    field.current?.select();
    navigator.clipboard?.writeText(url).then(
      () => announce(copied),
      () => {},
    );
  }, [url, copied]);
  if (!url) return null;
  return (
    <div className="grid gap-1.5">
      <div className="flex gap-2">
        <TextInput ref={field} isMono readOnly value={url} aria-label="Shareable link" />
        <CopyButton text={url} label="Copy link" copied={copied} />
      </div>
      <p className="text-sm text-muted">
        {expiresAt ? (
          <>
            Expires <RelativeTime at={expiresAt} />.
          </>
        ) : (
          'It never expires.'
        )}{' '}
        Keep it now: it is not shown again.
      </p>
    </div>
  );
}
