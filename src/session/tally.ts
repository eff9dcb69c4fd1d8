// Counts what leaves on the two streams while a statement runs: bytes, and a digest of them.
import { createHash, type Hash } from 'node:crypto';
import type { OutputStream } from '../sinks/sink.ts';

export interface StreamTally {
  readonly bytes: number;
  /** Hex. */
  readonly sha256: string;
}

export interface Tallies {
  /** Counts from now on; ends when it is called, with what left since. */
  start(): () => Record<OutputStream, StreamTally>;
  add(stream: OutputStream, bytes: Uint8Array): void;
}

/** One tally at a time. */
export function createTallies(): Tallies {
  let current: Record<OutputStream, Counter> | null = null;
  return {
    start() {
      const mine = { stdout: newCounter(), stderr: newCounter() };
      current = mine;
      return () => {
        current = null;
        return { stdout: sumOf(mine.stdout), stderr: sumOf(mine.stderr) };
      };
    },
    add(stream, bytes) {
      if (current === null) return;
      current[stream].bytes += bytes.length;
      current[stream].hash.update(bytes);
    },
  };
}

interface Counter {
  bytes: number;
  readonly hash: Hash;
}

const newCounter = (): Counter => ({ bytes: 0, hash: createHash('sha256') });
const sumOf = ({ bytes, hash }: Counter): StreamTally => ({ bytes, sha256: hash.digest('hex') });
