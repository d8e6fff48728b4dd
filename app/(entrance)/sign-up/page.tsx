import type { Metadata } from 'next';
import { SignInMethods } from '@/components/entrance/sign-in-methods.tsx';
import { SignUpForm } from '@/components/entrance/sign-up-form.tsx';
import { AuthShell } from '@/components/shell/auth-shell.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Link } from '@/components/ui/link.tsx';
import { hasNoAccounts, isSignUpOpen } from '@/lib/account/entrance.ts';
import { signInMethods } from '@/lib/console/providers.ts';
import { isInvitationOpen } from '@/lib/invitation/accept.ts';
import { consolePath, safeReturnTo } from '@/lib/paths.ts';
import { signInWithAction, signUpAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Create an account' };

export default async function SignUpPage({
  searchParams,
}: {
  searchParams: Promise<{ returnTo?: string; invitation?: string }>;
}) {
  const { returnTo: asked, invitation = '' } = await searchParams;
  const returnTo = safeReturnTo(asked) ?? '';
  const isFirst = await hasNoAccounts();
  const isInvited = invitation !== '' && (await isInvitationOpen(invitation));

  if (!isFirst && !isInvited && (invitation !== '' || !(await isSignUpOpen()))) {
    return (
      <AuthShell
        instanceName="Gatehouse"
        title={invitation ? 'This invitation has ended' : 'Sign-up is closed'}
        description={
          invitation
            ? 'It has expired or has been used. Ask the operator for a new one.'
            : 'Ask the operator for an invitation.'
        }
      >
        <Button href={consolePath.signIn()}>Sign in</Button>
      </AuthShell>
    );
  }
  return (
    <AuthShell
      instanceName="Gatehouse"
      title={isFirst ? 'Set up Gatehouse' : 'Create an account'}
      description={isFirst ? 'You are the first here: your account will be the operator’s.' : undefined}
      footer={isFirst ? undefined : <Link href={consolePath.signIn(returnTo || undefined)}>Sign in instead</Link>}
    >
      <SignUpForm action={signUpAction} returnTo={returnTo} invitation={isInvited ? invitation : ''} />
      <SignInMethods methods={signInMethods()} action={signInWithAction} returnTo={returnTo} />
    </AuthShell>
  );
}
