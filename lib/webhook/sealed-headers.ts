/** The template of a webhook's headers, as it is kept: sealed, since that is where secrets of receivers stand. */
import { seal, unseal } from '../secret/seal.ts';

interface Kept {
  headersSealed: string | null;
  headersTemplate: string | null;
}

/** What is kept of the template of the webhook `id`. */
export const keptHeaders = (id: string, template: string | null): Kept => ({
  headersSealed: template === null ? null : seal(template, { webhookId: id }),
  headersTemplate: null,
});

/** The template of what is kept. Throws where it does not open. */
export const openedHeaders = (id: string, { headersSealed, headersTemplate }: Kept): string | null =>
  headersSealed === null ? headersTemplate : unseal(headersSealed, { webhookId: id });
