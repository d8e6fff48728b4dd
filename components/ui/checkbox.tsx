import type { ComponentProps, ReactNode } from 'react';

type CheckboxProps = Omit<ComponentProps<'input'>, 'type' | 'children'> & { label: ReactNode; description?: ReactNode };

export function Checkbox({ label, description, ...rest }: CheckboxProps) {
  return (
    <label className="flex items-start gap-2 py-0.5 text-sm has-disabled:text-faint">
      <input {...rest} type="checkbox" className="mt-0.5 size-4 shrink-0" />
      <span>
        {label}
        {description ? <span className="block text-muted">{description}</span> : null}
      </span>
    </label>
  );
}
