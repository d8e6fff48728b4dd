import { isId } from '../ids.ts';
import type { DispatchView } from './view.ts';

/** The id of the Actor that a call to our own API would have started, had it been approved; null where that is not what went wrong. */
export function awaitedApproval({ calls }: Pick<DispatchView, 'calls'>): string | null {
  const { responseStatus = null, responseBody = null } = calls.at(-1) ?? {};
  if (responseStatus !== 403 || responseBody === null) return null;
  try {
    const { error } = JSON.parse(responseBody);
    if (error?.type !== 'full-permission-actor-not-approved') return null;
    const id = /\/actors\/([^/?]+)\?/.exec(String(error.data?.approvalUrl))?.[1] ?? '';
    return isId(id) ? id : null;
  } catch {
    return null;
  }
}
