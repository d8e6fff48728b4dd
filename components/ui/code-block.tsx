import { EmptyState } from './empty-state.tsx';

/** Text of a program's, as it is. It scrolls within itself. */
export function CodeBlock({ label, text }: { label: string; text: string }) {
  if (text === '') return <EmptyState>It is empty.</EmptyState>;
  return (
    <section
      aria-label={label}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard.
      tabIndex={0}
      className="max-h-[70vh] overflow-auto rounded-md border border-line bg-raised p-3"
    >
      <pre className="font-mono text-xs whitespace-pre">{text}</pre>
    </section>
  );
}
