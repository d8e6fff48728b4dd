import { Hammer } from 'lucide-react';
import { BuildTable } from '@/components/build/build-table.tsx';
import { ActionForm } from '@/components/form/action-form.tsx';
import { RefreshWhile } from '@/components/run/refresh-while.tsx';
import { Pagination } from '@/components/ui/pagination.tsx';
import { Select } from '@/components/ui/select.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';
import type { ActorPageView } from '@/lib/actor/page-view.ts';
import { listBuildRows } from '@/lib/build/list-rows.ts';
import { open } from '@/lib/console/page.ts';
import { keyText, parseKey } from '@/lib/paging.ts';
import { consolePath } from '@/lib/paths.ts';
import { isFinal } from '@/lib/vocabulary.ts';
import { startBuildAction } from '../actions.ts';

const PAGE_ROWS = 30;

export async function BuildsTab({ view, after }: { view: ActorPageView; after: string | undefined }) {
  const { actor, may } = view;
  const here = (key?: string) => consolePath.actor(actor.id, { tab: 'builds', after: key });
  const { rows, next } = await open(here(after), (ctx) =>
    listBuildRows(ctx, { by: 'id', id: actor.id }, { limit: PAGE_ROWS, after: parseKey(after) }),
  );
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
      <RefreshWhile isUnfinished={rows.some(({ status }) => !isFinal(status))} />
      <BuildTable actorId={actor.id} rows={rows} />
      <Pagination label="Builds" newerHref={after ? here() : null} olderHref={next && here(keyText(next))} />
    </>
  );
}
