/** Reads a source file as a tree, as far as the guard of starts asks about it. */
import { parseSync } from '@swc/core';

/** A file of the product. `path`: from the root of the repository, with slashes. */
export interface SourceFile {
  path: string;
  text: string;
}

/** A node of the parser's tree. What hangs below it is only known by looking. */
export interface Node {
  type: string;
  [part: string]: unknown;
}

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
export const nodeOf = (value: unknown): Node | null => (isNode(value) ? value : null);
export const nodesOf = (value: unknown): Node[] => (Array.isArray(value) ? value.filter(isNode) : []);

/** Goes through a tree from above; `above` are the nodes that a node is in, the nearest first. */
export function walk(
  node: Node,
  visit: (node: Node, above: readonly Node[]) => void,
  above: readonly Node[] = [],
): void {
  visit(node, above);
  const inside = [node, ...above];
  for (const part of Object.values(node)) {
    for (const below of Array.isArray(part) ? part : [part]) {
      if (isNode(below)) walk(below, visit, inside);
      // Arguments and members of lists are wrapped in objects without a type.
      else if (typeof below === 'object' && below !== null) {
        for (const inner of Object.values(below)) if (isNode(inner)) walk(inner, visit, inside);
      }
    }
  }
}

export const parse = ({ path, text }: SourceFile): Node[] =>
  nodesOf(parseSync(text, { syntax: 'typescript', tsx: path.endsWith('.tsx'), target: 'es2022' }).body);

/** The name of an identifier; null of anything else. */
export const nameOf = (value: unknown): string | null => {
  const node = nodeOf(value);
  return node?.type === 'Identifier' && typeof node.value === 'string' ? node.value : null;
};

/** What a call is given; null for one that is spread. */
export const argumentsOf = (call: Node): (Node | null)[] =>
  Array.isArray(call.arguments)
    ? call.arguments.map((one: { spread: unknown; expression: unknown }) =>
        one.spread ? null : nodeOf(one.expression),
      )
    : [];

/** A declaration at the top of a file, with the names it gives. */
export interface Declared {
  names: string[];
  node: Node;
}

/** The declarations at the top of a file, exported or not; statements among them have no name. */
export function declarationsOf(items: readonly Node[]): Declared[] {
  return items.map((item) => {
    const node = nodeOf(item.declaration) ?? nodeOf(item.decl) ?? item;
    const variables = nodesOf(node.declarations).map(({ id }) => nameOf(id));
    return { node, names: [nameOf(node.identifier), ...variables].filter((name) => name !== null) };
  });
}

/** What a file imports or hands on: the name in the other file (`*` for all of it), the name here, and the other file's path. */
export interface Imported {
  name: string;
  local: string;
  from: string;
  isHandedOn: boolean;
}

export function importsOf(path: string, items: readonly Node[]): Imported[] {
  const found: Imported[] = [];
  const add = (from: unknown, name: string, local: string, isHandedOn: boolean) => {
    const source = nodeOf(from)?.value;
    if (typeof source === 'string') found.push({ name, local, from: resolve(path, source), isHandedOn });
  };
  for (const item of items) {
    const isHandedOn = item.type !== 'ImportDeclaration';
    if (item.type === 'ExportAllDeclaration') add(item.source, '*', '*', true);
    for (const one of nodesOf(item.specifiers)) {
      const isAll = one.type === 'ImportNamespaceSpecifier' || one.type === 'ExportNamespaceSpecifier';
      const here = nameOf(one.local) ?? nameOf(one.orig) ?? '';
      add(item.source, isAll ? '*' : (nameOf(one.imported) ?? nameOf(one.orig) ?? here), here, isHandedOn);
    }
    walk(item, (node) => {
      if (node.type !== 'CallExpression' || nodeOf(node.callee)?.type !== 'Import') return;
      add(argumentsOf(node)[0], '*', '*', false);
    });
  }
  return found;
}

/** The path of an imported file from the root; that of a package stays as it is. */
function resolve(path: string, source: string): string {
  if (source.startsWith('@/')) return source.slice(2);
  return source.startsWith('.') ? new URL(source, `file:///${path}`).pathname.slice(1) : source;
}
