// The verdict on an export, from the file, a verifier key and perhaps an older checkpoint; never from what the file says
// of itself.
import { faults } from '../../core/errors.ts';
import { type Checkpoint, lastCheckpoint, openCheckpoint, parseCheckpoint } from '../checkpoint.ts';
import { createCompactRange, restoreRange } from '../compact-range.ts';
import { parseHashes } from '../export-format.ts';
import { rootOf, spansOf } from '../merkle.ts';
import type { VerifierKey } from '../note.ts';
import { provesConsistency } from '../proofs.ts';
import { TILE } from '../tree.ts';
import { locateBreak } from './locate.ts';
import { type Break, broken, type ReadExport, readExport } from './read-export.ts';

/** `UNANCHORED`: the file agrees with itself, and nobody has said whose it is. */
export type Verdict = 'SOUND' | 'BROKEN' | 'UNANCHORED';

export interface Verification {
  readonly verdict: Verdict;
  /** The first break found. */
  readonly broken: Break | null;
  /** What the file says it is; null when that cannot be read. */
  readonly claims: {
    readonly origin: string;
    readonly size: number;
    /** When its checkpoint was signed. */
    readonly time: string;
    readonly first: number;
    readonly last: number;
    readonly entries: number;
    /** Times of the first and the last entry. */
    readonly from: string | null;
    readonly to: string | null;
    readonly filtered: boolean;
  } | null;
  /** The older checkpoint that the log was shown to continue. */
  readonly continues: { readonly size: number; readonly time: string } | null;
}

export interface VerifyOptions {
  readonly key: VerifierKey | null;
  /** Text of a file with checkpoints, of which the last counts; needs the key. */
  readonly since: string | null;
}

/** @throws OstiaryError AUDIT_FILE_UNREADABLE */
export async function verifyExport(file: string, { key, since }: VerifyOptions): Promise<Verification> {
  const older = since === null ? null : openOlder(since, key);
  if (older !== null && 'code' in older) return { verdict: 'BROKEN', broken: older, claims: null, continues: null };
  try {
    const read = await readExport(file, older?.size ?? null);
    if ('code' in read) return { verdict: 'BROKEN', broken: read, claims: null, continues: null };
    const checkpoint = parseCheckpoint(read.trailer.checkpoint);
    const { origin, size, first, last, entries, filtered } = read.header;
    const { from, to } = read;
    const claims = { origin, size, time: checkpoint?.time ?? '', first, last, entries, from, to, filtered };
    const found = checkpoint === null ? noCheckpoint : await judge(file, read, checkpoint, key, older);
    if (found !== null) return { verdict: 'BROKEN', broken: found, claims, continues: null };
    const continues = older === null ? null : { size: older.size, time: older.time };
    return { verdict: key === null ? 'UNANCHORED' : 'SOUND', broken: null, claims, continues };
  } catch (error) {
    if (error instanceof RangeError || (error instanceof Error && 'syscall' in error)) {
      throw faults.auditFileUnreadable(file, error.message);
    }
    throw error;
  }
}

const noCheckpoint = broken('checkpoint', 'what stands as its checkpoint is none');

function openOlder(text: string, key: VerifierKey | null): Checkpoint | Break {
  const note = lastCheckpoint(text);
  if (note === null) return broken('since', 'the file given as older checkpoint holds no whole checkpoint');
  const opened = key === null ? null : openCheckpoint(note, key);
  return opened ?? broken('since', 'the older checkpoint is not signed by this key');
}

async function judge(
  file: string,
  read: ReadExport,
  checkpoint: Checkpoint,
  key: VerifierKey | null,
  older: Checkpoint | null,
): Promise<Break | null> {
  const { origin, size } = read.header;
  if (origin !== checkpoint.origin || size !== checkpoint.size) {
    const { origin: name, size: count } = checkpoint;
    return broken('header', `the header is of ${origin} with ${size} events, the checkpoint of ${name} with ${count}`);
  }
  return (
    foreign(read, checkpoint, key) ??
    (await (read.header.filtered ? checkChosen(read, checkpoint) : checkRange(file, read, checkpoint))) ??
    (older === null ? null : checkContinuation(read, checkpoint, older))
  );
}

function foreign({ trailer }: ReadExport, { origin }: Checkpoint, key: VerifierKey | null): Break | null {
  if (key === null) return null;
  if (origin !== key.name) return broken('origin', `it is an export of ${origin}, and the key is that of ${key.name}`);
  return openCheckpoint(trailer.checkpoint, key) === null
    ? broken('signature', 'its checkpoint is not signed by this key')
    : null;
}

async function checkRange(file: string, read: ReadExport, { size, root }: Checkpoint): Promise<Break | null> {
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
  if (leads && sameNodes(mergePieces(first, end, pieces), nodes)) return null;
  const located = await locateBreak(file, header, entries, pieces);
  if (located !== null) return located;
  return broken('proof', 'its entries and its proof do not lead to the root that its checkpoint signs');
}

/** The nodes of a range from those of its pieces; null when there are more or fewer. */
function mergePieces(first: number, end: number, pieces: readonly Uint8Array[]): readonly Uint8Array[] | null {
  const spans = [...spansOf(first, end, TILE)];
  if (spans.length !== pieces.length) return null;
  const range = createCompactRange(first);
  spans.forEach(({ level }, index) => {
    range.push(level, pieces[index] as Uint8Array);
  });
  return range.nodes();
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
  const tree = restoreRange(0, first, left);
  const [inside, outside] = [[...spansOf(first, end)], [...spansOf(end, size)]];
  if (tree === null || nodes.length !== inside.length || right.length !== outside.length) return null;
  inside.forEach(({ level }, index) => {
    tree.push(level, nodes[index] as Uint8Array);
  });
  outside.forEach(({ level }, index) => {
    tree.push(level, right[index] as Uint8Array);
  });
  return rootOf(tree.nodes());
}

async function checkChosen(read: ReadExport, { root }: Checkpoint): Promise<Break | null> {
  const { header, entries, end, roots } = read;
  if (entries !== header.entries || end !== header.last + 1) {
    return broken('count', `the header names ${header.entries} entries up to ${header.last}, the file has ${entries}`);
  }
  const signed = root.toString('base64');
  const wrong = [...roots].filter(([name]) => name !== signed).map(([, index]) => index);
  return wrong.length === 0 ? null : broken('entry', `entry ${Math.min(...wrong)} is not what was logged there`);
}

/** Nothing that the older checkpoint covers was dropped or rewritten. */
function checkContinuation(read: ReadExport, newer: Checkpoint, older: Checkpoint): Break | null {
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
