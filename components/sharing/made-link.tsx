'use client';

import { useEffect, useRef } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import { CopyButton } from '@/components/ui/copy-button.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';

/** The link that was just made. It is shown this once: only its digest is kept. */
export function MadeLink() {
  const { url, expiresAt } = useFormState().done?.shown ?? {};
  const field = useRef<HTMLInputElement>(null);
  // It may have come below the fold, and is what one came for.
  useEffect(() => {
    if (url) field.current?.select();
  }, [url]);
  if (!url) return null;
  return (
    <div className="grid gap-1.5">
      <div className="flex gap-2">
        <TextInput ref={field} isMono readOnly value={url} aria-label="Shareable link" />
        <CopyButton
          text={url}
          label="Copy link"
          copied={
            expiresAt ? 'Copied. It works until it expires or you revoke it.' : 'Copied. It works until you revoke it.'
          }
        />
      </div>
      <p className="text-sm text-muted">
        {expiresAt ? (
          <>
            Expires <RelativeTime at={expiresAt} />.
          </>
        ) : (
          'It never expires.'
        )}{' '}
        Copy it now: it is not shown again.
      </p>
    </div>
  );
}
