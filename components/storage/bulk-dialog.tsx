import { ActionForm } from '@/components/form/action-form.tsx';
import { LevelFields, PersonField } from '@/components/sharing/add-person.tsx';
import { Button } from '@/components/ui/button.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import type { BulkDialog as Dialog } from '@/lib/paths.ts';
import type { ChosenStorage } from '@/lib/storage/describe-chosen.ts';
import type { StorageKind } from '@/lib/vocabulary.ts';
import { BulkAccessField } from './bulk-access-field.tsx';
import { BulkOutcome } from './bulk-outcome.tsx';
import { ChosenList } from './chosen-list.tsx';
import { entriesText, KIND_WORDS } from './words.ts';

type BulkDialogProps = {
  kind: StorageKind;
  dialog: Dialog;
  /** How many were chosen; some may be gone. */
  askedCount: number;
  storages: ChosenStorage[];
  action: FormAction;
  closeHref: string;
};

const WHAT = { 'bulk-share': 'share', 'bulk-access': 'general-access', 'bulk-delete': 'delete' } as const;
const RIGHT = { 'bulk-share': 'share', 'bulk-access': 'share', 'bulk-delete': 'write' } as const;

/** Says what will happen to how many, does it, and shows what became of each. */
export function BulkDialog(props: BulkDialogProps) {
  const { kind, dialog, askedCount, storages, action, closeHref } = props;
  const permitted = storages.filter(({ may }) => may[RIGHT[dialog]]);
  const { many } = KIND_WORDS[kind];
  const title = {
    'bulk-share': `Share ${many}`,
    'bulk-access': `General access of ${many}`,
    'bulk-delete': `Delete ${many}`,
  };
  return (
    <RouteDialog
      title={title[dialog]}
      closeHref={closeHref}
      initialFocus={dialog === 'bulk-delete' ? 'heading' : 'first-field'}
    >
      <ActionForm action={action}>
        <input type="hidden" name="kind" value={kind} />
        <input type="hidden" name="what" value={WHAT[dialog]} />
        <BulkOutcome key={dialog} closeHref={closeHref}>
          {permitted.map(({ id }) => (
            <input key={id} type="hidden" name="id" value={id} />
          ))}
          {permitted.length === 0 ? null : <Change {...props} storages={permitted} />}
          <ChosenList kind={kind} storages={storages} right={RIGHT[dialog]} />
          <Unchanged count={storages.length - permitted.length} goneCount={askedCount - storages.length} />
          <FormActions>
            {permitted.length === 0 ? null : (
              <SubmitButton variant={dialog === 'bulk-delete' ? 'danger' : 'primary'}>
                {submitText(dialog, kind, permitted.length)}
              </SubmitButton>
            )}
            <Button href={closeHref} replace scroll={false}>
              Cancel
            </Button>
          </FormActions>
        </BulkOutcome>
      </ActionForm>
    </RouteDialog>
  );
}

/** What is asked for, and what it means. */
function Change({ kind, dialog, storages }: BulkDialogProps) {
  if (dialog === 'bulk-access') return <BulkAccessField storages={storages} />;
  if (dialog === 'bulk-delete') {
    const entryCount = storages.reduce((sum, storage) => sum + storage.entryCount, 0);
    return (
      <p className="text-sm">
        {countText(kind, storages.length)} {storages.length === 1 ? 'goes' : 'go'}, with {entriesText(kind, entryCount)}{' '}
        in all, and every right and link to {storages.length === 1 ? 'it' : 'them'}. This cannot be undone.
      </p>
    );
  }
  return (
    <>
      <PersonField />
      <div className="flex flex-wrap items-end gap-3">
        <LevelFields />
      </div>
    </>
  );
}

function Unchanged({ count, goneCount }: { count: number; goneCount: number }) {
  if (count === 0 && goneCount === 0) return null;
  return (
    <Notice>
      {count > 0
        ? `${count} of these you may not change so: nothing happens to ${count === 1 ? 'it' : 'them'}. `
        : null}
      {goneCount > 0 ? `${goneCount} more ${goneCount === 1 ? 'is' : 'are'} not there any more.` : null}
    </Notice>
  );
}

const countText = (kind: StorageKind, count: number) =>
  `${count.toLocaleString('en')} ${count === 1 ? KIND_WORDS[kind].one : KIND_WORDS[kind].many}`;

function submitText(dialog: Dialog, kind: StorageKind, count: number): string {
  const what = countText(kind, count);
  return { 'bulk-share': `Share ${what}`, 'bulk-access': `Change ${what}`, 'bulk-delete': `Delete ${what}` }[dialog];
}
