/** A part of a page's path, decoded; one that is not well written stays as it is, and names nothing. */
export function decodedPart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
