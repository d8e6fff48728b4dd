import { type JsonNode, readTree } from './tree.ts';

/** A JSON value for comparing: objects by name, where the last of a repeated name counts; everything else as the text that was sent. */
export type Node = Flat | Node[] | string;
export type Flat = Map<string, Node>;

export const nodeOf = (text: string): Node => convert(readTree(text));

function convert(node: JsonNode): Node {
  if (node.kind === 'object') return new Map(node.members.map(({ name, value }) => [name, convert(value)]));
  return node.kind === 'array' ? node.elements.map(convert) : node.raw;
}
