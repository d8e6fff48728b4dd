'use client';

import dynamic from 'next/dynamic';

// Settings are one tab of many, and few see it.
export const LevelForm = dynamic(async () => (await import('./level-form.tsx')).LevelForm);
