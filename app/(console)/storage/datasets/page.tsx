import type { Metadata } from 'next';
import type { StoragesQuery } from '@/lib/paths.ts';
import { StoragesPage } from '../storages-page.tsx';

export const metadata: Metadata = { title: 'Datasets' };

export default async function DatasetsPage({ searchParams }: { searchParams: Promise<StoragesQuery> }) {
  return <StoragesPage kind="dataset" query={await searchParams} />;
}
