import { type ReactNode, useId } from 'react';

type SectionProps = {
  title: string;
  /** What the setting means, in one line. */
  meaning?: ReactNode;
  /** For links to it: `/settings/security#general-access`. */
  id?: string;
  children: ReactNode;
};

/** A part of a settings page: heading and meaning at the start, the control and its Save at the end. */
export function Section({ title, meaning, id, children }: SectionProps) {
  const headingId = useId();
  return (
    <section
      id={id}
      aria-labelledby={headingId}
      className="grid grid-cols-1 gap-x-10 gap-y-3 border-t border-line py-6 first:border-t-0 first:pt-1 wide:grid-cols-[15rem_minmax(0,36rem)]"
    >
      <div className="grid content-start gap-1">
        <h2 id={headingId} className="text-base font-semibold">
          {title}
        </h2>
        {meaning ? <p className="text-sm text-muted">{meaning}</p> : null}
      </div>
      <div className="grid min-w-0 grid-cols-1 content-start gap-4">{children}</div>
    </section>
  );
}

/** The row of buttons that ends a form. */
export function FormActions({ children }: { children: ReactNode }) {
  return <div className="flex flex-wrap items-center gap-2">{children}</div>;
}
