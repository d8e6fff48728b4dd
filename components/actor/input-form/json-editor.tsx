'use client';

import { useEffect, useRef, useState } from 'react';
import { TextArea } from '@/components/ui/text-area.tsx';
import { CONCEALED, type EditorProps } from './editor.ts';
import { parseJson } from './json.ts';

/** A value as JSON. Text that is none stays as it was typed, and the form is not sent with it. */
export function JsonEditor({ field, value, onChange, control }: EditorProps) {
  const [text, setText] = useState(value === undefined ? '' : JSON.stringify(value, null, 2));
  return (
    <JsonArea
      {...control}
      rows={Math.min(Math.max(text.split('\n').length, 4), 16)}
      className={field.isSecret ? CONCEALED : undefined}
      text={text}
      problem={text.trim() === '' ? null : parseJson(text).problem}
      onText={(next) => {
        setText(next);
        const parsed = parseJson(next);
        if (next.trim() === '') onChange(undefined);
        else if (parsed.problem === null) onChange(parsed.value);
      }}
    />
  );
}

type JsonAreaProps = Omit<React.ComponentProps<typeof TextArea>, 'value' | 'onChange' | 'ref'> & {
  text: string;
  /** Why the text cannot be taken. */
  problem: string | null;
  onText: (text: string) => void;
};

/** A field of JSON that says itself what is wrong with the text in it. */
export function JsonArea({ text, problem, onText, ...rest }: JsonAreaProps) {
  const area = useRef<HTMLTextAreaElement>(null);
  const problemId = `${rest.id}-json`;
  useEffect(() => area.current?.setCustomValidity(problem ?? ''), [problem]);
  return (
    <>
      <TextArea
        {...rest}
        ref={area}
        isMono
        aria-invalid={problem !== null || rest['aria-invalid']}
        aria-describedby={[problem && problemId, rest['aria-describedby']].filter(Boolean).join(' ') || undefined}
        value={text}
        onChange={(event) => onText(event.target.value)}
      />
      {problem === null ? null : (
        <p id={problemId} className="text-sm text-brick">
          {problem}
        </p>
      )}
    </>
  );
}
