import type { ReactNode } from 'react';

/** Chooses a row of a `Selection`. */
export function SelectRow({ id, label, isChosen }: { id: string; label: string; isChosen: boolean }) {
  return (
    <RowBox>
      <input type="checkbox" name="id" value={id} aria-label={label} defaultChecked={isChosen} className="size-4" />
    </RowBox>
  );
}

/** Large enough for a finger. */
export function RowBox({ children }: { children: ReactNode }) {
  // biome-ignore lint/a11y/noLabelWithoutControl: the box is its child, and has a name of its own.
  return <label className="grid size-6 place-items-center">{children}</label>;
}
