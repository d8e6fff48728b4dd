'use client';

import { type ComponentProps, lazy } from 'react';
import type { GeneralAccessSelect as Select } from './general-access-select.tsx';
import type { GrantRights as RightsOfGrant } from './grant-rights.tsx';

export type { ChangeGrant } from './grant-rights.tsx';

// For the dialog only: a page that could open it does without.
const Rights = lazy(async () => ({ default: (await import('./rights-field.tsx')).RightsField }));
const Access = lazy(async () => ({ default: (await import('./general-access-select.tsx')).GeneralAccessSelect }));
const OfGrant = lazy(async () => ({ default: (await import('./grant-rights.tsx')).GrantRights }));

export const RightsField = (props: ComponentProps<typeof Rights>) => <Rights {...props} />;
export const GeneralAccessSelect = (props: ComponentProps<typeof Select>) => <Access {...props} />;
export const GrantRights = (props: ComponentProps<typeof RightsOfGrant>) => <OfGrant {...props} />;
