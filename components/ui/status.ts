/**
 * What just happened, told politely: `announce('Saved')`. One status at a time. The innermost region shows it, so that a status
 * with Undo stays within reach of the keyboard while a dialog is open; when the dialog closes, the region below takes it over.
 */
export type Status = {
  text: string;
  /** Takes the change back. Offered for ten seconds, which stop while the status is hovered or focused. */
  undo?: () => unknown;
};

/** A dialog's region lies over the page's, whichever was mounted first. */
export type Region = { isInDialog: boolean };

const UNDO_MILLIS = 10_000;
const PLAIN_MILLIS = 5_000;

let current: Status | null = null;
let timer: ReturnType<typeof setTimeout> | undefined;
const regions: Region[] = [];
const listeners = new Set<() => void>();

export function announce(status: Status | string): void {
  show(typeof status === 'string' ? { text: status } : status);
  resumeStatus();
}

export function dismissStatus(): void {
  pauseStatus();
  show(null);
}

export function pauseStatus(): void {
  clearTimeout(timer);
}

export function resumeStatus(): void {
  pauseStatus();
  if (current) timer = setTimeout(dismissStatus, current.undo ? UNDO_MILLIS : PLAIN_MILLIS);
}

export function subscribeToStatus(region: Region, listener: () => void): () => void {
  if (region.isInDialog) regions.push(region);
  else regions.unshift(region);
  listeners.add(listener);
  notify();
  return () => {
    regions.splice(regions.indexOf(region), 1);
    listeners.delete(listener);
    notify();
  };
}

export function statusOf(region: Region): Status | null {
  return regions.at(-1) === region ? current : null;
}

function show(status: Status | null): void {
  current = status;
  notify();
}

function notify(): void {
  for (const listener of listeners) listener();
}
