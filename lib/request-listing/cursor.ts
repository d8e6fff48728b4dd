/** Where a page of requests begins, as text that clients hand back without looking at it. */

/** After the request with this id, in the order of ids. */
export interface IdCursor {
  id: string;
  place?: undefined;
}

/** After the request with this id at this place, in the order of the queue or of handling. */
export interface PlaceCursor {
  id: string;
  place: number;
}

export const cursorText = (cursor: IdCursor | PlaceCursor): string =>
  Buffer.from(JSON.stringify(cursor.place === undefined ? [cursor.id] : [cursor.id, cursor.place])).toString(
    'base64url',
  );

/** Reads a cursor; null for what is none of ours. */
export function parseCursor(text: string): IdCursor | PlaceCursor | null {
  const parts = partsOf(text);
  if (!parts) return null;
  const [id, place] = parts;
  if (typeof id !== 'string' || id.includes('\0')) return null;
  if (parts.length === 1) return { id };
  return parts.length === 2 && Number.isSafeInteger(place) ? { id, place: Number(place) } : null;
}

function partsOf(text: string): unknown[] | null {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    return Array.isArray(parts) ? parts : null;
  } catch {
    return null;
  }
}
