// A checkpoint (C2SP tlog-checkpoint): how long the log was, with its root, at a time, as a signed note. The time is an
// extension line: a log that says the same every minute is alive, one that says nothing is not.
import { isSignedBy, type SignerKey, signNote, textOfNote, type VerifierKey } from './note.ts';

export interface Checkpoint {
  /** Names the log; also the name of its key. */
  readonly origin: string;
  readonly size: number;
  readonly root: Buffer;
  /** ISO 8601 UTC, when it was signed. */
  readonly time: string;
}

export function signCheckpoint({ origin, size, root, time }: Checkpoint, key: SignerKey): string {
  return signNote(`${origin}\n${size}\n${root.toString('base64')}\ntime ${time}\n`, key);
}

/** Whoever signed it; null when the note is no checkpoint. */
export function parseCheckpoint(note: string): Checkpoint | null {
  const found = form.exec(textOfNote(note) ?? '');
  const [, origin, size, base64, time] = found ?? [];
  if (origin === undefined || size === undefined || base64 === undefined || time === undefined) return null;
  const root = Buffer.from(base64, 'base64');
  return root.length === 32 && Number.isSafeInteger(Number(size)) ? { origin, size: Number(size), root, time } : null;
}

/** The checkpoint of this log; null when the key did not sign it, or signed it for another. */
export function openCheckpoint(note: string, key: VerifierKey): Checkpoint | null {
  const checkpoint = parseCheckpoint(note);
  return checkpoint?.origin === key.name && isSignedBy(note, key) ? checkpoint : null;
}

/** The last whole checkpoint in a file of them, or null. */
export function lastCheckpoint(text: string): string | null {
  return text.match(whole)?.at(-1) ?? null;
}

const body = /([^\s+]+)\n(0|[1-9]\d{0,15})\n([A-Za-z0-9+/]{43}=)\ntime (\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z)\n/;
const form = new RegExp(`^${body.source}$`);
const whole = new RegExp(`^${body.source}\\n(?:— [^\\n]+\\n)+`, 'gm');
