'use client';

import { FilePlus2, Trash2 } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { Button } from '@/components/ui/button.tsx';
import { cx } from '@/components/ui/cx.ts';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { Notice } from '@/components/ui/notice.tsx';
import { TextArea } from '@/components/ui/text-area.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';

export type EditedFile = { name: string; format: 'TEXT' | 'BASE64'; content: string };

type SourceEditorProps = {
  files: EditedFile[];
  /** The field of the form around. */
  name: string;
  /** Tells the drafts of this browser apart. */
  draftKey: string;
};

/** The files of an Actor, sent as one field of JSON. For small Actors: larger ones come by `apify push`, or from a repository. */
export function SourceEditor({ files: given, name, draftKey }: SourceEditorProps) {
  const [files, setFiles] = useState(given);
  const [isDraft, setIsDraft] = useState(false);
  const before = JSON.stringify(given);
  const now = JSON.stringify(files);
  // What was typed and not saved stays in this tab of the browser, also when one looks at something else meanwhile.
  useEffect(() => {
    const kept = sessionStorage.getItem(draftKey);
    if (kept === null || kept === before) return;
    setFiles(JSON.parse(kept) as EditedFile[]);
    setIsDraft(true);
  }, [draftKey, before]);
  useEffect(() => {
    if (now !== before) sessionStorage.setItem(draftKey, now);
  }, [draftKey, now, before]);
  const discard = () => {
    sessionStorage.removeItem(draftKey);
    setFiles(given);
    setIsDraft(false);
    setChosen(0);
  };
  const [chosen, setChosen] = useState(0);
  const [newName, setNewName] = useState('');
  const id = useId();
  const current = files[chosen];
  const change = (changed: Partial<EditedFile>) =>
    setFiles((before) => before.map((file, n) => (n === chosen ? { ...file, ...changed } : file)));
  const path = newName.trim();
  const canAdd = path !== '' && !files.some((file) => file.name === path);
  const add = () => {
    if (!canAdd) return;
    setFiles([...files, { name: path, format: 'TEXT', content: '' }]);
    setChosen(files.length);
    setNewName('');
  };
  return (
    <div className="grid grid-cols-1 gap-3 wide:grid-cols-[15rem_minmax(0,1fr)]">
      <input type="hidden" name={name} value={now} />
      {isDraft && now !== before ? (
        <div className="wide:col-span-2">
          <Notice action={<Button onClick={discard}>Discard them</Button>}>
            These are changes that you have not saved.
          </Notice>
        </div>
      ) : null}
      <div className="grid content-start gap-2">
        <ul aria-label="Files" className="grid gap-px">
          {files.map((file, n) => (
            <li key={file.name} className="flex items-center gap-1">
              <button
                type="button"
                aria-pressed={n === chosen}
                onClick={() => setChosen(n)}
                className={cx(
                  'min-h-control min-w-0 flex-1 truncate rounded-sm px-2 text-start font-mono text-xs hover:bg-hover',
                  n === chosen && 'bg-accent-soft font-medium text-accent-ink',
                )}
              >
                {file.name}
              </button>
              <IconButton
                label={`Remove ${file.name}`}
                icon={<Trash2 />}
                onClick={() => {
                  setFiles(files.toSpliced(n, 1));
                  setChosen(0);
                }}
              />
            </li>
          ))}
        </ul>
        <div className="flex items-center gap-2">
          <TextInput
            aria-label="Path of a new file"
            placeholder="src/new.js"
            value={newName}
            onChange={(event) => setNewName(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return;
              event.preventDefault();
              add();
            }}
            className="font-mono"
          />
          <Button onClick={add} disabled={!canAdd}>
            <FilePlus2 /> Add
          </Button>
        </div>
      </div>
      {current ? (
        <div className="grid content-start gap-1">
          <label htmlFor={id} className="font-mono text-xs text-muted">
            {current.name}
          </label>
          {current.format === 'TEXT' ? (
            <TextArea
              id={id}
              isMono
              rows={24}
              value={current.content}
              onChange={(event) => change({ content: event.target.value })}
            />
          ) : (
            <p id={id} className="text-sm text-muted">
              Not a text file.
            </p>
          )}
        </div>
      ) : (
        <p className="text-sm text-muted">Add a file to begin.</p>
      )}
    </div>
  );
}
