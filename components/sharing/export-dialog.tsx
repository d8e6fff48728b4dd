import { Download } from 'lucide-react';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { RouteDialog } from '@/components/ui/dialog.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import type { FormAction } from '@/lib/console/form-state.ts';
import { CreateLink } from './create-link.tsx';
import { Disclosure, ExportAdvanced } from './export-advanced.tsx';
import { FormatChoice } from './format-choice.tsx';

type ExportDialogProps = {
  id: string;
  itemCount: number;
  fields: string[];
  /** Those of the dataset's schema. */
  views: { name: string; title: string }[];
  /** Answers the form with the file. */
  downloadPath: string;
  mayShare: boolean;
  maxLinkLifetimeSecs: number | null;
  linksHref: string;
  createLink: FormAction;
  closeHref: string;
};

/** Items as a file for the one who asks, or as a link for somebody else. */
export function ExportDialog(props: ExportDialogProps) {
  const {
    id,
    itemCount,
    fields,
    views,
    downloadPath,
    mayShare,
    maxLinkLifetimeSecs,
    linksHref,
    createLink,
    closeHref,
  } = props;
  const count = `${itemCount.toLocaleString('en')} ${itemCount === 1 ? 'item' : 'items'}`;
  return (
    <RouteDialog title="Export" description={itemCount === 0 ? 'This dataset is empty.' : count} closeHref={closeHref}>
      <form action={downloadPath} method="get" className="group/export grid gap-4">
        {views.length > 0 ? (
          <Field label="View" hint="A saved choice of fields. What you ask for below counts instead of it.">
            {(control) => (
              <Select {...control} name="view">
                <option value="">All fields</option>
                {views.map(({ name, title }) => (
                  <option key={name} value={name}>
                    {title}
                  </option>
                ))}
              </Select>
            )}
          </Field>
        ) : null}
        <FormatChoice />
        <Disclosure title="Which items and fields">
          <Field
            label="Only these fields"
            isOptional
            hint={fields.length > 0 ? `It has: ${fields.slice(0, 12).join(', ')}` : undefined}
          >
            {(control) => <TextInput {...control} name="fields" isMono placeholder="title,price" />}
          </Field>
          <Field label="Without these fields" isOptional>
            {(control) => <TextInput {...control} name="omit" isMono />}
          </Field>
          <div className="grid grid-cols-2 gap-3">
            <Field label="Skip" isOptional>
              {(control) => <TextInput {...control} name="offset" inputMode="numeric" pattern="\d*" placeholder="0" />}
            </Field>
            <Field label="At most" isOptional>
              {(control) => <TextInput {...control} name="limit" inputMode="numeric" pattern="\d*" placeholder="all" />}
            </Field>
          </div>
          <Checkbox
            name="clean"
            value="1"
            label="Only clean items"
            description="Without empty items and fields that start with #."
          />
          <Checkbox name="desc" value="1" label="Newest first" />
        </Disclosure>
        <ExportAdvanced />
        <SubmitButton className="justify-self-start">
          <Download /> Download
        </SubmitButton>
      </form>
      <CreateLink
        storage={{ kind: 'dataset', id }}
        action={createLink}
        mayShare={mayShare}
        maxLifetimeSecs={maxLinkLifetimeSecs}
        linksHref={linksHref}
      />
    </RouteDialog>
  );
}
