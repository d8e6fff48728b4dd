'use client';

import { useState } from 'react';
import { Field } from '@/components/ui/field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { proxyKind } from '@/lib/input-schema/editor-for.ts';
import type { EditorProps } from './editor.ts';

/** Whether a run goes through proxies. Groups and countries are for the JSON view. */
export function ProxyEditor({ value, onChange, control }: EditorProps) {
  const kind = proxyKind(value);
  const [urls, setUrls] = useState(() => proxyUrls(value).join('\n'));
  const setOwn = (text: string) => {
    setUrls(text);
    onChange({ useApifyProxy: false, proxyUrls: text.split('\n').flatMap((line) => line.trim() || []) });
  };
  const choose = (chosen: string) => {
    if (chosen === 'own') setOwn(urls);
    else onChange(chosen === '' ? undefined : { useApifyProxy: chosen === 'automatic' });
  };
  return (
    <div className="grid gap-2">
      <Select {...control} value={kind ?? ''} onChange={(event) => choose(event.target.value)}>
        <option value="">Not chosen</option>
        <option value="none">No proxy</option>
        <option value="automatic">Proxies of this platform, chosen automatically</option>
        <option value="own">Own proxies</option>
      </Select>
      {kind === 'own' ? (
        <Field label="Proxy URLs" hint="One on each line.">
          {(own) => (
            <TextArea
              {...own}
              isMono
              placeholder="http://user:password@proxy.example:8000"
              value={urls}
              onChange={(event) => setOwn(event.target.value)}
            />
          )}
        </Field>
      ) : null}
    </div>
  );
}

function proxyUrls(value: unknown): string[] {
  return proxyKind(value) === 'own' ? (value as { proxyUrls: string[] }).proxyUrls : [];
}
