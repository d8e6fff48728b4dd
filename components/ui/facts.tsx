import type { ReactNode } from 'react';

/** What is known of a thing: terms and values in columns. */
export function Facts({ facts }: { facts: { term: string; value: ReactNode }[] }) {
  return (
    <dl className="mb-5 flex flex-wrap gap-x-10 gap-y-3 text-sm">
      {facts.map(({ term, value }) => (
        <div key={term} className="min-w-0 max-w-full">
          <dt className="text-xs text-faint">{term}</dt>
          <dd className="flex min-h-control-small min-w-0 items-center">{value}</dd>
        </div>
      ))}
    </dl>
  );
}
