'use client';

import { useEffect } from 'react';
import { announce } from './status.ts';

/** Says what was done, on the page that shows it. */
export function Announce({ text }: { text: string }) {
  useEffect(() => announce(text), [text]);
  return null;
}
