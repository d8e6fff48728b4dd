'use client';

import { type ComponentProps, lazy } from 'react';
import type { GeneralAccessSelect as Select } from './general-access-select.tsx';

// For the dialog only: a page that could open it does without.
const Rights = lazy(async () => ({ default: (await import('./rights-field.tsx')).RightsField }));
const Access = lazy(async () => ({ default: (await import('./general-access-select.tsx')).GeneralAccessSelect }));

export const RightsField = (props: ComponentProps<typeof Rights>) => <Rights {...props} />;
export const GeneralAccessSelect = (props: ComponentProps<typeof Select>) => <Access {...props} />;
