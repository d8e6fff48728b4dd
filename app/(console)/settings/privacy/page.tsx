import { redirect } from 'next/navigation';
import { consolePath } from '@/lib/paths.ts';

/** Another name that this page goes by. */
export default function PrivacyPage() {
  redirect(consolePath.security());
}
