'use client';

import { ArrowDown, ArrowUp } from 'lucide-react';
import type { KeyboardEvent } from 'react';
import { Button, buttonClasses } from '@/components/ui/button.tsx';
import { IconButton } from '@/components/ui/icon-button.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { type Found, neighbour } from './find-lines.ts';
import type { Connection } from './use-log-stream.ts';

type LogToolbarProps = {
  connection: Connection;
  rawHref: string;
  lineCount: number;
  /** Lines that have come since it was paused. */
  waitingCount: number;
  isFollowing: boolean;
  isPaused: boolean;
  isWrapped: boolean;
  search: string;
  found: Found;
  /** The index of the line where the reader is. */
  here: number;
  onFollow: (isFollowing: boolean) => void;
  onPause: (isPaused: boolean) => void;
  onWrap: (isWrapped: boolean) => void;
  onSearch: (search: string) => void;
  onGoTo: (index: number) => void;
};

export function LogToolbar(props: LogToolbarProps) {
  const { connection, rawHref, isFollowing, isPaused, isWrapped, search, found, here } = props;
  const step = (direction: 1 | -1) => {
    const index = neighbour(found.at, here, direction);
    if (index !== undefined) props.onGoTo(index);
  };
  const stepByKey = (event: KeyboardEvent) => {
    if (event.key !== 'Enter') return;
    event.preventDefault();
    step(event.shiftKey ? -1 : 1);
  };
  const nowhere = found.at.length === 0 ? 'Nothing was found' : undefined;
  return (
    <>
      <Toggle label="Follow" isOn={isFollowing} onChange={props.onFollow} />
      {connection === 'over' ? null : <Toggle label="Pause" isOn={isPaused} onChange={props.onPause} />}
      <Toggle label="Wrap" isOn={isWrapped} onChange={props.onWrap} />
      {/* biome-ignore lint/a11y/useSemanticElements: a search within a part of the page. */}
      <div role="search" className="flex items-center gap-1">
        <TextInput
          type="search"
          aria-label="Search the log"
          placeholder="Search"
          value={search}
          onChange={(event) => props.onSearch(event.currentTarget.value)}
          onKeyDown={stepByKey}
          className="min-h-control-small! w-40! py-0!"
        />
        <IconButton
          size="small"
          label="Previous match"
          icon={<ArrowUp />}
          disabledReason={nowhere}
          onClick={() => step(-1)}
        />
        <IconButton
          size="small"
          label="Next match"
          icon={<ArrowDown />}
          disabledReason={nowhere}
          onClick={() => step(1)}
        />
        <span aria-live="polite" className="min-w-16 text-xs text-muted">
          {search ? foundText(found, here) : null}
        </span>
      </div>
      <span className="ml-auto text-xs text-muted">{stateText(props)}</span>
      <a download href={rawHref} className={buttonClasses({ size: 'small', variant: 'quiet' })}>
        Whole log
      </a>
    </>
  );
}

type ToggleProps = { label: string; isOn: boolean; onChange: (isOn: boolean) => void };

function Toggle({ label, isOn, onChange }: ToggleProps) {
  return (
    <Button
      size="small"
      aria-pressed={isOn}
      onClick={() => onChange(!isOn)}
      className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-ink"
    >
      {label}
    </Button>
  );
}

const linesText = (count: number) => `${count.toLocaleString('en')} ${count === 1 ? 'line' : 'lines'}`;

function stateText({ connection, lineCount, waitingCount, isPaused }: LogToolbarProps): string {
  const lines = linesText(lineCount);
  if (connection === 'lost') return `Connection lost, trying again · ${lines}`;
  if (connection === 'refused') return `You may not read this any more · ${lines}`;
  if (isPaused) return `Paused, ${linesText(waitingCount)} waiting · ${lines}`;
  return connection === 'over' ? lines : `Live · ${lines}`;
}

function foundText({ at }: Found, here: number): string {
  if (at.length === 0) return 'Not found';
  const which = at.indexOf(here);
  return which >= 0
    ? `${(which + 1).toLocaleString('en')} of ${at.length.toLocaleString('en')}`
    : `${at.length.toLocaleString('en')} found`;
}
