/** The strong validator of a record: a digest of its bytes, in quotes, as it stands in headers. */
export const etagOf = (digest: Buffer): string => `"${digest.toString('base64url')}"`;
