'use client';

import { Copy } from 'lucide-react';
import { MenuItem } from '@/components/ui/menu.tsx';
import { announce } from '@/components/ui/status.ts';

/** Of a menu: copies the id of what the menu is about. */
export function CopyIdItem({ id }: { id: string }) {
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(id);
      announce('Copied');
    } catch {
      announce(`Your browser refused to copy. The ID is ${id}`);
    }
  };
  return (
    <MenuItem icon={<Copy />} onSelect={copy}>
      Copy ID
    </MenuItem>
  );
}
