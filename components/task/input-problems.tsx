import { Notice } from '@/components/ui/notice.tsx';
import type { InputProblem } from '@/lib/input-schema/compile.ts';

type InputProblemsProps = {
  /** Of the input as it is saved. */
  problems: readonly InputProblem[];
  hasInput: boolean;
  mayChange: boolean;
};

/** Says that a task's runs are refused, and why. Programs may save what an Actor does not take, and an Actor may take something else later. */
export function InputProblems({ problems, hasInput, mayChange }: InputProblemsProps) {
  if (problems.length === 0) return null;
  const title = hasInput
    ? 'Its input does not fit the Actor: starts are refused'
    : 'It has no input yet, and the Actor needs one';
  return (
    <Notice tone="warning" title={title}>
      <ul className="list-disc pl-4">
        {problems.map(({ field, message }) => (
          <li key={`${field} ${message}`} className="wrap-anywhere">
            {message.replace(/^Field input\.(\S+) /, '“$1” ')}
          </li>
        ))}
      </ul>
      {mayChange ? (
        <p className="mt-1">{hasInput ? 'Correct it below and save.' : 'Check what is proposed below, and save.'}</p>
      ) : null}
    </Notice>
  );
}
