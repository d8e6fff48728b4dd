/** What a signed link that comes with a request is worth. */
import { identifyLink, type SignedContent, type SignedLink, verifyLink } from '../signature/link.ts';
import type { LoadedLink, Reference, ResourceRow } from './rows.ts';
import type { LinkState } from './types.ts';

/** The link that came along, as far as it can be told without its key; null if it cannot be one of ours, or opens nothing that is asked for. */
export const signedLinkOf = ({ signature, content }: Reference): SignedLink | null =>
  signature === undefined || content === undefined ? null : identifyLink(signature, content);

/** What a signature is worth: ours and unexpired, not revoked, and within the longest lifetime that the owner allows. */
export function linkWorth(
  { signature, content }: Reference,
  link: SignedLink | null,
  row: ResourceRow,
  revokedAt: Date | null,
): { state: LinkState; loaded: LoadedLink | null } {
  if (signature === undefined) return { state: 'none', loaded: null };
  if (!link || !content) return { state: 'forged', loaded: null };
  const nowMillis = Date.now();
  const verified = verifyLink({ resourceId: row.id, epoch: row.signingEpoch }, content, link, nowMillis);
  if (verified.state === 'forged') return { state: 'forged', loaded: null };
  const { expiresAtMillis } = verified;
  const loaded = listedLink(link, content, expiresAtMillis);
  if (revokedAt) return { state: 'revoked', loaded };
  if (verified.state === 'valid' && row.maxLinkLifetimeSecs !== null) {
    const latestMillis = nowMillis + row.maxLinkLifetimeSecs * 1_000;
    if (expiresAtMillis === null || expiresAtMillis > latestMillis) return { state: 'refused-by-policy', loaded };
  }
  return { state: verified.state, loaded };
}

/** The link as the list of links has it: one that came with a list of keys counts as the link to the keys. */
function listedLink(link: SignedLink, content: SignedContent, expiresAtMillis: number | null): LoadedLink {
  const expiresAt = expiresAtMillis === null ? null : new Date(expiresAtMillis);
  const [digest, parent] = link.digests;
  if (parent) return { digest: parent, recordKey: null, expiresAt };
  return { digest, recordKey: content.kind === 'record' ? content.key : null, expiresAt };
}
