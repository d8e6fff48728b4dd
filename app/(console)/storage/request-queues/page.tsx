import type { Metadata } from 'next';
import type { StoragesQuery } from '@/lib/paths.ts';
import { StoragesPage } from '../storages-page.tsx';

export const metadata: Metadata = { title: 'Request queues' };

export default async function RequestQueuesPage({ searchParams }: { searchParams: Promise<StoragesQuery> }) {
  return <StoragesPage kind="request-queue" query={await searchParams} />;
}
