'use client';

import dynamic from 'next/dynamic';
import type { ComponentProps } from 'react';
import type { GeneralAccessSelect as Select } from './general-access-select.tsx';
import type { GrantRights as RightsOfGrant } from './grant-rights.tsx';

export type { ChangeGrant } from './grant-rights.tsx';

// For the dialog only: a page that could open it does without.
const Rights = dynamic(async () => (await import('./rights-field.tsx')).RightsField);
const Access = dynamic(async () => (await import('./general-access-select.tsx')).GeneralAccessSelect);
const OfGrant = dynamic(async () => (await import('./grant-rights.tsx')).GrantRights);

export const RightsField = (props: ComponentProps<typeof Rights>) => <Rights {...props} />;
export const GeneralAccessSelect = (props: ComponentProps<typeof Select>) => <Access {...props} />;
export const GrantRights = (props: ComponentProps<typeof RightsOfGrant>) => <OfGrant {...props} />;
