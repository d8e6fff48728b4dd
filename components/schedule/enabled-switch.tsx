import { ActionForm } from '@/components/form/action-form.tsx';
import { cx } from '@/components/ui/cx.ts';
import type { FormAction } from '@/lib/console/form-state.ts';

type EnabledSwitchProps = {
  schedule: { id: string; isEnabled: boolean };
  /** What the schedule is called, where several are on a page. */
  label: string;
  action: FormAction;
};

/** Switches a schedule on or off, at once. */
export function EnabledSwitch({ schedule: { id, isEnabled }, label, action }: EnabledSwitchProps) {
  return (
    <ActionForm action={action} className="inline-grid gap-1">
      <input type="hidden" name="id" value={id} />
      <input type="hidden" name="isEnabled" value={isEnabled ? 'false' : 'true'} />
      <button
        type="submit"
        role="switch"
        aria-checked={isEnabled}
        aria-label={label}
        className="inline-flex min-h-control-small items-center gap-2 text-sm"
      >
        <span
          aria-hidden="true"
          className={cx(
            'inline-flex h-4.5 w-8 items-center rounded-full border px-0.5 forced-color-adjust-none',
            isEnabled ? 'justify-end border-accent bg-accent' : 'justify-start border-edge bg-sunken',
          )}
        >
          <span className={cx('size-3 rounded-full', isEnabled ? 'bg-on-accent' : 'bg-muted')} />
        </span>
        {isEnabled ? 'On' : 'Off'}
      </button>
    </ActionForm>
  );
}
