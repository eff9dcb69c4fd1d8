// What a crash left of a recording is made a valid cast again, and what of it is proven is told from what is not.
import { createHash, type Hash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { type FileHandle, open } from 'node:fs/promises';
import { basename } from 'node:path';
import { createCastEncoder } from '../asciicast/encode.ts';
import { faults } from '../core/errors.ts';
import { findLastLine } from './last-line.ts';

/** Bytes of a recording and the sha256 (hex) of all of them. */
interface Position {
  readonly offset: number;
  readonly sha256: string;
}

export interface Recovery extends Position {
  /** Bytes after the last whole line, cut off. */
  readonly tornBytes: number;
  /** True when the file begins with exactly the bytes that the last known digest covers. */
  readonly verified: boolean;
  /** From this offset on no digest vouches for what the file says; 0 when nothing is verified. */
  readonly unattestedFrom: number;
  /** Bytes of the session after that, our own marker not counted. */
  readonly unattestedBytes: number;
  /** True when the exit event is there: the session had ended, only its closing was not noted. No marker is added. */
  readonly complete: boolean;
}

/**
 * Cuts a torn tail, verifies up to the last position an audit event told of, and closes with a marker that says so.
 * No exit event is added: its absence means "incomplete". `offset` and `sha256` are those of the repaired file.
 * A file without even a whole header is emptied. @throws CAST_MISSING when it cannot be read or written
 */
export async function recoverCast(file: string, lastKnown: Position | null): Promise<Recovery> {
  try {
    const handle = await open(file, 'r+');
    try {
      return await recover(file, handle, lastKnown);
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw faults.castMissing(basename(file), error as Error);
  }
}

async function recover(file: string, handle: FileHandle, lastKnown: Position | null): Promise<Recovery> {
  const { size } = await handle.stat();
  const { end, text } = await findLastLine(handle, size);
  if (end < size) await handle.truncate(end);

  const hash = createHash('sha256');
  const known = Math.min(lastKnown?.offset ?? 0, end);
  await digest(hash, file, 0, known);
  const verified = known === lastKnown?.offset && hash.copy().digest('hex') === lastKnown.sha256;
  await digest(hash, file, known, end);

  const tornBytes = size - end;
  const unattestedFrom = verified ? known : 0;
  const complete = /^\[[^,]*,\s*"x"/.test(text);
  const marker =
    end === 0 || complete ? Buffer.alloc(0) : recoveryMarker(tornBytes, unattestedFrom < end ? unattestedFrom : null);
  for (let written = 0; written < marker.length; ) {
    written += (await handle.write(marker, written, marker.length - written, end + written)).bytesWritten;
  }
  await handle.sync();
  hash.update(marker);
  const position = { offset: end + marker.length, sha256: hash.digest('hex') };
  return { ...position, tornBytes, verified, unattestedFrom, unattestedBytes: end - unattestedFrom, complete };
}

function recoveryMarker(tornBytes: number, unattestedFrom: number | null): Buffer {
  const torn = tornBytes === 0 ? 'no byte was torn' : `${tornBytes} torn bytes were cut off`;
  const proof = unattestedFrom === null ? 'all of it is attested' : `unattested from byte ${unattestedFrom} on`;
  const label = `[recovered: the broker stopped in this session; ${torn}; ${proof}]`;
  return createCastEncoder(0).encode({ type: 'marker', label }, 0);
}

async function digest(hash: Hash, file: string, start: number, end: number): Promise<void> {
  if (start >= end) return;
  for await (const chunk of createReadStream(file, { start, end: end - 1, highWaterMark: 256 * 1024 })) {
    hash.update(chunk as Buffer);
  }
}
