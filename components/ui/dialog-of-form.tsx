'use client';

import * as RadixDialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import type { FormDialogProps } from './dialog.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { IconButton } from './icon-button.tsx';

/** See `FormDialog`. */
export default function DialogOfForm({ onClose, cancel, ...rest }: FormDialogProps) {
  const close = (
    <IconButton
      {...cancel}
      type="submit"
      formNoValidate
      label="Close"
      icon={<X />}
      onClick={(event) => {
        event.preventDefault();
        onClose();
      }}
    />
  );
  return (
    <RadixDialog.Root open onOpenChange={onClose}>
      <DialogFrame {...rest} close={close} />
    </RadixDialog.Root>
  );
}
