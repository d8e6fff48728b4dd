/** What the tabs of a run show. Each asks for itself, and only where it is shown. */
import { ItemsTable } from '@/components/dataset/items-table.tsx';
import { LogSection } from '@/components/log/log-section.tsx';
import { RunInputView } from '@/components/run/run-input.tsx';
import { RunOutput } from '@/components/run/run-output.tsx';
import { UseOfRun } from '@/components/run/run-use.tsx';
import { StoragesOfRun } from '@/components/run/storages-of-run.tsx';
import { runAgainHref } from '@/components/run/words.ts';
import { EmptyState } from '@/components/ui/empty-state.tsx';
import { open } from '@/lib/console/page.ts';
import { PREVIEW_PAGE_ITEMS, previewItems } from '@/lib/dataset/preview.ts';
import { newestLog } from '@/lib/job-log/newest.ts';
import { consolePath } from '@/lib/paths.ts';
import { getRunUse } from '@/lib/run/get-use.ts';
import { getRunInput, recordOrNull } from '@/lib/run-page/get-input.ts';
import type { RunPageView } from '@/lib/run-page/get-page.ts';
import { listRunStorages } from '@/lib/run-page/list-storages.ts';

type TabProps = { view: RunPageView; path: string };

export async function LogTab({ view: { run }, path }: TabProps) {
  const newest = await open(path, (ctx) => newestLog(ctx, { kind: 'run', address: { by: 'id', id: run.id } }));
  return (
    <LogSection
      href={consolePath.runLog(run.id)}
      rawHref={consolePath.runLog(run.id, { raw: '1' })}
      reloadHref={path}
      newest={newest}
      status={run.status}
    />
  );
}

export async function OutputTab({ view, path, offset }: TabProps & { offset: string | undefined }) {
  const { id, defaultDatasetId: datasetId, defaultKeyValueStoreId: storeId } = view.run;
  const record = await open(path, (ctx) => recordOrNull(ctx, storeId, 'OUTPUT'));
  const items =
    view.counts.itemCount === null ? (
      <EmptyState>Its dataset has been deleted.</EmptyState>
    ) : view.counts.itemCount === 0 && record ? null : (
      await itemsOf(id, datasetId, offset)
    );
  return <RunOutput storeId={storeId} record={record} items={items} />;
}

async function itemsOf(runId: string, datasetId: string, offset: string | undefined) {
  const from = /^\d{1,12}$/.test(offset ?? '') ? Number(offset) : 0;
  const pageHref = (at: number) => consolePath.run(runId, { tab: 'output', ...(at > 0 && { offset: String(at) }) });
  const preview = await open(pageHref(from), (ctx) => previewItems(ctx, { by: 'id', id: datasetId }, from));
  return (
    <ItemsTable
      preview={preview}
      previousHref={from > 0 ? pageHref(Math.max(0, from - PREVIEW_PAGE_ITEMS)) : null}
      nextHref={from + preview.rows.length < preview.total ? pageHref(from + PREVIEW_PAGE_ITEMS) : null}
      canWrite={false}
      datasetId={datasetId}
    />
  );
}

export async function InputTab({ view, path }: TabProps) {
  const input = await open(path, (ctx) => getRunInput(ctx, { by: 'id', id: view.run.id }));
  return <RunInputView input={input} againHref={runAgainHref(view.run, view.actor)} />;
}

export async function StorageTab({ view: { run }, path }: TabProps) {
  return <StoragesOfRun storages={await open(path, (ctx) => listRunStorages(ctx, { by: 'id', id: run.id }))} />;
}

export async function UseTab({ view, path }: TabProps) {
  const { run, may } = view;
  if (!may.seeUse) return <EmptyState>What its token did is for its owner and those who were given access.</EmptyState>;
  const use = await open(path, (ctx) => getRunUse(ctx, { by: 'id', id: run.id }));
  return <UseOfRun use={use} againHref={runAgainHref(view.run, view.actor)} />;
}
