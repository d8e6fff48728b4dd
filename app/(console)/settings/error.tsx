'use client';

export { PageError as default } from '@/components/settings/page-error.tsx';
