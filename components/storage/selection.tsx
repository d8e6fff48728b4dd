'use client';

import { useRouter } from 'next/navigation';
import {
  createContext,
  type MouseEvent,
  type ReactNode,
  type SubmitEvent,
  useCallback,
  useContext,
  useEffect,
  useRef,
  useState,
} from 'react';
import { RowBox } from './select-row.tsx';

const Chosen = createContext<{ count: number; total: number; chooseAll: (isChosen: boolean) => void }>({
  count: 0,
  total: 0,
  chooseAll: () => {},
});

const BOX = 'input[name="id"]';

type SelectionProps = {
  /** Where the chosen ids are sent, with the value of the button that was pressed. */
  path: string;
  /** What is sent along. */
  fields: object;
  /** Names the bar: "Selected datasets". */
  label: string;
  /** Submit buttons, shown once something is chosen. */
  actions: ReactNode;
  /** The table, with a `SelectAll` and `SelectRow`s. */
  children: ReactNode;
};

/** A table whose rows can be chosen for something that is done to all of them. A plain form that asks by its address: it needs no JavaScript. */
export function Selection({ path, fields, label, actions, children }: SelectionProps) {
  const router = useRouter();
  const form = useRef<HTMLFormElement>(null);
  const lastBox = useRef<HTMLInputElement>(null);
  const [{ count, total }, setCounts] = useState({ count: 0, total: 0 });
  const boxes = useCallback(() => [...(form.current?.querySelectorAll<HTMLInputElement>(BOX) ?? [])], []);
  const recount = useCallback(() => {
    const all = boxes();
    const next = { count: all.filter((box) => box.checked).length, total: all.length };
    setCounts((now) => (now.count === next.count && now.total === next.total ? now : next));
  }, [boxes]);
  // After every rendering: rows come and go with the list.
  useEffect(recount);

  const chooseAll = (isChosen: boolean) => {
    for (const box of boxes()) box.checked = isChosen;
    recount();
  };
  const extend = (event: MouseEvent) => {
    const box = event.target;
    if (!(box instanceof HTMLInputElement) || !box.matches(BOX)) return;
    const all = boxes();
    const [from, to] = [lastBox.current, box].map((one) => (one ? all.indexOf(one) : -1)).sort((a, b) => a - b);
    if (event.shiftKey && from !== undefined && from >= 0) {
      for (const between of all.slice(from, (to ?? 0) + 1)) between.checked = box.checked;
    }
    lastBox.current = box;
    recount();
  };
  const ask = (event: SubmitEvent<HTMLFormElement>) => {
    event.preventDefault();
    if (count === 0) return;
    const asked = new FormData(event.currentTarget, event.nativeEvent.submitter);
    const texts = [...asked].filter((entry): entry is [string, string] => typeof entry[1] === 'string');
    router.push(`${path}?${new URLSearchParams(texts)}`, { scroll: false });
  };

  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: presses of the boxes within; the keyboard's are clicks too.
    <form ref={form} action={path} onSubmit={ask} onClick={extend} className="group/selection relative">
      {Object.entries(fields).map(([name, value]) =>
        typeof value === 'string' && value ? <input key={name} type="hidden" name={name} value={value} /> : null,
      )}
      {/* Over the head of the table, and in sight as far as the table goes. It takes no room, so nothing moves when it comes. */}
      <div className="sticky top-top-bar z-20 h-0">
        {/* biome-ignore lint/a11y/useSemanticElements: a group of buttons, not of fields. */}
        <div
          role="group"
          aria-label={label}
          className="absolute inset-x-px top-px ml-10 hidden h-8 items-center gap-1.5 rounded-tr-md bg-sunken pr-1.5 group-has-[input[name=id]:checked]/selection:flex"
        >
          <span aria-live="polite" className="mr-auto truncate text-xs font-medium">
            {count > 0 ? `${count} selected` : 'Selected'}
          </span>
          {actions}
        </div>
      </div>
      <Chosen value={{ count, total, chooseAll }}>{children}</Chosen>
    </form>
  );
}

/** Chooses all rows of the page; mixed when some are chosen. It does nothing without JavaScript, and is not there then. */
export function SelectAll({ label }: { label: string }) {
  const { count, total, chooseAll } = useContext(Chosen);
  const box = useRef<HTMLInputElement>(null);
  useEffect(() => {
    if (box.current) box.current.indeterminate = count > 0 && count < total;
  }, [count, total]);
  return (
    <RowBox>
      <input
        ref={box}
        type="checkbox"
        aria-label={label}
        checked={total > 0 && count === total}
        onChange={(event) => chooseAll(event.currentTarget.checked)}
        className={total === 0 ? 'invisible size-4' : 'size-4'}
      />
    </RowBox>
  );
}
