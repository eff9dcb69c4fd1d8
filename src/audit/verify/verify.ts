// The verdict on an export, from the file, a verifier key and perhaps an older checkpoint; never from what the file says
// of itself.
import { faults } from '../../core/errors.ts';
import { type Checkpoint, lastCheckpoint, openCheckpoint, parseCheckpoint } from '../checkpoint.ts';
import type { VerifierKey } from '../note.ts';
import { checkChosen, checkContinuation, checkRange } from './check-proof.ts';
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
