import { redirect } from 'next/navigation';
import { consolePath } from '@/lib/paths.ts';

/** Where the address of a run leads without its id. */
export default function RunsOfActorsPage() {
  redirect(consolePath.runs());
}
