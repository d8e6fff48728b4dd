/** What XML 1.0 cannot hold in any form, escaped or not: most control characters, half surrogate pairs, U+FFFE and U+FFFF. */
const NOT_XML = /[^\t\n\r\u0020-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu;

const ESCAPES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
  '\r': '&#13;',
  '\n': '&#10;',
  '\t': '&#9;',
};

/** Whether there is anything to do: most texts have none of these, and then one quick look is all. */
const NEEDS_LOOK = /["&'<>]|[^\u0020-\uD7FF\uE000-\uFFFD]/;

/** Text between tags, of XML and HTML. A carriage return is escaped, because parsers turn a plain one into a line feed. */
export function escapeText(text: string): string {
  if (!NEEDS_LOOK.test(text)) return text;
  return text.replace(NOT_XML, '').replace(/[&<>\r]/g, (character) => ESCAPES[character] ?? character);
}

/** A value between double quotes. Line breaks and tabs are escaped, because parsers turn plain ones into spaces. */
export function escapeAttribute(text: string): string {
  if (!NEEDS_LOOK.test(text)) return text;
  return text.replace(NOT_XML, '').replace(/[&<>"'\r\n\t]/g, (character) => ESCAPES[character] ?? character);
}
