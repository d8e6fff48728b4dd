import { redirect } from 'next/navigation';
import { consolePath } from '@/lib/paths.ts';

/** Settings open at the first of their pages. */
export default function SettingsPage() {
  redirect(consolePath.account());
}
