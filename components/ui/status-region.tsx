'use client';

import { X } from 'lucide-react';
import { useCallback, useState, useSyncExternalStore } from 'react';
import { IconButton } from './icon-button.tsx';
import { dismissStatus, pauseStatus, resumeStatus, type Status, statusOf, subscribeToStatus } from './status.ts';

/** Where announced statuses are shown and spoken. The layout has one; each open dialog brings its own. */
export function StatusRegion({ isInDialog = false }: { isInDialog?: boolean }) {
  const [region] = useState(() => ({ isInDialog }));
  const subscribe = useCallback((listener: () => void) => subscribeToStatus(region, listener), [region]);
  const status = useSyncExternalStore(
    subscribe,
    () => statusOf(region),
    () => null,
  );
  return (
    <div
      role="status"
      onPointerEnter={pauseStatus}
      onPointerLeave={resumeStatus}
      onFocus={pauseStatus}
      onBlur={resumeStatus}
      className="pointer-events-none fixed inset-x-4 bottom-4 z-50 flex justify-center"
    >
      {status ? <StatusCard status={status} /> : null}
    </div>
  );
}

function StatusCard({ status: { text, undo } }: { status: Status }) {
  const takeBack = () => {
    dismissStatus();
    undo?.();
  };
  return (
    <div className="popping pointer-events-auto flex forced-color-adjust-none items-center gap-2 rounded-md border border-transparent bg-ink py-1 pr-1 pl-3.5 text-sm text-surface shadow-float">
      <span>{text}</span>
      {undo ? (
        <button
          type="button"
          onClick={takeBack}
          className="min-h-8 rounded-sm px-2 font-semibold underline underline-offset-3 outline-current!"
        >
          Undo
        </button>
      ) : null}
      <IconButton
        size="small"
        label="Dismiss"
        icon={<X />}
        onClick={dismissStatus}
        className="text-surface! outline-current! hover:bg-transparent! hover:opacity-75"
      />
    </div>
  );
}
