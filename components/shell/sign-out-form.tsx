import { SubmitButton } from '@/components/ui/submit-button.tsx';

export function SignOutForm({ action }: { action: (form: FormData) => Promise<void> }) {
  return (
    <form action={action} className="grid">
      <SubmitButton variant="quiet" className="justify-start">
        Sign out
      </SubmitButton>
    </form>
  );
}
