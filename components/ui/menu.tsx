'use client';

import { ChevronDown, Ellipsis } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react';
import { Link } from '@/components/ui/link.tsx';
import { buttonClasses } from './button.tsx';
import { cx } from './cx.ts';

type MenuProps = {
  /** Names the menu, and its button when that shows three dots: "Actions for web-crawl". */
  label: string;
  /** The button's own words, in place of the dots. */
  text?: string;
  align?: 'start' | 'end';
  /** `MenuItem`s and `MenuSeparator`s. */
  children: ReactNode;
};

/** A button and what it offers. The browser opens, places and closes it; arrows, Home, End and first letters move within. */
export function Menu({ label, text, align = 'end', children }: MenuProps) {
  const id = useId();
  const menu = useRef<HTMLDivElement>(null);

  const openByArrow = (event: KeyboardEvent) => {
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    menu.current?.showPopover();
    if (event.key === 'ArrowUp') itemsOf(menu.current).at(-1)?.focus();
  };
  const moveWithin = (event: KeyboardEvent) => {
    if (event.key === 'Tab') return menu.current?.hidePopover();
    const items = itemsOf(menu.current);
    const next = nextItem(items, items.indexOf(document.activeElement as HTMLElement), event.key);
    if (!next) return;
    event.preventDefault();
    next.focus();
  };

  return (
    <>
      <button
        type="button"
        popoverTarget={id}
        aria-haspopup="menu"
        aria-label={text ? undefined : label}
        title={text ? undefined : label}
        onKeyDown={openByArrow}
        style={{ anchorName: `--${id}` }}
        className={cx(buttonClasses({ variant: text ? 'secondary' : 'quiet' }), !text && 'w-control px-0!')}
      >
        {text ? (
          <>
            {text} <ChevronDown />
          </>
        ) : (
          <Ellipsis />
        )}
      </button>
      <div
        ref={menu}
        id={id}
        popover="auto"
        role="menu"
        aria-label={label}
        tabIndex={-1}
        data-align={align}
        style={{ positionAnchor: `--${id}` }}
        onToggle={(event) => event.newState === 'open' && focusWithin(menu.current)}
        onKeyDown={moveWithin}
        onClick={() => menu.current?.hidePopover()}
        className="hanging popping min-w-44 p-1"
      >
        {children}
      </div>
    </>
  );
}

type MenuItemProps = {
  icon?: ReactNode;
  tone?: 'plain' | 'danger';
  disabledReason?: string | undefined;
  children: ReactNode;
} & (
  | { href: string }
  | { onSelect: () => void }
  /** A server action, with the fields it is sent. */
  | { action: (form: FormData) => unknown; fields?: Record<string, string> }
);

export function MenuItem({ icon, tone = 'plain', disabledReason, children, ...does }: MenuItemProps) {
  const props = {
    role: 'menuitem',
    className: cx(
      'flex min-h-control w-full items-center gap-2 rounded-sm px-2 text-start text-sm no-underline -outline-offset-2',
      disabledReason ? 'text-faint' : 'hover:bg-hover focus:bg-hover',
      !disabledReason && (tone === 'danger' ? 'text-brick' : 'text-ink'),
    ),
    children: (
      <>
        {icon}
        {children}
      </>
    ),
  };
  if (disabledReason) return <button type="button" aria-disabled="true" title={disabledReason} {...props} />;
  if ('href' in does) return <Link href={does.href} scroll={false} {...props} />;
  if ('onSelect' in does) return <button type="button" onClick={does.onSelect} {...props} />;
  return (
    <form role="none" action={does.action as (form: FormData) => void}>
      {Object.entries(does.fields ?? {}).map(([name, value]) => (
        <input key={name} type="hidden" name={name} value={value} />
      ))}
      <button type="submit" {...props} />
    </form>
  );
}

export function MenuSeparator() {
  return <hr className="mx-2 my-1 border-line" />;
}

function itemsOf(menu: HTMLElement | null): HTMLElement[] {
  return [...(menu?.querySelectorAll<HTMLElement>('[role="menuitem"]') ?? [])];
}

/** Unless an item already has it, as after opening with the up arrow. */
function focusWithin(menu: HTMLElement | null): void {
  if (!menu?.contains(document.activeElement)) itemsOf(menu)[0]?.focus();
}

function nextItem(items: HTMLElement[], at: number, key: string): HTMLElement | undefined {
  if (key === 'ArrowDown') return items[(at + 1) % items.length];
  if (key === 'ArrowUp') return items.at(at <= 0 ? -1 : at - 1);
  if (key === 'Home') return items[0];
  if (key === 'End') return items.at(-1);
  if (key.length !== 1 || key === ' ') return undefined;
  const fromNext = [...items.slice(at + 1), ...items.slice(0, at + 1)];
  return fromNext.find((item) => item.textContent.trim().toLowerCase().startsWith(key.toLowerCase()));
}
