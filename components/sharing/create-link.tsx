import { ActionForm } from '@/components/form/action-form.tsx';
import { ResourceFields, type StorageTarget } from '@/components/form/resource-fields.tsx';
import { SelectField } from '@/components/form/select-field.tsx';
import { TextField } from '@/components/form/text-field.tsx';
import { KIND_WORDS } from '@/components/storage/words.ts';
import { Button } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/cx.ts';
import { Link } from '@/components/ui/link.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { FORMAT_OPTIONS } from './format-choice.tsx';
import { lifetimeOptions, usualLifetime } from './lifetimes.ts';
import { MadeLink } from './made-link.tsx';

type CreateLinkProps = {
  storage: StorageTarget;
  action: FormAction;
  mayShare: boolean;
  maxLifetimeSecs: number | null;
  linksHref: string;
  /** It is all that there is in a dialog, whose heading names it. */
  isAlone?: boolean;
};

/** A pre-signed link: it opens the content for whoever holds it, until it ends or is revoked. Always signed, whatever the general access. */
export function CreateLink({ storage, action, mayShare, maxLifetimeSecs, linksHref, isAlone }: CreateLinkProps) {
  return (
    <section aria-label="Shareable link" className={cx('grid gap-3', !isAlone && 'border-t border-line pt-4')}>
      <div>
        {isAlone ? null : <h3 className="text-sm font-semibold">Shareable link</h3>}
        <p className="text-sm text-muted">
          Opens all {KIND_WORDS[storage.kind].entries} for whoever has it, without an account.{' '}
          <Link href={linksHref}>You can see its use and revoke it</Link> at any time.
        </p>
      </div>
      {mayShare ? (
        <ActionForm action={action} className="grid gap-3">
          <ResourceFields {...storage} />
          <div className="flex flex-wrap items-end gap-3">
            <SelectField
              name="lifetimeSecs"
              label="Works for"
              defaultValue={usualLifetime(maxLifetimeSecs)}
              options={lifetimeOptions(maxLifetimeSecs)}
            />
            {storage.kind === 'dataset' ? <SelectField name="format" label="As" options={FORMAT_OPTIONS} /> : null}
            <TextField
              name="label"
              label="For"
              isOptional
              placeholder="Quarterly report"
              maxLength={100}
              className="w-44!"
            />
            <SubmitButton variant="secondary">Make link</SubmitButton>
          </div>
          <MadeLink />
        </ActionForm>
      ) : (
        <Button
          disabledReason={`Only those who may share this ${KIND_WORDS[storage.kind].one} can make links. Ask its owner for one.`}
          className="justify-self-start"
        >
          Make link
        </Button>
      )}
    </section>
  );
}
