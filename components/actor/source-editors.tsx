'use client';

import { type ComponentProps, lazy } from 'react';

// Sources are one tab of many: what edits them is not sent with the others.
const LazySourceEditor = lazy(async () => ({ default: (await import('./source-editor.tsx')).SourceEditor }));
const LazyEnvVarsEditor = lazy(async () => ({ default: (await import('./env-vars-editor.tsx')).EnvVarsEditor }));

export function SourceEditor(props: ComponentProps<typeof LazySourceEditor>) {
  return <LazySourceEditor {...props} />;
}

export function EnvVarsEditor(props: ComponentProps<typeof LazyEnvVarsEditor>) {
  return <LazyEnvVarsEditor {...props} />;
}
