'use client';

import { useFormState } from '@/components/form/action-form.tsx';
import { Checkbox } from '@/components/ui/checkbox.tsx';
import { fieldError } from '@/lib/console/form-state.ts';
import type { WebhookEventType } from '@/lib/vocabulary.ts';
import { EVENT_GROUPS } from './words.ts';

/** The events of a webhook, by what they are about. */
export function EventChoice({ chosen }: { chosen: readonly WebhookEventType[] }) {
  const state = useFormState();
  const typed = state.values?.eventTypes?.split(',');
  const current = typed ?? chosen;
  const error = fieldError(state, 'eventTypes');
  return (
    <div className="grid gap-3">
      {error ? <p className="text-sm text-brick">{error}</p> : null}
      <div className="flex flex-wrap gap-x-12 gap-y-4" key={current.join()}>
        {EVENT_GROUPS.map(({ label, events }) => (
          <fieldset key={label} className="min-w-40">
            <legend className="mb-1 text-sm font-medium">{label}</legend>
            {events.map((event) => (
              <Checkbox
                key={event.type}
                name="eventTypes"
                value={event.type}
                label={event.label}
                defaultChecked={(current as readonly string[]).includes(event.type)}
              />
            ))}
          </fieldset>
        ))}
      </div>
    </div>
  );
}
