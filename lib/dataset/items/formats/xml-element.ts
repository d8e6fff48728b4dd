import { XMLBuilder } from 'fast-xml-parser';
import { type JsonNode, readTree, scalarText } from '../tree.ts';
import { escapeAttribute, escapeText } from './escape.ts';
import { KNOWN_PREFIXES, toXmlName } from './xml-name.ts';

/** The property whose members become attributes, and the one that is the text of an element without child elements. */
const ATTRIBUTES = '@';
const TEXT = '#';

/** Neither may be bound to a prefix or be the default. Source: Namespaces in XML 1.0, section 3. */
const RESERVED_NAMESPACES = ['http://www.w3.org/XML/1998/namespace', 'http://www.w3.org/2000/xmlns/'];

/** Characters a URI may have, or an IRI: parsers refuse some of the others. Source: RFC 3986, section 2. */
const NAMESPACE = /^[^\s\p{C}<>"{}|\\^`]+$/u;

/** The builder's own shape: one key, the name of the element, and its attributes under `:@`. Neither `:@` nor `#text` is an XML name. */
type XmlNode = Record<string, XmlNode[] | string | Record<string, string>>;

/** Escapes are made here, differently for text and attributes; the builder only puts the tags. Depth is limited where items come in. */
const builder = new XMLBuilder({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  suppressEmptyNode: true,
  processEntities: false,
  maxNestedTags: Number.POSITIVE_INFINITY,
});

/**
 * One item as an XML element: names of properties become tags, values their text or children, an array the same tag for each element,
 * and null an empty tag. Sub-properties of `@` are attributes of the element around it; `#` is its text when it has no child elements.
 * Names that XML does not allow are made valid; characters that it cannot hold are dropped.
 * Source: Get dataset items → XML format extension.
 */
export function itemToXml(text: string, elementName: string): string {
  return builder.build(elements(toXmlName(elementName), readTree(text), KNOWN_PREFIXES));
}

/** `name`: valid already. An array within an array is an element of the same name within the element. */
function elements(name: string, node: JsonNode, prefixes: ReadonlySet<string>): XmlNode[] {
  if (node.kind === 'array')
    return node.elements.flatMap((element) =>
      element.kind === 'array' ? [{ [name]: elements(name, element, prefixes) }] : elements(name, element, prefixes),
    );
  if (node.kind === 'scalar') return [{ [name]: textNodes(node.raw) }];
  return [objectElement(name, node.members, prefixes)];
}

type Members = Extract<JsonNode, { kind: 'object' }>['members'];

function objectElement(name: string, members: Members, prefixes: ReadonlySet<string>): XmlNode {
  const attributes = members.flatMap((member) =>
    member.name === ATTRIBUTES && member.value.kind === 'object' ? member.value.members : [],
  );
  const children = members.filter((member) => !(member.name === ATTRIBUTES && member.value.kind === 'object'));
  const inner = withDeclared(attributes, prefixes);
  const node: XmlNode = { [name]: content(children, inner) };
  if (attributes.length > 0) node[':@'] = attributeMap(attributes, inner);
  return node;
}

function content(children: Members, prefixes: ReadonlySet<string>): XmlNode[] {
  const [only] = children;
  if (children.length === 1 && only?.name === TEXT && only.value.kind === 'scalar') return textNodes(only.value.raw);
  return children.flatMap((child) => elements(toXmlName(child.name, prefixes), child.value, prefixes));
}

function textNodes(raw: string): XmlNode[] {
  const text = escapeText(scalarText(raw));
  return text === '' ? [] : [{ '#text': text }];
}

/** Two names may become one when they are made valid, and an attribute may not stand twice: the later one gets a number. */
function attributeMap(members: Members, prefixes: ReadonlySet<string>): Record<string, string> {
  const map = new Map<string, string>();
  const counts = new Map<string, number>();
  for (const { name, value } of members) {
    const text = attributeText(value);
    let attribute = declaredPrefix(name, value) === null ? toXmlName(name, prefixes) : name;
    if (attribute === 'xmlns' && (RESERVED_NAMESPACES.includes(text) || !NAMESPACE.test(text))) attribute = 'xmlns_';
    const count = counts.get(attribute) ?? 0;
    counts.set(attribute, count + 1);
    if (count > 0) attribute = `${attribute}_${count}`;
    if (!map.has(attribute)) map.set(attribute, escapeAttribute(text));
  }
  return Object.fromEntries(map);
}

const attributeText = (node: JsonNode) => (node.kind === 'scalar' ? scalarText(node.raw) : node.raw);

function withDeclared(attributes: Members, prefixes: ReadonlySet<string>): ReadonlySet<string> {
  const declared = attributes.map(({ name, value }) => declaredPrefix(name, value)).filter((prefix) => prefix !== null);
  return declared.length > 0 ? new Set([...prefixes, ...declared]) : prefixes;
}

/** The prefix that an attribute declares, as `xmlns:media` does; null when it declares none, or none that may be. */
function declaredPrefix(name: string, value: JsonNode): string | null {
  const prefix = name.startsWith('xmlns:') ? name.slice('xmlns:'.length) : '';
  const namespace = attributeText(value);
  if (prefix === '' || /^xml/i.test(prefix) || toXmlName(prefix) !== prefix) return null;
  return NAMESPACE.test(namespace) && !RESERVED_NAMESPACES.includes(namespace) ? prefix : null;
}
