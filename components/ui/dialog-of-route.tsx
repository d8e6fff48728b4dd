'use client';

import * as RadixDialog from '@radix-ui/react-dialog';
import { X } from 'lucide-react';
import { useRouter } from 'next/navigation';
import type { RouteDialogProps } from './dialog.tsx';
import { DialogFrame } from './dialog-frame.tsx';
import { IconButton } from './icon-button.tsx';

/** See `RouteDialog`. */
export default function DialogOfRoute({ closeHref, ...rest }: RouteDialogProps) {
  const router = useRouter();
  return (
    <RadixDialog.Root open onOpenChange={() => router.replace(closeHref, { scroll: false })}>
      <DialogFrame
        {...rest}
        close={<IconButton label="Close" icon={<X />} href={closeHref} replace scroll={false} />}
      />
    </RadixDialog.Root>
  );
}
