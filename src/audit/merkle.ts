// Hashes of the log's tree (RFC 6962 §2.1), and how a range of leaves falls into perfect subtrees.
import { hash } from 'node:crypto';

/** Levels of a perfect subtree are counted from the leaves: level l covers 2^l of them. */
export interface Span {
  readonly start: number;
  readonly level: number;
}

/** The root of a log without entries. */
export const emptyRoot = hash('sha256', '', 'buffer');

/** SHA-256(0x00 ‖ entry) */
export function hashLeaf(entry: Uint8Array | string): Buffer {
  return hash('sha256', Buffer.concat([LEAF, Buffer.from(entry as string)]), 'buffer');
}

/** Hashes the entry at `start` to `end`; the byte before it is overwritten, which saves a copy. `start` is at least 1. */
export function hashLeafInPlace(bytes: Buffer, start: number, end: number): Buffer {
  bytes[start - 1] = 0;
  return hash('sha256', bytes.subarray(start - 1, end), 'buffer');
}

/** SHA-256(0x01 ‖ left ‖ right) */
export function hashNode(left: Uint8Array, right: Uint8Array): Buffer {
  pair.set(left, 1);
  pair.set(right, 33);
  return hash('sha256', pair, 'buffer');
}

const LEAF = Uint8Array.of(0);
const pair = Buffer.alloc(65);
pair[0] = 1;

/** The least perfect subtrees that cover [first, end), in order, each aligned to its own size. */
export function* spansOf(first: number, end: number, highest = Number.POSITIVE_INFINITY): Generator<Span> {
  for (let start = first; start < end; ) {
    let level = 0;
    while (level < highest && start % 2 ** (level + 1) === 0 && start + 2 ** (level + 1) <= end) level += 1;
    yield { start, level };
    start += 2 ** level;
  }
}

/** The root over subtrees that begin at leaf 0 and lie side by side, as `spansOf` gives them. */
export function rootOf(nodes: readonly Uint8Array[]): Buffer {
  if (nodes.length === 0) return emptyRoot;
  return Buffer.from(nodes.reduceRight((right, left) => hashNode(left, right)));
}
