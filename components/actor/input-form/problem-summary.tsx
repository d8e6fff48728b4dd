import { ErrorSummary } from '@/components/ui/error-summary.tsx';
import type { InputProblem } from '@/lib/input-schema/compile.ts';
import { problemWords } from './problems.ts';

type ProblemSummaryProps = {
  byField: Map<string, InputProblem[]>;
  /** The fields that are shown: where each is, and what it is called there. */
  shown: Map<string, { id: string; title: string }>;
};

/** What is wrong with an input, on top of it, with the way to each field. */
export function ProblemSummary({ byField, shown }: ProblemSummaryProps) {
  const problems = [...byField].flatMap(([name, ofField]) => ofField.map((problem) => ({ problem, name })));
  if (problems.length === 0) return null;
  return (
    <ErrorSummary key={problems.map(({ problem }) => problem.message).join()} error="The input needs correcting">
      <ul className="list-disc pl-4">
        {problems.map(({ problem, name }) => {
          const field = shown.get(name);
          return (
            <li key={`${problem.field} ${problem.message}`} className="wrap-anywhere">
              {field ? (
                <a href={`#${field.id}`} className="inline-block py-0.5">
                  {field.title}: {problemWords(problem, name)}
                </a>
              ) : (
                problem.message
              )}
            </li>
          );
        })}
      </ul>
    </ErrorSummary>
  );
}
