// An append-only file of whole lines, written in batches in the background, 10 ms after they came at the latest, synced
// 200 ms after that, digested as it grows. Its first failure is final: an fsync error is never retried, the kernel may
// have dropped the pages.
import { createHash } from 'node:crypto';
import type { FileHandle } from 'node:fs/promises';
import { faults } from '../../core/errors.ts';
import type { RecordingPosition } from '../sink.ts';

export interface EvidenceFile {
  /** Bytes that are in the file or on their way to it. */
  readonly size: number;
  /** Bytes on their way. */
  readonly pending: number;
  /** Queues whole lines. @throws RECORDING_FAILED when it failed before */
  append(lines: Buffer): void;
  /** Resolves when at most half a batch is pending; rejects on failure. */
  drained(): Promise<void>;
  /** Resolves when all that was appended is on stable storage, with the position of a durable whole line. */
  sync(): Promise<RecordingPosition>;
  /** Releases the file; never fails. Call `sync` before. */
  close(): Promise<void>;
}

interface Waiter<Value> {
  /** The size of the file from which on it is served. */
  readonly size: number;
  readonly resolve: (value: Value) => void;
  readonly reject: (error: unknown) => void;
}

// A write is handed to another thread, and to wake it costs more than a few lines do: a key's echo would wait for that.
const gatherFor = 10; // ms
const plenty = 256 * 1024; // bytes: these do not wait
const syncWithin = 200; // ms
const batchSize = 1024 * 1024; // bytes
const lowWater = batchSize / 2;

export function createEvidenceFile(options: {
  readonly file: string;
  readonly handle: FileHandle;
  readonly onBytes?: (count: number) => void;
}): EvidenceFile {
  const { file, handle, onBytes } = options;
  const hash = createHash('sha256');
  let queue: Buffer[] = [];
  let pending = 0;
  let offset = 0;
  let failure: Error | null = null;
  let running: Promise<void> | null = null;
  let writeTimer: NodeJS.Timeout | null = null;
  let writeDue = false;
  let syncTimer: NodeJS.Timeout | null = null;
  let syncDue = false;
  let syncers: Waiter<RecordingPosition>[] = [];
  const drainers: Waiter<void>[] = [];

  const commit = (lines: Buffer) => {
    hash.update(lines);
    offset += lines.length;
    onBytes?.(lines.length);
    syncTimer ??= setTimeout(() => {
      syncDue = true;
      start();
    }, syncWithin);
  };

  const takeBatch = (): Buffer => {
    let count = 0;
    for (let size = 0; count < queue.length && size < batchSize; count += 1) size += queue[count]!.length;
    const parts = queue.slice(0, count);
    queue = queue.slice(count);
    return parts.length === 1 ? parts[0]! : Buffer.concat(parts);
  };

  const writeBatch = async (batch: Buffer) => {
    let written = 0;
    try {
      while (written < batch.length) written += (await handle.write(batch, written)).bytesWritten;
    } catch (error) {
      // The file shall end on a whole line, and the digest shall cover exactly what is in it.
      const whole = batch.lastIndexOf(10, written - 1) + 1;
      const lines = written === 0 ? batch.subarray(0, 0) : batch.subarray(0, whole);
      await handle.truncate(offset + lines.length).catch(() => {});
      commit(lines);
      throw error;
    }
    commit(batch);
    pending -= batch.length;
  };

  const syncNow = async () => {
    if (syncTimer !== null) clearTimeout(syncTimer);
    syncTimer = null;
    syncDue = false;
    const position = { offset, sha256: hash.copy().digest('hex') };
    await handle.datasync();
    for (const waiter of syncers.filter(({ size }) => size <= position.offset)) waiter.resolve(position);
    syncers = syncers.filter(({ size }) => size > position.offset);
  };

  // Not only when the queue is empty: under a flood it never is.
  const isSyncDue = () => syncDue || syncers.some(({ size }) => size <= offset);
  const isDue = () => isSyncDue() || (queue.length > 0 && (writeDue || pending >= plenty));

  const run = async () => {
    try {
      while (isDue()) {
        if (isSyncDue()) await syncNow();
        else await writeBatch(takeBatch());
        writeDue &&= queue.length > 0;
        if (pending < lowWater) for (const waiter of drainers.splice(0)) waiter.resolve();
      }
    } catch (error) {
      failure = faults.recordingFailed(file, error as Error);
      queue = [];
      for (const waiter of [...syncers.splice(0), ...drainers.splice(0)]) waiter.reject(failure);
    } finally {
      running = null;
    }
  };

  const start = () => {
    if (failure === null && isDue()) running ??= run();
  };

  const writeAll = () => {
    if (writeTimer !== null) clearTimeout(writeTimer);
    writeTimer = null;
    writeDue = queue.length > 0;
    start();
  };

  /** A promise nobody may be looking at yet when it rejects. */
  const wait = <Value>(waiters: Waiter<Value>[]): Promise<Value> => {
    const promise = new Promise<Value>((resolve, reject) => {
      if (failure === null) waiters.push({ size: offset + pending, resolve, reject });
      else reject(failure);
    });
    promise.catch(() => {});
    return promise;
  };

  return {
    get size() {
      return offset + pending;
    },
    get pending() {
      return pending;
    },
    append: (lines) => {
      if (failure !== null) throw failure;
      if (lines.length === 0) return;
      queue.push(lines);
      pending += lines.length;
      writeTimer ??= setTimeout(writeAll, gatherFor);
      if (pending >= plenty) start();
    },
    drained: () => wait(drainers),
    sync: () => {
      const synced = wait(syncers);
      writeAll();
      return synced;
    },
    close: async () => {
      writeAll();
      await running;
      if (writeTimer !== null) clearTimeout(writeTimer);
      if (syncTimer !== null) clearTimeout(syncTimer);
      await handle.close().catch(() => {});
    },
  };
}
