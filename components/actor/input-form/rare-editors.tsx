'use client';

import dynamic from 'next/dynamic';

// Most inputs have none of these.
export const StorageEditor = dynamic(async () => (await import('./storage-editors.tsx')).StorageEditor);
export const StoragesEditor = dynamic(async () => (await import('./storage-editors.tsx')).StoragesEditor);
export const PairsEditor = dynamic(async () => (await import('./pairs-editor.tsx')).PairsEditor);
export const ProxyEditor = dynamic(async () => (await import('./proxy-editor.tsx')).ProxyEditor);
