// The tree over the leaves of a log of some size, for proofs: one pass over all leaves, after which only the roots of
// every 256 of them are held in memory (32 MB for a thousand million).
import { createCompactRange } from './compact-range.ts';
import { hashNode, rootOf, type Span, spansOf } from './merkle.ts';

/** Level whose roots are held: 256 leaves. */
export const TILE = 8;

/** Leaf hashes of [first, end), 32 bytes each, in order. */
export type Leaves = (first: number, end: number) => Iterable<Uint8Array>;

export interface Tree {
  readonly size: number;
  root(): Buffer;
  /** Roots of `spansOf(first, end, highest)`. */
  nodes(first: number, end: number, highest?: number): readonly Buffer[];
  /** PATH(index, D[size]) of RFC 6962 §2.1.1. */
  inclusion(index: number): readonly Buffer[];
  /** PROOF(older, D[size]) of RFC 6962 §2.1.2; `older` from 1 to the size. */
  consistency(older: number): readonly Buffer[];
}

export function createTree(size: number, leaves: Leaves): Tree {
  const levels = buildLevels(size, leaves);
  let cached: { readonly start: number; readonly leaves: readonly Uint8Array[] } = { start: -1, leaves: [] };

  /** Proofs of neighbours ask for the same tile. */
  function tileAt(start: number): readonly Uint8Array[] {
    if (cached.start !== start) cached = { start, leaves: [...leaves(start, Math.min(size, start + 2 ** TILE))] };
    return cached.leaves;
  }

  function subtree({ start, level }: Span): Buffer {
    if (level >= TILE) return levels[level - TILE]?.[start / 2 ** level] as Buffer;
    const within = start % 2 ** TILE;
    const range = createCompactRange();
    for (const leaf of tileAt(start - within).slice(within, within + 2 ** level)) range.append(leaf);
    return rootOf(range.nodes());
  }

  const nodes = (first: number, end: number, highest?: number) => [...spansOf(first, end, highest)].map(subtree);
  /** MTH(D[first:end]); `first` is where a subtree of that many leaves begins. */
  const hashOf = (first: number, end: number) => rootOf(nodes(first, end));

  function subproof(older: number, first: number, end: number, whole: boolean): readonly Buffer[] {
    if (older === end - first) return whole ? [] : [hashOf(first, end)];
    const split = splitOf(end - first);
    return older <= split
      ? [...subproof(older, first, first + split, whole), hashOf(first + split, end)]
      : [...subproof(older - split, first + split, end, false), hashOf(first, first + split)];
  }

  return {
    size,
    root: () => hashOf(0, size),
    nodes,
    inclusion(index) {
      const path: Buffer[] = [];
      for (let first = 0, end = size; end - first > 1; ) {
        const middle = first + splitOf(end - first);
        path.unshift(index < middle ? hashOf(middle, end) : hashOf(first, middle));
        if (index < middle) end = middle;
        else first = middle;
      }
      return path;
    },
    consistency: (older) => subproof(older, 0, size, true),
  };
}

/** The largest power of two smaller than `count`, which is at least 2. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

/** Roots of all perfect subtrees from TILE on, level by level. */
function buildLevels(size: number, leaves: Leaves): readonly (readonly Buffer[])[] {
  const tiles: Buffer[] = [];
  let range = createCompactRange();
  for (const leaf of leaves(0, size - (size % 2 ** TILE))) {
    range.append(leaf);
    if (range.end < 2 ** TILE) continue;
    tiles.push(rootOf(range.nodes()));
    range = createCompactRange();
  }
  const levels = [tiles];
  for (let below = tiles; below.length > 1; below = levels.at(-1) ?? []) {
    const pairs = Math.floor(below.length / 2);
    levels.push(
      Array.from({ length: pairs }, (_, index) => hashNode(below[2 * index] as Buffer, below[2 * index + 1] as Buffer)),
    );
  }
  return levels;
}
