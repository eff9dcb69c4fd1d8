// A YAML text whose every value knows its line and column, so that a finding can point at it.
import { isMap, isPair, isScalar, isSeq, LineCounter, type Node, parseDocument } from 'yaml';

/** Keys and indexes from the root. */
export type Path = readonly (string | number)[];

export interface Place {
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
}

export interface YamlFile {
  /** Plain data; null for an empty file. */
  readonly value: unknown;
  /** Syntax errors, duplicate keys included; with any of these `value` is not to be trusted. */
  readonly errors: readonly (Place & { readonly text: string })[];
  /** Where the path's key (or list item) stands; for something missing, where its nearest parent stands. */
  find(path: Path): Place;
}

export function parseYaml(text: string): YamlFile {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const at = (offset: number): Place => {
    const { line, col } = lines.linePos(offset);
    return { line: Math.max(line, 1), column: Math.max(col, 1) };
  };
  const errors = [...document.errors, ...document.warnings].map((error) => ({
    ...at(error.pos[0]),
    text: error.code === 'DUPLICATE_KEY' ? 'this key stands here a second time; remove one of the two' : error.message,
  }));
  let value: unknown = null;
  try {
    if (errors.length === 0) value = document.toJS({ maxAliasCount: 100 });
  } catch (error) {
    errors.push({ line: 1, column: 1, text: `its aliases cannot be followed: ${(error as Error).message}` });
  }
  return { value, errors, find: (path) => at(offsetOf(document.contents as Node | null, path)) };
}

function offsetOf(root: Node | null, path: Path): number {
  let node: unknown = root;
  let offset = root?.range?.[0] ?? 0;
  for (const part of path) {
    const child: unknown = isMap(node)
      ? node.items.find(({ key }) => isScalar(key) && key.value === part)
      : isSeq(node) && node.items[part as number];
    if (isPair(child)) {
      offset = (child.key as Node).range?.[0] ?? offset;
      node = child.value;
    } else if (child) {
      offset = (child as Node).range?.[0] ?? offset;
      node = child;
    } else break;
  }
  return offset;
}
