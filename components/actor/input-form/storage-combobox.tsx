'use client';

import { type KeyboardEvent, useId, useRef, useState } from 'react';
import { cx } from '@/components/ui/cx.ts';
import { TextInput } from '@/components/ui/text-input.tsx';
import { STORAGE_WORDS, type StorageKind } from '@/lib/vocabulary.ts';
import type { EditorProps, FoundStorage, SearchStorages } from './editor.ts';

type StorageComboboxProps = {
  kind: StorageKind;
  control: EditorProps['control'];
  text: string;
  onText: (text: string) => void;
  /** Takes a storage that was found. */
  onChoose: (storage: FoundStorage) => void;
  /** Takes what was typed, by Enter. */
  onEnter?: () => void;
  search: SearchStorages | undefined;
};

const PAUSE_MILLIS = 200;

/** A field for a storage's id or name, which offers the person's own. Source: ARIA practices, editable combobox with list. */
export function StorageCombobox({ kind, control, text, onText, onChoose, onEnter, search }: StorageComboboxProps) {
  const id = useId();
  const [found, setFound] = useState<FoundStorage[] | null>(null);
  const [active, setActive] = useState(-1);
  const asked = useRef(0);
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);

  const close = () => {
    asked.current++;
    clearTimeout(timer.current);
    setFound(null);
    setActive(-1);
  };
  const ask = (what: string, afterMillis: number) => {
    close();
    if (!search) return;
    const turn = asked.current;
    timer.current = setTimeout(async () => {
      // Without an answer there is nothing to offer, and ids and names can still be typed.
      const answer = await search(kind, what).catch(() => []);
      if (asked.current === turn) setFound(answer);
    }, afterMillis);
  };
  const choose = (storage: FoundStorage) => {
    onChoose(storage);
    close();
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const count = found?.length ?? 0;
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step && count === 0 && found === null) ask(text, 0);
    else if (step && count > 0) {
      // One place is the field itself.
      const next = ((active + 1 + step + count + 1) % (count + 1)) - 1;
      setActive(next);
      document.getElementById(`${id}-${next}`)?.scrollIntoView({ block: 'nearest' });
    } else if (event.key === 'Escape' && found) {
      event.stopPropagation();
      close();
    } else if (event.key === 'Enter' && found?.[active]) choose(found[active]);
    else if (event.key === 'Enter' && onEnter) onEnter();
    else return;
    event.preventDefault();
  };

  const isOpen = found !== null && found.length > 0;
  return (
    <div className="relative">
      <TextInput
        {...control}
        isMono
        role="combobox"
        aria-autocomplete="list"
        aria-expanded={isOpen}
        aria-controls={isOpen ? `${id}-list` : undefined}
        aria-activedescendant={isOpen && active >= 0 ? `${id}-${active}` : undefined}
        autoComplete="off"
        autoCapitalize="none"
        spellCheck={false}
        placeholder="ID or name"
        value={text}
        onChange={(event) => {
          onText(event.target.value);
          ask(event.target.value, PAUSE_MILLIS);
        }}
        onClick={() => found === null && ask(text, 0)}
        onBlur={close}
        onKeyDown={onKeyDown}
      />
      <span role="status" className="sr-only">
        {found ? foundWords(kind, found.length) : ''}
      </span>
      {isOpen ? (
        <div
          role="listbox"
          id={`${id}-list`}
          aria-label={`Your ${STORAGE_WORDS[kind]}s`}
          className="absolute inset-x-0 top-full z-10 mt-1 max-h-60 overflow-y-auto rounded-md border border-line bg-raised py-1 text-sm shadow-float"
        >
          {found.map((storage, place) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard stays in the field, which names the active option.
            <div
              key={storage.id}
              id={`${id}-${place}`}
              role="option"
              tabIndex={-1}
              aria-selected={place === active}
              // The field would lose the focus, and close the list, before the press is one.
              onPointerDown={(event) => event.preventDefault()}
              onClick={() => choose(storage)}
              className={cx('cursor-pointer px-2.5 py-1.5 hover:bg-hover', place === active && 'bg-accent-soft')}
            >
              {storage.name ?? <span className="text-muted">Without a name</span>}
              <span className="block font-mono text-xs text-muted">{storage.id}</span>
            </div>
          ))}
        </div>
      ) : null}
    </div>
  );
}

const foundWords = (kind: StorageKind, count: number) =>
  count === 0 ? `No ${STORAGE_WORDS[kind]} of yours is called so` : `${count} found; choose with the arrow keys`;
