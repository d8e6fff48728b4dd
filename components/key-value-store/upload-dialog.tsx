import { RouteDialog } from '@/components/ui/dialog.tsx';
import { shortBytes } from '@/components/ui/short-bytes.ts';
import type { FormAction } from '@/lib/console/form-state.ts';
import { UploadForm } from './upload-form.tsx';

type UploadDialogProps = { storeId: string; maxBytes: number; action: FormAction; closeHref: string };

export function UploadDialog({ storeId, maxBytes, action, closeHref }: UploadDialogProps) {
  return (
    <RouteDialog
      title="Upload a record"
      description={`Up to ${shortBytes(maxBytes)}. A record that has the key is replaced.`}
      closeHref={closeHref}
    >
      <UploadForm storeId={storeId} maxBytes={maxBytes} action={action} closeHref={closeHref} />
    </RouteDialog>
  );
}
