import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { SignInForm } from '@/components/entrance/sign-in-form.tsx';
import { SignInMethods } from '@/components/entrance/sign-in-methods.tsx';
import { SignedInAs } from '@/components/entrance/signed-in-as.tsx';
import { AuthShell } from '@/components/shell/auth-shell.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { hasNoAccounts, isSignUpOpen } from '@/lib/account/entrance.ts';
import { signedInAccount } from '@/lib/console/page.ts';
import { signInMethods } from '@/lib/console/providers.ts';
import { consolePath, safeReturnTo } from '@/lib/paths.ts';
import { signInAction, signInWithAction, signOutAction } from '../actions.ts';

export const metadata: Metadata = { title: 'Sign in' };

const FAILURES: Record<string, string> = {
  OAuthAccountNotLinked: 'An account with this e-mail address exists already. Sign in the way you did before.',
  AccessDenied: 'The other side did not let you in.',
};

export default async function SignInPage({
  searchParams,
}: {
  searchParams: Promise<{ returnTo?: string; callbackUrl?: string; error?: string }>;
}) {
  const { returnTo: asked, error } = await searchParams;
  const returnTo = safeReturnTo(asked) ?? '';
  if (await hasNoAccounts()) redirect(consolePath.signUp());
  const account = await signedInAccount();

  return (
    <AuthShell
      instanceName="Gatehouse"
      title="Sign in"
      description={returnTo ? 'to open this page' : undefined}
      footer={
        (await isSignUpOpen()) ? (
          <Link href={signUpHref(returnTo)}>Create an account</Link>
        ) : (
          'New here? Ask the operator for an invitation.'
        )
      }
    >
      {error ? (
        <Notice tone="danger">
          {FAILURES[error] ?? 'Signing in there did not work. Try again, or sign in another way.'}
        </Notice>
      ) : null}
      {account ? (
        <SignedInAs
          username={account.username}
          continueHref={returnTo || consolePath.home()}
          signOut={signOutAction}
          returnTo={returnTo}
        />
      ) : null}
      <SignInForm action={signInAction} returnTo={returnTo} />
      <SignInMethods methods={signInMethods()} action={signInWithAction} returnTo={returnTo} />
    </AuthShell>
  );
}

const signUpHref = (returnTo: string) =>
  returnTo ? `${consolePath.signUp()}?returnTo=${encodeURIComponent(returnTo)}` : consolePath.signUp();
