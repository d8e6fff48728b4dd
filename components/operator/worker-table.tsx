import { Badge } from '@/components/ui/badge.tsx';
import { Cell, type Column, DataTable, Row } from '@/components/ui/data-table.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { RelativeTime } from '@/components/ui/relative-time.tsx';
import type { EngineView, WorkerView } from '@/lib/health/get-health.ts';

const COLUMNS: Column[] = [
  { label: 'Host' },
  { label: 'Engine' },
  { label: 'Memory in use', align: 'end' },
  { label: 'Started' },
  { label: 'Heard of' },
];

/** What runs Actors, and what keeps it from doing so. */
export function WorkerTable({ workers }: { workers: WorkerView[] }) {
  if (workers.length === 0) {
    return (
      <Notice tone="warning" title="No worker was heard of in the last minute">
        Runs and builds wait until one is started: <code>npm start -- --role worker</code>.
      </Notice>
    );
  }
  const remedies = workers.flatMap(({ host, engines }) =>
    engines.flatMap(({ summary, remedy }) => (remedy === null ? [] : [{ host, summary, remedy }])),
  );
  return (
    <div className="grid grid-cols-1 gap-4">
      {remedies.map(({ host, summary, remedy }) => (
        <Notice key={`${host} ${remedy}`} tone="warning" title={`${host}: ${summary}`}>
          {remedy}
        </Notice>
      ))}
      <DataTable label="Workers" columns={COLUMNS}>
        {workers.map((worker) => (
          <Row key={worker.id}>
            <Cell isHeader>
              <span className="font-medium">{worker.host}</span>
              <span className="block text-xs text-muted">
                <code>{worker.id}</code>
              </span>
            </Cell>
            <Cell>
              {worker.engines.map((engine) => (
                <Engine key={engine.name} engine={engine} />
              ))}
            </Cell>
            <Cell align="end">
              {worker.usedMemoryMbytes.toLocaleString('en')} of {worker.memoryMbytes.toLocaleString('en')} MB
            </Cell>
            <Cell>
              <RelativeTime at={worker.startedAt} />
            </Cell>
            <Cell>
              <RelativeTime at={worker.seenAt} />
            </Cell>
          </Row>
        ))}
      </DataTable>
    </div>
  );
}

function Engine({ engine: { name, isAvailable, isolation, summary } }: { engine: EngineView }) {
  return (
    <span className="grid justify-items-start gap-0.5 whitespace-normal">
      <span className="flex items-center gap-2">
        {name}
        <Badge tone={isAvailable && isolation !== 'none' ? 'moss' : 'amber'}>
          {isAvailable ? ISOLATION[isolation] : 'Not available'}
        </Badge>
      </span>
      <span className="text-xs text-muted">{summary}</span>
    </span>
  );
}

const ISOLATION: Record<string, string> = {
  sandbox: 'Sandbox',
  container: 'Container',
  none: 'Without isolation: operators’ own Actors only',
};
