'use client';

import { lazy } from 'react';

// Sources are one tab of many: what edits them is not sent with the others.
export const SourceEditor = lazy(async () => ({ default: (await import('./source-editor.tsx')).SourceEditor }));
export const EnvVarsEditor = lazy(async () => ({ default: (await import('./env-vars-editor.tsx')).EnvVarsEditor }));
