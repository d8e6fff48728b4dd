import { Button } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { consolePath } from '@/lib/paths.ts';

/** On every page, as long as the account skips approval. */
export function ApprovalSkippedNotice() {
  return (
    <Notice
      tone="warning"
      title="Approval is skipped in your account"
      action={
        <Button size="small" href={`${consolePath.security()}#actor-approval`}>
          Change this
        </Button>
      }
    >
      Every Actor with full permissions starts unasked, also when a program with your token starts it.
    </Notice>
  );
}
