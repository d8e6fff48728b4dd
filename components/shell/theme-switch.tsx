'use client';

import { Monitor, Moon, Sun } from 'lucide-react';
import { useId, useSyncExternalStore } from 'react';

const THEMES = [
  { value: 'light', label: 'Light', icon: Sun },
  { value: 'dark', label: 'Dark', icon: Moon },
  { value: 'system', label: 'As the system', icon: Monitor },
] as const;

const YEAR_SECS = 31_536_000;

/** Chooses light, dark or the system's; at once, and by cookie for the next page. */
export function ThemeSwitch() {
  const group = useId();
  const theme = useSyncExternalStore(subscribe, chosenTheme, () => null);
  return (
    <fieldset className="inline-flex rounded-sm border border-line bg-sunken p-0.5">
      <legend className="sr-only">Theme</legend>
      {THEMES.map(({ value, label, icon: Icon }) => (
        <label
          key={value}
          title={label}
          className="grid h-6 w-8 place-items-center rounded-[3px] text-muted hover:text-ink has-checked:bg-raised has-checked:text-ink has-checked:outline has-checked:outline-line has-focus-visible:outline-2 has-focus-visible:outline-accent"
        >
          <input
            type="radio"
            name={group}
            checked={theme === value}
            onChange={() => choose(value)}
            aria-label={label}
            className="absolute size-6 appearance-none outline-none"
          />
          <Icon />
        </label>
      ))}
    </fieldset>
  );
}

function chosenTheme(): string {
  return document.documentElement.dataset.theme ?? 'system';
}

function choose(theme: string): void {
  const isSystem = theme === 'system';
  if (isSystem) delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
  // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API asks for HTTPS, which a self-hosted Console may not have.
  document.cookie = `theme=${theme}; path=/; samesite=lax; max-age=${isSystem ? 0 : YEAR_SECS}`;
}

function subscribe(listener: () => void): () => void {
  const observer = new MutationObserver(listener);
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] });
  return () => observer.disconnect();
}
