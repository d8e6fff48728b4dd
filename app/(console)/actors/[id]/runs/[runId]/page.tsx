import { permanentRedirect } from 'next/navigation';
import { decodedPart } from '@/lib/console/path-part.ts';
import { consolePath } from '@/lib/paths.ts';

/** The address that the command line prints for a run. */
export default async function RunOfActorPage({ params }: { params: Promise<{ runId: string }> }) {
  permanentRedirect(consolePath.run(decodedPart((await params).runId)));
}
