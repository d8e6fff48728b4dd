'use client';

/**
 * What nearly every frame has: the Console's, that of signing in, and those of pages that are not there or failed. From this one module, which
 * the outermost layout loads, they come once to the browser; each frame would bring its own copy.
 */
export { ReturnHere } from '@/components/entrance/return-here.tsx';
export { StatusRegion } from '@/components/ui/status-region.tsx';
export { SubmitButton } from '@/components/ui/submit-button.tsx';
export { ThemeSwitch } from './theme-switch.tsx';
