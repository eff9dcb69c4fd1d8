// The recorder: writes a session's events as they happen into an asciicast v3 file, durably, with a running digest.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { CastHeader } from '../asciicast/cast.ts';
import { createCastEncoder } from '../asciicast/encode.ts';
import { printHeader } from '../asciicast/header.ts';
import type { Clock } from '../core/clock.ts';
import { faults } from '../core/errors.ts';
import { createEvidenceFile } from './recorder/evidence-file.ts';
import { openNewFile } from './recorder/new-file.ts';
import type { Recorder, SessionEvent } from './sink.ts';

export interface RecorderOptions {
  /** Absolute path of the new file; missing folders are made (0700). */
  readonly file: string;
  readonly header: CastHeader;
  readonly clock: Clock;
  /** Bytes of the file above which output and input are refused with RECORDING_LIMIT; markers and the exit still fit. */
  readonly limit?: number;
  /** Told of every byte that went into the file, header included. */
  readonly onBytes?: (count: number) => void;
}

/** Above this many bytes in memory a write asks its caller to wait. */
const highWater = 1024 * 1024;

/** Where a session's recording lies in the recordings folder: `2026/11/21/ses_….cast`. @param time ISO 8601 UTC */
export function recordingPath(session: string, time: string): string {
  return join(...time.slice(0, 10).split('-'), `${session}.cast`);
}

/** Resolves when the header and the file's name are on stable storage. @throws RECORDING_FAILED, also when it exists */
export async function createRecorder(options: RecorderOptions): Promise<Recorder> {
  const { file, clock, limit = Number.POSITIVE_INFINITY, onBytes } = options;
  const handle = await openNewFile(file);
  const evidence = createEvidenceFile({ file, handle, ...(onBytes && { onBytes }) });
  evidence.append(Buffer.from(printHeader(options.header)));
  try {
    await evidence.sync();
  } catch (error) {
    await evidence.close().catch(() => {});
    await rm(file, { force: true });
    throw error;
  }

  const encoder = createCastEncoder(clock.micros());
  let closing: Promise<void> | null = null;

  const refuseAboveLimit = (event: SessionEvent) => {
    if (event.type !== 'output' && event.type !== 'input') return;
    if (evidence.size + event.bytes.length > limit) throw faults.recordingLimit(limit);
  };

  const close = async () => {
    try {
      evidence.append(encoder.flush(clock.micros()));
      await evidence.sync();
    } finally {
      await evidence.close();
    }
  };

  return {
    name: 'recorder',
    write: (event) => {
      if (closing !== null) throw faults.recordingFailed(file, new Error('it is closed'));
      refuseAboveLimit(event);
      evidence.append(encoder.encode(event, clock.micros()));
      if (evidence.pending > highWater) return evidence.drained();
    },
    sync: () => {
      evidence.append(encoder.flush(clock.micros()));
      return evidence.sync();
    },
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}
