'use client';

import Form from 'next/form';
import { type ComponentProps, useState } from 'react';

type FilterFormProps = Omit<ComponentProps<typeof Form>, 'onSubmit' | 'action'> & {
  action: string;
  /** What the address asks for now. */
  query: object;
};

/**
 * A form that asks by its address. It is made anew when the address comes to ask for something else, as by a link or the way back, so that it
 * shows what the list does. What it asked for itself arrives without that: whoever has chosen on meanwhile keeps their choice.
 */
export function FilterForm({ query, ...form }: FilterFormProps) {
  const now = keyOf(query);
  const [state, setState] = useState({ shown: now, asked: [] as readonly string[], version: 0 });
  if (state.shown !== now) setState(arrived(state, now));
  return (
    <Form
      key={state.version}
      {...form}
      onSubmit={(event) => {
        const asked = keyOf(Object.fromEntries(new FormData(event.currentTarget)));
        setState((before) =>
          // What is shown already does not arrive once more.
          asked === before.shown && before.asked.length === 0 ? before : { ...before, asked: [...before.asked, asked] },
        );
      }}
    />
  );
}

/** `asked`: what it asked for and has not come yet, the oldest first. What a later answer has overtaken does not come any more. */
function arrived({ asked, version }: { asked: readonly string[]; version: number }, now: string) {
  const at = asked.indexOf(now);
  return { shown: now, asked: at < 0 ? [] : asked.slice(at + 1), version: at < 0 ? version + 1 : version };
}

const keyOf = (query: object): string =>
  JSON.stringify(
    Object.entries(query)
      .filter(([, value]) => value !== undefined && value !== '')
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
