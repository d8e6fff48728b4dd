'use client';

import type { KeyboardEvent, ReactNode } from 'react';

/** Lets the arrows up and down lead from an action of one row to the same of the next: with twenty rows, Tab alone takes long. */
export function RowArrows({ children }: { children: ReactNode }) {
  const move = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    const at = event.target;
    if (!(at instanceof HTMLElement) || at.matches('input, select, textarea')) return;
    const row = at.closest('tr');
    const next = event.key === 'ArrowDown' ? row?.nextElementSibling : row?.previousElementSibling;
    const target = next && pressable(next)[row ? pressable(row).indexOf(at) : -1];
    if (!target) return;
    event.preventDefault();
    target.focus();
  };
  // biome-ignore lint/a11y/noStaticElementInteractions: it only hears keys that are pressed on what is in it.
  return <div onKeyDown={move}>{children}</div>;
}

const pressable = (row: Element): HTMLElement[] => [...row.querySelectorAll<HTMLElement>('a[href], button')];
