import { CircleCheck, CircleDashed } from 'lucide-react';
import { Link } from '@/components/ui/link.tsx';
import type { FirstSteps } from '@/lib/account/first-steps.ts';
import { consolePath } from '@/lib/paths.ts';

/** The way to the first items. Each step is ticked by what has happened; after the last one this is not shown any more. */
export function StartHere({ hasToken, hasUsedToken, hasItems }: FirstSteps) {
  if (hasToken && hasUsedToken && hasItems) return null;
  const steps = [
    {
      isDone: hasToken,
      title: 'Make a token',
      meaning: 'With it a program acts in your name.',
      href: consolePath.integrations({ dialog: 'new-token' }),
    },
    {
      isDone: hasUsedToken,
      title: 'Point a client here',
      meaning: 'The official clients take an address; the code is ready to copy.',
      href: consolePath.integrations(),
    },
    {
      isDone: hasItems,
      title: 'Push items',
      meaning: 'They are in a dataset the moment they are sent.',
      href: consolePath.storages('dataset'),
    },
  ];
  return (
    <section aria-labelledby="start-here" className="grid gap-3 border-t border-line py-6">
      <h2 id="start-here" className="text-base font-semibold">
        Start here
      </h2>
      <ol className="grid gap-3 sm:grid-cols-3">
        {steps.map((step, index) => (
          <Step key={step.title} number={index + 1} {...step} />
        ))}
      </ol>
    </section>
  );
}

type StepProps = { number: number; isDone: boolean; title: string; meaning: string; href: string };

function Step({ number, isDone, title, meaning, href }: StepProps) {
  return (
    <li className="flex gap-3 rounded-md border border-line bg-raised px-3 py-3">
      {isDone ? <CircleCheck className="mt-0.5 text-moss" /> : <CircleDashed className="mt-0.5 text-muted" />}
      <div className="grid content-start gap-0.5 text-sm">
        <p className="font-medium">
          {number}. {isDone ? title : <Link href={href}>{title}</Link>}
          {isDone ? <span className="font-normal text-moss"> · done</span> : null}
        </p>
        <p className="text-muted">{meaning}</p>
      </div>
    </li>
  );
}
