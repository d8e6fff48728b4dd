import { cache } from 'react';
import type { SharedResource } from '@/components/sharing/shared-resource.ts';
import { open } from '@/lib/console/page.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { singles } from '@/lib/console/query.ts';
import { parseAddress } from '@/lib/ids.ts';
import { consolePath, type TaskQuery } from '@/lib/paths.ts';
import { getTaskPage, type TaskPageView } from '@/lib/task/page-view.ts';
import { taskConsoleUrl } from '@/lib/urls.ts';

export type TaskPageParams = { params: Promise<{ id: string }>; searchParams: Promise<TaskQuery> };

/** The task of a page, by its id or name in the address. */
export async function loadTask({ params, searchParams }: TaskPageParams): Promise<TaskPageView> {
  const address = decodedPart((await params).id);
  return loadOnce(address, consolePath.task(address, singles(await searchParams)));
}

/** The title and the page ask for the same. */
const loadOnce = cache((address: string, path: string) => open(path, (ctx) => getTaskPage(ctx, parseAddress(address))));

/** A task as sharing shows it. */
export const sharedTask = ({ task, may, because }: TaskPageView): SharedResource => ({
  target: { kind: 'task', id: task.id },
  hasName: true,
  ownerUsername: task.username,
  consoleUrl: taskConsoleUrl(task.id),
  generalAccess: null,
  mayShare: may.share,
  because,
});
