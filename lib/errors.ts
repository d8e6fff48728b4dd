/** Every refusal that a caller may see: the API's own error types, and the one table that gives each its HTTP status. */

/** Source: contract 6; `ErrorType` of the official description. */
const STATUS = {
  'invalid-input': 400,
  'invalid-parameter': 400,
  'invalid-request': 400,
  'invalid-value': 400,
  'invalid-record-key': 400,
  'invalid-collection': 400,
  'cron-expression-invalid': 400,
  'invalid-content-type-header': 400,
  'id-does-not-match': 400,
  'schema-validation-error': 400,
  'dataset-schema-invalid': 400,
  'requested-dataset-view-does-not-exist': 400,
  'run-input-body-not-valid-json': 400,
  'run-failed': 400,
  'run-timeout-exceeded': 408,
  'token-not-provided': 401,
  'user-or-token-not-found': 401,
  'insufficient-permissions': 403,
  'full-permission-actor-not-approved': 403,
  'unknown-build-tag': 403,
  'too-many-schedules': 403,
  'request-handled-or-locked': 403,
  'record-not-found': 404,
  'page-not-found': 404,
  'schedule-actor-not-found': 404,
  'schedule-actor-task-not-found': 404,
  'method-not-allowed': 405,
  'access-right-already-exists': 409,
  'cannot-set-access-rights-for-owner': 400,
  'name-not-unique': 409,
  'actor-name-not-unique': 409,
  'schedule-name-not-unique': 409,
  'actor-task-name-not-unique': 409,
  'changed-elsewhere': 409,
  'elevated-permissions-needed': 403,
  'request-too-large': 413,
  'unsupported-content-encoding': 415,
  'too-many-webhooks': 403,
  'rate-limit-exceeded': 429,
  'internal-error': 500,
} as const;

export type ErrorType = keyof typeof STATUS;

/**
 * An expected refusal. `type`: the API's own word. `message`: plain words for the caller, never naming an id that the caller has not sent.
 * `data`: documented extra facts, shown to the caller. All other errors are bugs and are shown as `internal-error` without their text.
 */
export class ApiError extends Error {
  readonly type: ErrorType;
  readonly data: Record<string, unknown> | undefined;

  constructor(type: ErrorType, message: string, data?: Record<string, unknown>) {
    super(message);
    this.name = 'ApiError';
    this.type = type;
    this.data = data;
  }

  get status(): number {
    return STATUS[this.type];
  }
}

export const recordNotFound = (what: string) => new ApiError('record-not-found', `${what} was not found`);

/** What wrong input says: the first problem of a zod parse, with the name of the field. */
export function invalidInput(issues: readonly { path: PropertyKey[]; message: string }[]): ApiError {
  const [first] = issues;
  const field = first?.path.map(String).join('.');
  return new ApiError(
    'invalid-input',
    `${field ? `Field "${field}": ` : ''}${first?.message ?? 'The input is not valid'}`,
  );
}

/** What PostgreSQL answers to text that it cannot keep: NUL characters, and halves of surrogate pairs in JSON. */
const UNSTORABLE = new Set(['22021', '22P02', '22P05']);

/** The refusal that an error stands for, or null if it is an unknown failure. Every door asks this before it answers. */
export function refusalOf(error: unknown): ApiError | null {
  if (error instanceof ApiError) return error;
  const cause = error instanceof Error && error.cause instanceof Error ? error.cause : error;
  const code = cause instanceof Error && 'code' in cause ? cause.code : undefined;
  if (typeof code !== 'string' || !UNSTORABLE.has(code)) return null;
  return new ApiError('invalid-input', 'The input has characters that cannot be stored, such as NUL');
}
