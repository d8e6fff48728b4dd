import type { Metadata } from 'next';
import { SignedInAs } from '@/components/entrance/signed-in-as.tsx';
import { AuthShell } from '@/components/shell/auth-shell.tsx';
import { Button } from '@/components/ui/button.tsx';
import { signedInAccount } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { signOutAction } from './(entrance)/actions.ts';

export const metadata: Metadata = { title: 'Nothing to see here' };

/** One page for what is not there and for what may not be seen: neither must tell of the other. */
export default async function NotFound() {
  const account = await signedInAccount();
  return (
    <AuthShell
      instanceName="Gatehouse"
      title="You cannot open this page"
      description="Either there is nothing at this address, or it has not been shared with you. Whoever sent you here can share it with your account, or send you a signed link."
    >
      {account ? (
        <SignedInAs username={account.username} continueHref={consolePath.home()} signOut={signOutAction} returnTo="" />
      ) : (
        <Button href={consolePath.signIn()}>Sign in</Button>
      )}
    </AuthShell>
  );
}
