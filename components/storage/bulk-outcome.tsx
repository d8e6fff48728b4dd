'use client';

import { CircleCheck, OctagonAlert } from 'lucide-react';
import { type ReactNode, useEffect, useRef } from 'react';
import { useFormState } from '@/components/form/action-form.tsx';
import { Button } from '@/components/ui/button.tsx';
import { FormActions } from '@/components/ui/section.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { BulkResult } from '@/lib/storage/bulk.ts';

type BulkOutcomeProps = {
  closeHref: string;
  /** What is asked before it is done. */
  children: ReactNode;
};

/** The question; and after it was answered, what became of each. What failed can be tried again, with the same answer. */
export function BulkOutcome({ closeHref, children }: BulkOutcomeProps) {
  const { done, values } = useFormState();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // The button that was pressed is gone.
    if (done) heading.current?.focus();
  }, [done]);
  if (!done?.shown?.results) return children;

  const results = JSON.parse(done.shown.results) as BulkResult[];
  const failed = results.filter(({ error }) => error);
  return (
    <>
      {failed.map(({ id }) => (
        <input key={id} type="hidden" name="id" value={id} />
      ))}
      {Object.entries(values ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <h3 ref={heading} tabIndex={-1} className="text-sm font-semibold outline-none">
        {done.message}
      </h3>
      <section
        aria-label="What became of each"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
        tabIndex={0}
        className="max-h-64 overflow-y-auto rounded-md border border-line"
      >
        <ul className="divide-y divide-line">
          {results.map((result) => (
            <ResultRow key={result.id} result={result} />
          ))}
        </ul>
      </section>
      <FormActions>
        {failed.length > 0 ? (
          <SubmitButton variant="secondary">
            Try {failed.length === 1 ? 'this one' : `these ${failed.length}`} again
          </SubmitButton>
        ) : null}
        <Button href={closeHref} replace scroll={false} variant="primary">
          Done
        </Button>
      </FormActions>
    </>
  );
}

/** The API's refusal is about tokens. */
const saying = ({ type, message }: NonNullable<BulkResult['error']>): string =>
  type === 'insufficient-permissions' && message.startsWith('Insufficient')
    ? 'You may not do this to it any more.'
    : message;

function ResultRow({ result: { id, name, error } }: { result: BulkResult }) {
  return (
    <li className="flex items-start gap-2.5 px-3 py-2 text-sm">
      {error ? (
        <OctagonAlert aria-label="Failed" className="mt-0.5 text-brick" />
      ) : (
        <CircleCheck aria-label="Done" className="mt-0.5 text-moss" />
      )}
      <span className="grid min-w-0 flex-1">
        <span className="truncate font-medium">{name ?? <code>{id}</code>}</span>
        {error ? <span className="text-muted">{saying(error)}</span> : null}
      </span>
    </li>
  );
}
