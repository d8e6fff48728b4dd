'use client';

import { Plus, X } from 'lucide-react';
import { useRef } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { type EditorProps, emptied } from './editor.ts';

interface Pair {
  key: string;
  value: string;
}

/** Names with values. */
export function PairsEditor({ field, value, onChange }: EditorProps) {
  const pairs = (Array.isArray(value) ? value : []) as Pair[];
  const list = useRef<HTMLUListElement>(null);
  const add = useRef<HTMLButtonElement>(null);
  const set = (next: Pair[]) => onChange(next.length > 0 ? next : emptied(field, []));
  const change = (place: number, part: Partial<Pair>) =>
    set(pairs.map((pair, at) => (at === place ? { ...pair, ...part } : pair)));
  const focusLast = () => list.current?.lastElementChild?.querySelector('input')?.focus();
  return (
    <div className="grid gap-2">
      <ul ref={list} className="grid gap-2 empty:hidden">
        {pairs.map((pair, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a pair has nothing else that stays while it is typed.
          <li key={place} className="flex gap-2">
            {(['key', 'value'] as const).map((part) => (
              <TextInput
                key={part}
                aria-label={`${field.placeholders[part] || PARTS[part]} ${place + 1}`}
                placeholder={field.placeholders[part] || PARTS[part]}
                autoComplete="off"
                value={pair[part]}
                onChange={(event) => change(place, { [part]: event.target.value })}
              />
            ))}
            <IconButton
              label={`Remove ${pair.key || `pair ${place + 1}`}`}
              icon={<X />}
              onClick={() => {
                set(pairs.filter((_, at) => at !== place));
                add.current?.focus();
              }}
            />
          </li>
        ))}
      </ul>
      <Button
        ref={add}
        size="small"
        className="justify-self-start"
        onClick={() => {
          set([...pairs, { key: '', value: '' }]);
          // The row is there after the next paint.
          requestAnimationFrame(focusLast);
        }}
      >
        <Plus /> Add
      </Button>
    </div>
  );
}

const PARTS = { key: 'Key', value: 'Value' };
