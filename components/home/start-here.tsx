import { CircleCheck, CircleDashed } from 'lucide-react';
import { Link } from '@/components/ui/link.tsx';
import type { FirstSteps } from '@/lib/account/first-steps.ts';
import { consolePath } from '@/lib/paths.ts';

/**
 * The ways to the first run and to the first items. Each step is ticked by what has happened; a way that was gone to its end is not shown
 * any more.
 */
export function StartHere(done: FirstSteps) {
  return (
    <>
      <Way id="start-actors" title="Start here: run an Actor" steps={actorSteps(done)} />
      <Way id="start-data" title="Bring your own data" steps={dataSteps(done)} />
    </>
  );
}

const actorSteps = ({ hasBuilt, hasRun, hasFinishedRun }: FirstSteps): StepProps[] => [
  {
    isDone: hasBuilt,
    title: 'Make an Actor',
    meaning: 'Begin with an example: its program is yours to change, and built at once.',
    href: consolePath.actors({ dialog: 'new' }),
  },
  {
    isDone: hasRun,
    title: 'Run it',
    meaning: 'Fill in its input and press Start. It reaches what its permissions let it reach.',
    href: consolePath.actors(),
  },
  {
    isDone: hasFinishedRun,
    title: 'Look at the run',
    meaning: 'Its log as it is printed, what it stored, and what it did with its token.',
    href: consolePath.runs(),
  },
];

const dataSteps = ({ hasToken, hasUsedToken, hasItems }: FirstSteps): StepProps[] => [
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

function Way({ id, title, steps }: { id: string; title: string; steps: StepProps[] }) {
  if (steps.every(({ isDone }) => isDone)) return null;
  return (
    <section aria-labelledby={id} className="grid gap-3 border-t border-line py-6">
      <h2 id={id} className="text-base font-semibold">
        {title}
      </h2>
      <ol className="grid gap-3 sm:grid-cols-3">
        {steps.map((step, index) => (
          <Step key={step.title} number={index + 1} {...step} />
        ))}
      </ol>
    </section>
  );
}

type StepProps = { isDone: boolean; title: string; meaning: string; href: string };

function Step({ number, isDone, title, meaning, href }: StepProps & { number: number }) {
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
