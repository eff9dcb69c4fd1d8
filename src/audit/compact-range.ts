// A contiguous range of leaves in at most 2·log2 hashes: what an append needs to know of all before it, and what a
// verifier keeps of a million entries. From leaf 0 on it is the frontier of the tree.
import { hashNode, spansOf } from './merkle.ts';

export interface CompactRange {
  /** One past the last leaf. */
  readonly end: number;
  append(leaf: Uint8Array): void;
  /** Takes the root of a perfect subtree that begins at `end`. @throws RangeError when none of this level can */
  push(level: number, hash: Uint8Array): void;
  /** Roots of `spansOf(first, end)`. */
  nodes(): readonly Uint8Array[];
}

export function createCompactRange(first = 0): CompactRange {
  let end = first;
  const nodes: { readonly start: number; readonly level: number; readonly hash: Uint8Array }[] = [];

  function push(level: number, hash: Uint8Array): void {
    if (end % 2 ** level !== 0) throw new RangeError(`no subtree of level ${level} begins at leaf ${end}`);
    let node = { start: end, level, hash };
    end += 2 ** level;
    for (let left = nodes.at(-1); left !== undefined && left.level === node.level; left = nodes.at(-1)) {
      if (left.start % 2 ** (level + 1) !== 0) break;
      nodes.pop();
      level += 1;
      node = { start: left.start, level, hash: hashNode(left.hash, node.hash) };
    }
    nodes.push(node);
  }

  return {
    get end() {
      return end;
    },
    append: (leaf) => push(0, leaf),
    push,
    nodes: () => nodes.map(({ hash }) => hash),
  };
}

/**
 * Goes on to `end` with the roots of `spansOf(range.end, end, highest)`; false, with nothing taken, when there are more or
 * fewer.
 */
export function extendRange(range: CompactRange, end: number, nodes: readonly Uint8Array[], highest?: number): boolean {
  const spans = [...spansOf(range.end, end, highest)];
  if (spans.length !== nodes.length || nodes.some(({ length }) => length !== 32)) return false;
  spans.forEach(({ level }, index) => {
    range.push(level, nodes[index] as Uint8Array);
  });
  return true;
}
