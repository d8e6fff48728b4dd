'use client';

import { useRouter } from 'next/navigation';
import { useEffect } from 'react';
import { ActionForm, useFormState } from '@/components/form/action-form.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';

type EndAllDialogProps = {
  what: 'links' | 'grants';
  summary: { liveLinkCount: number; endlessLinkCount: number; grantCount: number };
  username: string;
  action: FormAction;
  closeHref: string;
};

/** For the day when something has leaked. It says what will break before it asks. */
export function EndAllDialog({ what, summary, username, action, closeHref }: EndAllDialogProps) {
  return (
    <RouteDialog
      title={what === 'links' ? 'End all signed links?' : 'End all access of others?'}
      closeHref={closeHref}
      width="narrow"
      initialFocus="heading"
    >
      <ActionForm action={action}>
        {what === 'links' ? <WhatLinksBreak {...summary} /> : <WhatGrantsBreak grantCount={summary.grantCount} />}
        <input type="hidden" name="what" value={what} />
        <input type="hidden" name="username" value={username} />
        <TextField
          name="confirmation"
          label={`Type “${username}” to confirm`}
          autoComplete="off"
          autoCapitalize="none"
          spellCheck={false}
          required
        />
        <Answers closeHref={closeHref} label={what === 'links' ? 'End all links' : 'End all access'} />
      </ActionForm>
    </RouteDialog>
  );
}

function WhatLinksBreak({ liveLinkCount, endlessLinkCount }: { liveLinkCount: number; endlessLinkCount: number }) {
  return (
    <div className="grid gap-2 text-sm">
      <p>
        {liveLinkCount === 1 ? 'One known link stops' : `${liveLinkCount.toLocaleString('en')} known links stop`}{' '}
        working at once
        {endlessLinkCount > 0 ? `, ${endlessLinkCount.toLocaleString('en')} of them without an end` : ''}. So does every
        link that a program signed and nobody has used yet.
      </p>
      <p>
        Programs that signed links with a storage’s secret key must read the new key from the API. People you gave
        access, tokens and general access stay as they are. This cannot be undone; new links can be made.
      </p>
    </div>
  );
}

function WhatGrantsBreak({ grantCount }: { grantCount: number }) {
  return (
    <p className="text-sm">
      Everything you gave to other accounts is taken back at once: {grantCount.toLocaleString('en')}{' '}
      {grantCount === 1 ? 'grant' : 'grants'}. Links and general access stay as they are. This cannot be undone; you can
      share again.
    </p>
  );
}

function Answers({ closeHref, label }: { closeHref: string; label: string }) {
  const { done } = useFormState();
  const router = useRouter();
  useEffect(() => {
    if (done) router.replace(closeHref, { scroll: false });
  }, [done, router, closeHref]);
  return (
    <FormActions>
      <SubmitButton variant="danger">{label}</SubmitButton>
      <Button href={closeHref} replace scroll={false}>
        {done ? 'Close' : 'Cancel'}
      </Button>
    </FormActions>
  );
}
