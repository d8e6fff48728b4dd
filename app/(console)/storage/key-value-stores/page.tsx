import type { Metadata } from 'next';
import type { StoragesQuery } from '@/lib/paths.ts';
import { StoragesPage } from '../storages-page.tsx';

export const metadata: Metadata = { title: 'Key-value stores' };

export default async function KeyValueStoresPage({ searchParams }: { searchParams: Promise<StoragesQuery> }) {
  return <StoragesPage kind="key-value-store" query={await searchParams} />;
}
