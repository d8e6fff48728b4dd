import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { ReturnTo } from './return-to.tsx';

type SignInMethodsProps = {
  methods: { id: string; name: string }[];
  action: (form: FormData) => Promise<void>;
  returnTo: string;
};

/** Ways to sign in that the operator has switched on. */
export function SignInMethods({ methods, action, returnTo }: SignInMethodsProps) {
  if (methods.length === 0) return null;
  return (
    <div className="grid gap-2 border-t border-line pt-4">
      {methods.map(({ id, name }) => (
        <form key={id} action={action} className="grid">
          <input type="hidden" name="method" value={id} />
          <ReturnTo path={returnTo} />
          <SubmitButton variant="secondary">Continue with {name}</SubmitButton>
        </form>
      ))}
    </div>
  );
}
