import { Hammer } from 'lucide-react';
import { BuildTable } from '@/components/build/build-table.tsx';
import { ActionForm } from '@/components/form/action-form.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { RefreshWhile } from '@/components/ui/refresh-while.tsx';
import { Select } from '@/components/ui/select.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { listBuildsOfActor } from '@/lib/build/list.ts';
import { open } from '@/lib/console/page.ts';
import { consolePath } from '@/lib/paths.ts';
import { isFinal } from '@/lib/vocabulary.ts';
import { startBuildAction } from '../actions.ts';

const PAGE_ROWS = 30;

export async function BuildsTab({ view, after }: { view: ActorPageView; after: string | undefined }) {
  const { actor, may } = view;
  const here = (offset: number) =>
    consolePath.actor(actor.id, { tab: 'builds', after: offset > 0 ? String(offset) : undefined });
  const offset = Math.max(0, Number.parseInt(after ?? '0', 10) || 0);
  const page = { offset, limit: PAGE_ROWS, desc: true };
  const { items, total } = await open(here(offset), (ctx) => listBuildsOfActor(ctx, { by: 'id', id: actor.id }, page));
  const tagsOf = (id: string) =>
    Object.entries(actor.taggedBuilds).flatMap(([tag, { buildId }]) => (buildId === id ? [tag] : []));
  return (
    <>
      {may.build && actor.versions.length > 0 ? (
        <ActionForm action={startBuildAction} className="mb-4 flex flex-wrap items-center gap-2">
          <input type="hidden" name="id" value={actor.id} />
          <Select name="version" aria-label="Version to build" defaultValue={actor.versions.at(-1)?.versionNumber}>
            {actor.versions.map(({ versionNumber, buildTag }) => (
              <option key={versionNumber} value={versionNumber}>
                Version {versionNumber}, tag {buildTag}
              </option>
            ))}
          </Select>
          <SubmitButton>
            <Hammer /> Build
          </SubmitButton>
        </ActionForm>
      ) : null}
      <RefreshWhile isUnfinished={items.some(({ status }) => !isFinal(status))} />
      <BuildTable actorId={actor.id} rows={items.map((item) => ({ ...item, tags: tagsOf(item.id) }))} />
      <Pagination
        label="Builds"
        newerHref={offset > 0 ? here(offset - PAGE_ROWS) : null}
        olderHref={offset + PAGE_ROWS < total ? here(offset + PAGE_ROWS) : null}
      />
    </>
  );
}
