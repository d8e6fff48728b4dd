import { count } from '@/components/settings/count.ts';
import type { ApprovalRowView } from '@/lib/approval-list/list.ts';
import { rightWords } from './list-words.ts';

/** What the programs of an Actor did in the account: how much, and by kind and right; what takes full permissions is said first. */
export function ActorUse({ use: { uses, wouldWorkLimited }, label }: { use: ApprovalRowView['use']; label: string }) {
  const permitted = uses.filter(({ isRefused }) => !isRefused);
  const beyond = permitted.filter(({ isOwn }) => !isOwn);
  if (permitted.length === 0) return <span className="text-muted">Nothing</span>;
  return (
    <div className="grid gap-1">
      <p>
        {count(sum(permitted), 'call', 'calls')}, {beyond.length === 0 ? 'none' : sum(beyond).toLocaleString('en')}{' '}
        beyond limited permissions
      </p>
      {wouldWorkLimited === false ? (
        <p>Needed full permissions for: {[...new Set(beyond.map(rightWords))].join(', ')}</p>
      ) : null}
      <details>
        <summary className="min-h-6 cursor-pointer text-accent-ink">
          By kind and right<span className="sr-only"> of {label}</span>
        </summary>
        <table className="mt-1 w-full text-start">
          <caption className="sr-only">What {label} touched</caption>
          <thead className="text-xs text-muted">
            <tr>
              <th scope="col" className="py-0.5 pr-3 text-start font-medium">
                Right used
              </th>
              <th scope="col" className="py-0.5 pr-3 text-start font-medium">
                Takes
              </th>
              <th scope="col" className="py-0.5 text-end font-medium">
                Times
              </th>
            </tr>
          </thead>
          <tbody>
            {permitted.map((row) => (
              <tr key={`${row.kind} ${row.asked} ${row.isOwn}`}>
                <th scope="row" className="py-0.5 pr-3 text-start font-normal">
                  {rightWords(row)}
                </th>
                <td className="py-0.5 pr-3">{row.isOwn ? 'Limited' : 'Full'}</td>
                <td className="py-0.5 text-end tabular-nums">{row.count.toLocaleString('en')}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </div>
  );
}

const sum = (rows: readonly { count: number }[]): number => rows.reduce((total, { count: times }) => total + times, 0);
