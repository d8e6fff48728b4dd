import { SubmitButton } from '@/components/shell/frame-parts.tsx';
import { Button } from '@/components/ui/button.tsx';
import { Notice } from '@/components/ui/notice.tsx';

type SignedInAsProps = {
  username: string;
  continueHref: string;
  signOut: (form: FormData) => Promise<void>;
  returnTo: string;
};

/** Who this browser is signed in as already, and both ways on from there. */
export function SignedInAs({ username, continueHref, signOut, returnTo }: SignedInAsProps) {
  return (
    <Notice>
      <p>
        You are signed in as <strong>{username}</strong>.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <Button href={continueHref} size="small">
          Continue as {username}
        </Button>
        <form action={signOut}>
          <input type="hidden" name="returnTo" value={returnTo} />
          <SubmitButton variant="quiet" size="small">
            Sign out
          </SubmitButton>
        </form>
      </div>
    </Notice>
  );
}
