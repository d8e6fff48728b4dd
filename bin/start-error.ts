/** Thrown when the start fails for a reason the operator can understand; the message is all there is to show. */
export class StartError extends Error {}
