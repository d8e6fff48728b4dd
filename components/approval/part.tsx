import type { ReactNode } from 'react';

/** A part of the question, with what it is about on top. */
export function Part({ icon, title, children }: { icon: ReactNode; title: string; children: ReactNode }) {
  return (
    <section className="grid gap-1.5 text-sm">
      <h3 className="flex items-center gap-1.5 font-medium">
        {icon}
        {title}
      </h3>
      {children}
    </section>
  );
}
