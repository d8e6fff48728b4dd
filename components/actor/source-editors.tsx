'use client';

import dynamic from 'next/dynamic';
import type { ComponentProps } from 'react';

// Sources are one tab of many: what edits them is not sent with the others.
const LazySourceEditor = dynamic(async () => (await import('./source-editor.tsx')).SourceEditor);
const LazyEnvVarsEditor = dynamic(async () => (await import('./env-vars-editor.tsx')).EnvVarsEditor);

export function SourceEditor(props: ComponentProps<typeof LazySourceEditor>) {
  return <LazySourceEditor {...props} />;
}

export function EnvVarsEditor(props: ComponentProps<typeof LazyEnvVarsEditor>) {
  return <LazyEnvVarsEditor {...props} />;
}
