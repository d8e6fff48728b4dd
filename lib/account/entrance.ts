/** What the pages before sign-in must know of the instance; nothing here is about any one account. */
export { hasNoAccounts, isSignUpOpen } from './queries.ts';
