import { ErrorSummary } from '@/components/ui/error-summary.tsx';
import type { InputProblem } from '@/lib/input-schema/compile.ts';

type ProblemSummaryProps = { byField: Map<string, InputProblem[]>; ids: Map<string, string> };

/** What is wrong with an input, on top of it, with the way to each field. */
export function ProblemSummary({ byField, ids }: ProblemSummaryProps) {
  const problems = [...byField].flatMap(([name, ofField]) =>
    ofField.map((problem) => ({ ...problem, id: ids.get(name) })),
  );
  if (problems.length === 0) return null;
  return (
    <ErrorSummary key={problems.map(({ message }) => message).join()} error="The input needs correcting">
      <ul className="list-disc pl-4">
        {problems.map(({ field, message, id }) => (
          <li key={`${field} ${message}`} className="wrap-anywhere">
            {id ? <a href={`#${id}`}>{message}</a> : message}
          </li>
        ))}
      </ul>
    </ErrorSummary>
  );
}
