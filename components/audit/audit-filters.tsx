import Form from 'next/form';
import { Button } from '@/components/ui/button.tsx';
import { Field } from '@/components/ui/field.tsx';
import { Select } from '@/components/ui/select.tsx';
import { TextInput } from '@/components/ui/text-input.tsx';
import { type AuditQuery, consolePath } from '@/lib/paths.ts';
import { AUDIT_EVENTS } from '@/lib/vocabulary.ts';
import { EVENT_WORDS } from './words.ts';

/** What of the trail is shown; a form that asks by its address, so that every view of it can be linked. */
export function AuditFilters({ query, isFiltered }: { query: AuditQuery; isFiltered: boolean }) {
  return (
    <search>
      <Form
        action={consolePath.audit()}
        className="mb-4 grid items-end gap-3 sm:grid-cols-3 wide:grid-cols-[minmax(0,2fr)_repeat(4,minmax(0,1fr))_auto]"
      >
        <Field label="Event">
          {(control) => (
            <Select {...control} name="event" defaultValue={query.event ?? ''}>
              <option value="">All events</option>
              {AUDIT_EVENTS.map((event) => (
                <option key={event} value={event}>
                  {EVENT_WORDS[event]}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field label="Storage ID">
          {(control) => (
            <TextInput {...control} isMono name="resource" defaultValue={query.resource} spellCheck={false} />
          )}
        </Field>
        <Field label="Username">
          {(control) => (
            <TextInput
              {...control}
              name="username"
              defaultValue={query.username}
              autoCapitalize="none"
              spellCheck={false}
            />
          )}
        </Field>
        <Field label="From day (UTC)">
          {(control) => <TextInput {...control} type="date" name="from" defaultValue={query.from} />}
        </Field>
        <Field label="To day (UTC)">
          {(control) => <TextInput {...control} type="date" name="to" defaultValue={query.to} />}
        </Field>
        <div className="flex gap-2">
          <Button type="submit">Show</Button>
          {isFiltered ? (
            <Button variant="quiet" href={consolePath.audit()}>
              Clear
            </Button>
          ) : null}
        </div>
      </Form>
    </search>
  );
}
