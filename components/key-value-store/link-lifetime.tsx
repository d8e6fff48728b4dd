'use client';

import { createContext, type ReactNode, useContext, useState } from 'react';
import { Select } from '@/components/ui/select.tsx';
import { SubmitButton } from '@/components/ui/submit-button.tsx';

const Lifetime = createContext({ value: '', choose: (_value: string) => {} });

/** How long the links work that are copied here. */
export const useLinkLifetime = () => useContext(Lifetime).value;

const YEAR_SECS = 365 * 24 * 60 * 60;

type LinkLifetimeProps = { initial: string; cookieName: string; children: ReactNode };

/** Around all that copies links: what is chosen for one holds for the next, and is remembered. */
export function LinkLifetime({ initial, cookieName, children }: LinkLifetimeProps) {
  const [value, setValue] = useState(initial);
  const choose = (chosen: string) => {
    setValue(chosen);
    const secure = location.protocol === 'https:' ? '; secure' : '';
    // biome-ignore lint/suspicious/noDocumentCookie: the store of cookies is not there over plain HTTP.
    document.cookie = `${cookieName}=${chosen}; path=/; max-age=${YEAR_SECS}; samesite=lax${secure}`;
  };
  return <Lifetime value={{ value, choose }}>{children}</Lifetime>;
}

type LinkLifetimeSelectProps = {
  options: { value: string; label: string }[];
  /** Remembers it without JavaScript. */
  action: (form: FormData) => Promise<void>;
};

export function LinkLifetimeSelect({ options, action }: LinkLifetimeSelectProps) {
  const { value, choose } = useContext(Lifetime);
  return (
    <form action={action} className="flex items-center gap-2 text-sm">
      {/* biome-ignore lint/a11y/noLabelWithoutControl: the select is its child. */}
      <label className="flex items-center gap-2 text-muted">
        Copied links work for
        <Select name="lifetime" value={value} onChange={(event) => choose(event.currentTarget.value)}>
          {options.map((option) => (
            <option key={option.value} value={option.value}>
              {option.label.toLowerCase()}
            </option>
          ))}
        </Select>
      </label>
      <noscript>
        <SubmitButton variant="secondary">Keep</SubmitButton>
      </noscript>
    </form>
  );
}
