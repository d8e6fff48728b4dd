import { notFound, redirect } from 'next/navigation';
import { decodedPart } from '@/lib/console/path-part.ts';
import { type ActorQuery, consolePath } from '@/lib/paths.ts';

type StoreAddress = { params: Promise<{ name: string[] }>; searchParams: Promise<ActorQuery> };

/** The address of a public Actor by name, as links to a store are written: `username/name` or `username~name`. It leads to the Actor's page. */
export default async function StoreActorPage({ params, searchParams }: StoreAddress) {
  const parts = (await params).name.map(decodedPart);
  if (parts.length > 2) notFound();
  redirect(consolePath.actor(parts.join('~'), await searchParams));
}
