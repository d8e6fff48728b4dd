'use client';

import { Check, Link2 } from 'lucide-react';
import { type SubmitEvent, useActionState, useEffect, useState, useTransition } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { SelectedText } from '@/components/ui/copy-button.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { ProgressBar } from '@/components/ui/progress-bar.tsx';
import { announce } from '@/components/ui/status.ts';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { ActionResult, FormAction } from '@/lib/console/form-state.ts';
import { useLinkLifetime } from './link-lifetime.tsx';

type MadeLink = { url: string; expiresAt: Date | null };

export type CopyRecordLinkProps = {
  storeId: string;
  recordKey: string;
  mayShare: boolean;
  create: (storeId: string, recordKey: string, lifetime: string) => Promise<ActionResult<MadeLink>>;
  /** The same without JavaScript: the link is shown. */
  formAction: FormAction;
  isIconOnly?: boolean;
};

const REFUSAL = 'Only those who may share this store can make links: ask its owner for a link.';

/** Makes a signed link to a record and copies it, in one press. Where the clipboard is refused, the link is shown, selected. */
export function CopyRecordLink({ storeId, recordKey, mayShare, create, formAction, isIconOnly }: CopyRecordLinkProps) {
  const lifetime = useLinkLifetime();
  const [state, submit] = useActionState(formAction, {});
  const [refused, setRefused] = useState<string | null>(null);
  const [isDone, setIsDone] = useState(false);
  const [isPending, startTransition] = useTransition();
  useEffect(() => {
    if (!isDone) return;
    const timer = setTimeout(() => setIsDone(false), 2_000);
    return () => clearTimeout(timer);
  }, [isDone]);
  const label = `Copy link to ${recordKey}`;
  const icon = isDone ? <Check /> : <Link2 />;

  if (!mayShare) {
    if (isIconOnly) {
      return (
        <IconButton label={label} icon={icon} size="small" disabledReason={REFUSAL} className="border-transparent!" />
      );
    }
    return (
      <Button aria-label={label} disabledReason={REFUSAL}>
        {icon} Copy link
      </Button>
    );
  }

  const copy = (event: SubmitEvent) => {
    event.preventDefault();
    if (isPending) return;
    startTransition(async () => {
      const made = create(storeId, recordKey, lifetime);
      const outcome = await copyWhenMade(made);
      const result = await made;
      if (!result.ok) return announce(result.error.message);
      setIsDone(outcome === 'copied');
      if (outcome === 'copied') return announce(copiedText(result.value));
      setRefused(result.value.url);
      announce('Your browser refused to copy. The link is selected: copy it from there.');
    });
  };
  if (refused) return <SelectedText text={refused} label={label} onLeave={() => setRefused(null)} />;

  const { url, expiresAt } = state.done?.shown ?? {};
  return (
    <form action={submit} onSubmit={copy} className="inline-flex max-w-full items-center gap-1">
      <input type="hidden" name="id" value={storeId} />
      <input type="hidden" name="key" value={recordKey} />
      <input type="hidden" name="lifetime" value={lifetime} />
      {url ? (
        <TextInput
          isMono
          readOnly
          value={url}
          aria-label={`Link to ${recordKey}`}
          title={expiresAt ? `Works until ${expiresAt}` : 'Never expires'}
          className="w-64!"
        />
      ) : null}
      {state.error ? <span role="alert">{state.error.message}</span> : null}
      {isIconOnly ? (
        <IconButton type="submit" label={label} icon={icon} size="small" aria-busy={isPending || undefined} />
      ) : (
        <Button type="submit" aria-label={label} aria-busy={isPending || undefined}>
          {icon} Copy link
          {isPending ? <ProgressBar className="absolute inset-x-0 bottom-0" /> : null}
        </Button>
      )}
    </form>
  );
}

/** Asks for the clipboard at once, while the press still counts, and writes when the link is there. */
async function copyWhenMade(made: Promise<ActionResult<MadeLink>>): Promise<'copied' | 'refused'> {
  const text = made.then((result) => {
    if (!result.ok) throw new Error(result.error.message);
    return new Blob([result.value.url], { type: 'text/plain' });
  });
  // It is awaited by the clipboard, if there is one.
  text.catch(() => {});
  try {
    await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
    return 'copied';
  } catch {
    return 'refused';
  }
}

function copiedText({ expiresAt }: MadeLink): string {
  if (!expiresAt) return 'Copied. It works until you revoke it.';
  const until = expiresAt.toLocaleString('en-GB', { dateStyle: 'medium', timeStyle: 'short' });
  return `Copied. It works until ${until}.`;
}
