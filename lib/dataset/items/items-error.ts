import { ApiError } from '../../errors.ts';

/**
 * A refusal of items as they were sent, or of what was asked about them. The message is plain words for the caller.
 * `position`: zero-based place of the bad item in the request, as in the API's `itemPosition`; null when no single item is at fault.
 */
export class ItemsError extends ApiError {
  readonly position: number | null;

  constructor(message: string, position: number | null = null) {
    super('invalid-input', message);
    this.name = 'ItemsError';
    this.position = position;
  }
}
