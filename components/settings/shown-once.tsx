'use client';

import { CopyButton } from '@/components/ui/copy-button.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';

type ShownOnceProps = {
  /** What it is: "Your new token". */
  label: string;
  text: string;
  /** Names the button: "Copy token". */
  copyLabel: string;
  warning: string;
};

/** A secret that was just made and is not kept: to be copied now. It is selected, so that it can be copied without JavaScript too. */
export function ShownOnce({ label, text, copyLabel, warning }: ShownOnceProps) {
  return (
    <div className="grid gap-3">
      <Notice tone="warning" title="Copy it now: it is shown this once">
        {warning}
      </Notice>
      <Field label={label}>
        {(control) => (
          <TextInput
            {...control}
            isMono
            readOnly
            autoFocus
            value={text}
            autoComplete="off"
            onFocus={(event) => event.currentTarget.select()}
          />
        )}
      </Field>
      <div>
        <CopyButton text={text} label={copyLabel} variant="primary" />
      </div>
    </div>
  );
}
