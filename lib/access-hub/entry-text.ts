/** A link or a grant as the value of a checkbox. Pure, for server and browser. */

export const entryText = (entry: { what: 'link' | 'grant'; kind: string; resourceId: string; id: string }): string =>
  [entry.what, entry.kind, entry.resourceId, entry.id].join(' ');

/** The parts of such a text, not yet checked: see `accessEntry`. */
export function parseEntry(text: string): { what: string; kind: string; resourceId: string; id: string } {
  const [what = '', kind = '', resourceId = '', id = ''] = text.split(' ');
  return { what, kind, resourceId, id };
}
