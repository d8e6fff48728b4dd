'use client';

import { Check, Copy } from 'lucide-react';
import { useEffect, useState } from 'react';
import { Button, type ButtonLook } from './button.tsx';
import { IconButton } from './icon-button.tsx';
import { announce } from './status.ts';
import { TextInput } from './text-input.tsx';

type CopyButtonProps = ButtonLook & {
  text: string;
  /** What is copied, and so the button's name: "Copy dataset ID". */
  label: string;
  /** Said afterwards; by default "Copied". Links say how long they work. */
  copied?: string;
  isIconOnly?: boolean;
};

/** Copies, and says so. Where the clipboard is refused, as on plain HTTP, it turns into the text, selected. */
export function CopyButton({ text, label, copied = 'Copied', isIconOnly, variant, size }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<'none' | 'copied' | 'refused'>('none');
  useEffect(() => {
    if (outcome !== 'copied') return;
    const timer = setTimeout(() => setOutcome('none'), 2_000);
    return () => clearTimeout(timer);
  }, [outcome]);

  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setOutcome('copied');
      announce(copied);
    } catch {
      setOutcome('refused');
      announce('Your browser refused to copy. The text is selected: copy it from there.');
    }
  };

  if (outcome === 'refused') return <SelectedText text={text} label={label} onLeave={() => setOutcome('none')} />;
  const icon = outcome === 'copied' ? <Check /> : <Copy />;
  if (isIconOnly) return <IconButton label={label} icon={icon} variant={variant} size={size} onClick={copy} />;
  return (
    <Button variant={variant} size={size} onClick={copy}>
      {icon}
      {label}
    </Button>
  );
}

/** In place of a button: what could not be copied, ready to be. */
export function SelectedText({ text, label, onLeave }: { text: string; label: string; onLeave: () => void }) {
  return (
    <TextInput
      isMono
      readOnly
      autoFocus
      value={text}
      aria-label={label}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={onLeave}
      className="w-64! max-w-full"
    />
  );
}
