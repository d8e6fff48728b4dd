import { readableText } from '@/components/key-value-store/readable-text.ts';
import { Button } from '@/components/ui/button.tsx';
import { CodeBlock } from '@/components/ui/code-block.tsx';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { Link } from '@/components/ui/link.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { consolePath } from '@/lib/paths.ts';
import type { RunInput } from '@/lib/run-page/get-input.ts';

/** What a run was given, without secrets. `againHref`: the form that starts another one with it; null without its Actor. */
export function RunInputView({
  input: { storeId, record, hidden },
  againHref,
}: {
  input: RunInput;
  againHref: string | null;
}) {
  if (!record) return <EmptyState>It was started without input, or the input has been deleted.</EmptyState>;
  const { key, preview } = record;
  const link = (
    <Link href={consolePath.storage('key-value-store', storeId, { record: key })}>Open the record {key}</Link>
  );
  if (preview.kind === 'none' || preview.kind === 'image') {
    return (
      <EmptyState action={link}>
        {preview.kind === 'none' ? `${preview.reason}.` : 'The input is a picture.'}
      </EmptyState>
    );
  }
  return (
    <div className="grid grid-cols-1 gap-3">
      {hidden.length > 0 ? (
        <Notice>
          {hidden.length === 1 ? 'The value of a secret field is' : `The values of ${hidden.length} fields are`} not
          shown: {hidden.join(', ')}. The record itself holds them, so its store is open only to those who were given
          it.
        </Notice>
      ) : null}
      {preview.isCut ? <Notice>Only its beginning is shown.</Notice> : null}
      <CodeBlock label="Input" text={readableText(preview)} />
      <p className="flex flex-wrap items-center gap-x-4 gap-y-2 text-sm text-muted">
        {againHref ? <Button href={againHref}>Run again with this input</Button> : null}
        {link}
      </p>
    </div>
  );
}
