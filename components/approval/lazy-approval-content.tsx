'use client';

import dynamic from 'next/dynamic';

// As the dialog itself: most visits of a page that may ask do not.
export const ApprovalContent = dynamic(() => import('./approval-content.tsx'));
