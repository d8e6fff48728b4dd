import { cache } from 'react';
import { type ActorPageView, getActorPage } from '@/lib/actor/page-view.ts';
import { open } from '@/lib/console/page.ts';
import { decodedPart } from '@/lib/console/path-part.ts';
import { singles } from '@/lib/console/query.ts';
import { parseAddress } from '@/lib/ids.ts';
import { type ActorQuery, consolePath } from '@/lib/paths.ts';

export type ActorPageParams = { params: Promise<{ id: string }>; searchParams: Promise<ActorQuery> };

/** The Actor of a page, by its id or name in the address. */
export async function loadActor({ params, searchParams }: ActorPageParams): Promise<ActorPageView> {
  const address = decodedPart((await params).id);
  return loadOnce(address, consolePath.actor(address, singles(await searchParams)));
}

/** The title and the page ask for the same. */
const loadOnce = cache((address: string, path: string) =>
  open(path, (ctx) => getActorPage(ctx, parseAddress(address))),
);
