/** The prefixes that are declared in every document. Source: Namespaces in XML 1.0, section 3. */
export const KNOWN_PREFIXES: ReadonlySet<string> = new Set(['xml']);

/**
 * The letters of Latin, Greek, Cyrillic, Hebrew, Arabic, Japanese, Korean and Chinese that may stand anywhere in a name by the fourth
 * edition of XML 1.0 and by the fifth. The fifth allows more, but widespread parsers (expat among them) still follow the fourth.
 */
const LETTERS =
  '\u00C0-\u00D6\u00D8-\u00F6\u00F8-\u0131\u0134-\u013E\u0141-\u0148\u014A-\u017E\u0388-\u038A\u038E-\u03A1\u03A3-\u03CE' +
  '\u0401-\u040C\u040E-\u044F\u0451-\u045C\u05D0-\u05EA\u0621-\u063A\u0641-\u064A\u3041-\u3094\u30A1-\u30FA\u4E00-\u9FA5\uAC00-\uD7A3';

const NOT_NAME = new RegExp(`[^-.\\w${LETTERS}]`, 'gu');
const NOT_NAME_START = /^[-.\d]/;

/**
 * A name that XML allows: other characters become `_`, and one that may not begin with its first character gets a `_` before it.
 * `prefixes`: namespace prefixes that are declared here. Only after one of these a colon stays (`media:content`), since parsers refuse
 * a prefix that is not declared.
 * Source: XML 1.0, section 2.3 and, in the fourth edition, appendix B; Namespaces in XML 1.0, section 5.
 */
export function toXmlName(name: string, prefixes: ReadonlySet<string> = KNOWN_PREFIXES): string {
  const [prefix = '', local, ...rest] = name.split(':');
  if (local && rest.length === 0 && prefixes.has(prefix)) return `${prefix}:${toPlainName(local)}`;
  return toPlainName(name);
}

function toPlainName(name: string): string {
  const clean = name.replace(NOT_NAME, '_');
  return clean === '' || NOT_NAME_START.test(clean) ? `_${clean}` : clean;
}
