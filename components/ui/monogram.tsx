/** Stands for a person beside the written name. */
export function Monogram({ name }: { name: string }) {
  return (
    <span
      aria-hidden="true"
      className="inline-grid size-6 shrink-0 place-items-center rounded-sm border border-line bg-hover text-xs font-semibold text-muted uppercase"
    >
      {name.slice(0, 1)}
    </span>
  );
}
