import { ReturnHere, SubmitButton } from '@/components/shell/frame-parts.tsx';
import { Button } from '@/components/ui/button.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { PageHeader } from '@/components/ui/page-header.tsx';
import { signedInAccount } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { signOutAction } from '../(entrance)/actions.ts';

/** One page for what is not there and for what may not be seen: neither must tell of the other. */
export default async function NotFound() {
  const account = await signedInAccount();
  return (
    <>
      <PageHeader title="You cannot open this page" />
      <EmptyState
        action={
          <div className="flex flex-wrap justify-center gap-2">
            <Button href={consolePath.home()}>Home</Button>
            {account ? (
              <form action={signOutAction}>
                <ReturnHere />
                <SubmitButton variant="secondary">Use another account</SubmitButton>
              </form>
            ) : null}
          </div>
        }
      >
        Either there is nothing at this address, or it has not been shared with{' '}
        {account ? <strong>{account.username}</strong> : 'you'}. Whoever sent you here can share it with your account,
        or send you a signed link.
      </EmptyState>
    </>
  );
}
