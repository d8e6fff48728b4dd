/** Texts of mails. Names in them were chosen by people, some of them strangers. */

/**
 * A name within a line of a mail: on one line, short, and nothing in it is taken for an address. Mail programs make links of whatever looks
 * like one, and a link in a mail of ours must be ours.
 */
export function plainName(name: string): string {
  const line = name
    // Control characters, line and paragraph separators, and what changes the direction of the text.
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/\s+/g, ' ')
    .trim();
  const short = line.length > MAX_NAME_LENGTH ? `${line.slice(0, MAX_NAME_LENGTH - 1).trimEnd()}…` : line;
  return short.replace(/(?<=\S)[.:@/\\](?=\S)/g, (mark) => `${mark}${WORD_BREAK}`);
}

const MAX_NAME_LENGTH = 80;
/** Has no width: it is read over, but no address goes on after it. */
const WORD_BREAK = '\u200b';

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (mark) => ENTITIES[mark] ?? mark);

interface Letter {
  paragraphs: string[];
  /** A link of our own. */
  action: { label: string; url: string } | null;
  /** Why it was sent and how to end that. */
  footer: { text: string; label: string; url: string };
}

/** The two forms of a mail's body, with the same words. */
export function letter({ paragraphs, action, footer }: Letter): { text: string; html: string } {
  const said = paragraphs.map((paragraph) => `<p style="margin:0 0 16px">${escapeHtml(paragraph)}</p>`);
  const link = ({ label, url }: { label: string; url: string }) =>
    `<a href="${escapeHtml(url)}">${escapeHtml(label)}</a>`;
  return {
    text: [
      ...paragraphs,
      ...(action ? [`${action.label}: ${action.url}`] : []),
      `-- \n${footer.text}\n${footer.label}: ${footer.url}`,
      '',
    ].join('\n\n'),
    html: `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"></head>
<body style="font:16px/1.5 system-ui,sans-serif;max-width:36rem">
${said.join('\n')}
${action ? `<p style="margin:0 0 24px"><strong>${link(action)}</strong></p>` : ''}
<p style="margin:0;font-size:14px">${escapeHtml(footer.text)}<br>${link(footer)}</p>
</body>
</html>
`,
  };
}
