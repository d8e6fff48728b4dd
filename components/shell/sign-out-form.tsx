import { SubmitButton } from './frame-parts.tsx';

export function SignOutForm({ action }: { action: (form: FormData) => Promise<void> }) {
  return (
    <form action={action} className="grid">
      <SubmitButton variant="quiet" className="justify-start">
        Sign out
      </SubmitButton>
    </form>
  );
}
