// What a proof proves: the checks of RFC 9162 §2.1.3.2 and §2.1.4.2, for the proofs that RFC 6962 §2.1 defines.
import { hashNode } from './merkle.ts';

type Hashes = readonly Uint8Array[];

/** The root of the tree of this size in which the leaf stands at `index` by this path; null when there is none. */
export function rootByPath(leaf: Uint8Array, index: number, size: number, path: Hashes): Uint8Array | null {
  if (index >= size) return null;
  let at = index;
  let last = size - 1;
  let hash = leaf;
  for (const sibling of path) {
    if (last === 0) return null;
    if (isOdd(at) || at === last) {
      hash = hashNode(sibling, hash);
      while (at !== 0 && !isOdd(at)) [at, last] = [half(at), half(last)];
    } else hash = hashNode(hash, sibling);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 ? hash : null;
}

/** True when the tree `newer` begins with all leaves of the tree `older`. */
export function provesConsistency(
  older: { readonly size: number; readonly root: Uint8Array },
  newer: { readonly size: number; readonly root: Uint8Array },
  path: Hashes,
): boolean {
  if (older.size > newer.size) return false;
  if (older.size === newer.size) return path.length === 0 && equal(older.root, newer.root);
  if (older.size === 0) return path.length === 0;
  let at = older.size - 1;
  let last = newer.size - 1;
  while (isOdd(at)) [at, last] = [half(at), half(last)];
  // A tree whose size is a power of two is itself the first node of the path, which then leaves it out.
  const [first, ...rest] = at === 0 ? [older.root, ...path] : path;
  if (first === undefined) return false;
  let [oldHash, newHash] = [first, first];
  for (const node of rest) {
    if (last === 0) return false;
    if (isOdd(at) || at === last) {
      [oldHash, newHash] = [hashNode(node, oldHash), hashNode(node, newHash)];
      while (at !== 0 && !isOdd(at)) [at, last] = [half(at), half(last)];
    } else newHash = hashNode(newHash, node);
    [at, last] = [half(at), half(last)];
  }
  return last === 0 && equal(oldHash, older.root) && equal(newHash, newer.root);
}

/** Not by bit operators: those end at 2^31. */
const isOdd = (number: number) => number % 2 === 1;
const half = (number: number) => Math.floor(number / 2);

/** Hashes in a proof are public: no constant time is needed. */
function equal(left: Uint8Array, right: Uint8Array): boolean {
  return Buffer.compare(left, right) === 0;
}
