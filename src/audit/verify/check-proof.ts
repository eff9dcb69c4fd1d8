// What the proof of an export proves: that its entries are those under the root that its checkpoint signs, and that the log
// continues an older one.
import type { Checkpoint } from '../checkpoint.ts';
import { createCompactRange, extendRange } from '../compact-range.ts';
import { parseHashes } from '../export-format.ts';
import { rootOf } from '../merkle.ts';
import { provesConsistency } from '../proofs.ts';
import { TILE } from '../tree.ts';
import { locateBreak } from './locate.ts';
import { type Break, broken, type ReadExport } from './read-export.ts';

/** A whole range: its entries and its proof lead to the signed root. */
export async function checkRange(file: string, read: ReadExport, { size, root }: Checkpoint): Promise<Break | null> {
  const { header, trailer, entries, nodes } = read;
  const { first, last } = header;
  if (trailer.range === null || last < first - 1 || last >= size || header.entries !== last - first + 1) {
    return broken('header', 'its header and its proof do not fit each other');
  }
  const left = parseHashes(trailer.range.left);
  const pieces = parseHashes(trailer.range.pieces);
  const right = parseHashes(trailer.range.right);
  const end = last + 1;
  const leads = entries === header.entries && rootThrough(left, first, end, nodes, size, right)?.equals(root);
  if (leads && sameNodes(nodesOf(first, end, pieces), nodes)) return null;
  const located = await locateBreak(file, header, entries, pieces);
  if (located !== null) return located;
  return broken('proof', 'its entries and its proof do not lead to the root that its checkpoint signs');
}

/** The nodes of a range from those of its pieces; null when there are more or fewer. */
function nodesOf(first: number, end: number, pieces: readonly Uint8Array[]): readonly Uint8Array[] | null {
  const range = createCompactRange(first);
  return extendRange(range, end, pieces, TILE) ? range.nodes() : null;
}

function sameNodes(left: readonly Uint8Array[] | null, right: readonly Uint8Array[]): boolean {
  return left !== null && Buffer.concat(left).equals(Buffer.concat(right));
}

/** The root of the tree whose range [first, end) has these nodes, with what stands left and right of it. */
function rootThrough(
  left: readonly Uint8Array[],
  first: number,
  end: number,
  nodes: readonly Uint8Array[],
  size: number,
  right: readonly Uint8Array[],
): Buffer | null {
  const tree = createCompactRange();
  const fits = extendRange(tree, first, left) && extendRange(tree, end, nodes) && extendRange(tree, size, right);
  return fits ? rootOf(tree.nodes()) : null;
}

/** Chosen entries: the proof of each leads to the signed root. */
export function checkChosen(read: ReadExport, { root }: Checkpoint): Break | null {
  const { header, entries, end, roots } = read;
  if (entries !== header.entries || end !== header.last + 1) {
    return broken('count', `the header names ${header.entries} entries up to ${header.last}, the file has ${entries}`);
  }
  const signed = root.toString('base64');
  const wrong = [...roots].filter(([name]) => name !== signed).map(([, index]) => index);
  return wrong.length === 0 ? null : broken('entry', `entry ${Math.min(...wrong)} is not what was logged there`);
}

/** Nothing that the older checkpoint covers was dropped or rewritten. */
export function checkContinuation(read: ReadExport, newer: Checkpoint, older: Checkpoint): Break | null {
  const { header, trailer, before } = read;
  if (older.size > newer.size) {
    const lost = `${older.size - newer.size} events or more at the end are gone`;
    return broken('shrunk', `at ${older.time} the log had ${older.size} events, in this export ${newer.size}: ${lost}`);
  }
  const rewritten = broken(
    'rewritten',
    `its first ${older.size} events are not those that were signed at ${older.time}`,
  );
  if (trailer.consistency?.size === older.size) {
    return provesConsistency(older, newer, parseHashes(trailer.consistency.path)) ? null : rewritten;
  }
  if (older.size === newer.size) return older.root.equals(newer.root) ? null : rewritten;
  const { first, last, filtered } = header;
  if (trailer.range === null || filtered || older.size < first || older.size > last + 1) {
    return broken('unproven', `it does not show that it continues the ${older.size} events of the older checkpoint`);
  }
  const left = parseHashes(trailer.range.left);
  return rootThrough(left, first, older.size, before, older.size, [])?.equals(older.root) ? null : rewritten;
}
