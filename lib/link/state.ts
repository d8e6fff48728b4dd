/** `live`: opens now, as far as the link itself goes. */
export type LinkState = 'live' | 'expired' | 'revoked';

/** What has become of a link at `nowMillis`. */
export function linkStateOf(
  { revokedAt, expiresAt }: { revokedAt: Date | null; expiresAt: Date | null },
  nowMillis: number,
): LinkState {
  if (revokedAt) return 'revoked';
  return expiresAt && expiresAt.getTime() <= nowMillis ? 'expired' : 'live';
}
