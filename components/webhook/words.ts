/** Webhooks in plain words. */
import type { WebhookEventType } from '@/lib/vocabulary.ts';

type Happening = Exclude<WebhookEventType, 'TEST'>;

export const EVENT_GROUPS: { label: string; events: { type: Happening; label: string }[] }[] = [
  {
    label: 'Runs',
    events: [
      { type: 'ACTOR.RUN.CREATED', label: 'Started' },
      { type: 'ACTOR.RUN.SUCCEEDED', label: 'Succeeded' },
      { type: 'ACTOR.RUN.FAILED', label: 'Failed' },
      { type: 'ACTOR.RUN.TIMED_OUT', label: 'Timed out' },
      { type: 'ACTOR.RUN.ABORTED', label: 'Aborted' },
      { type: 'ACTOR.RUN.RESURRECTED', label: 'Resurrected' },
    ],
  },
  {
    label: 'Builds',
    events: [
      { type: 'ACTOR.BUILD.CREATED', label: 'Started' },
      { type: 'ACTOR.BUILD.SUCCEEDED', label: 'Succeeded' },
      { type: 'ACTOR.BUILD.FAILED', label: 'Failed' },
      { type: 'ACTOR.BUILD.TIMED_OUT', label: 'Timed out' },
      { type: 'ACTOR.BUILD.ABORTED', label: 'Aborted' },
    ],
  },
];

/** "Run succeeded", "Build failed". */
export function eventWords(type: WebhookEventType): string {
  for (const { label, events } of EVENT_GROUPS) {
    const event = events.find((one) => one.type === type);
    if (event) return `${label.slice(0, -1)} ${event.label.toLowerCase()}`;
  }
  return 'Test';
}

/** All of a webhook's events in one line: "Run: succeeded, failed · Build: failed". */
export const eventsText = (types: readonly WebhookEventType[]): string =>
  EVENT_GROUPS.map(({ label, events }) => {
    const chosen = events.filter(({ type }) => types.includes(type)).map((event) => event.label.toLowerCase());
    return chosen.length === 0 ? null : `${label.slice(0, -1)} ${chosen.join(', ')}`;
  })
    .filter((part) => part !== null)
    .join(' · ') || 'Test';
