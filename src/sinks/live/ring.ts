// The latest bytes of a stream: what draws the current screen again. Exactly, while the stream fits; afterwards from the
// last time the screen was cleared, or from what is left.
import { bufferOf } from '../../core/buffer-of.ts';

export interface Ring {
  add(bytes: Uint8Array): void;
  /** Output for a terminal that was just reset, oldest first. */
  read(): Buffer;
}

const clears = [Buffer.from('\u001b[2J'), Buffer.from('\u001bc')];
const alternate = Buffer.from('\u001b[?1049');
const enterAlternate = Buffer.from('\u001b[?1049h');
const smallest = 4096; // bytes

/** @param capacity bytes, a power of two of at least 4096; less is held while less is needed */
export function createRing(capacity: number): Ring {
  let memory = Buffer.alloc(0);
  let start = 0;
  let length = 0;
  /** Bytes that ever came, and how many of them when the screen was last cleared. */
  let total = 0;
  let clearedAt = -1;
  let isAlternate = false;

  function add(bytes: Uint8Array): void {
    const chunk = bufferOf(bytes);
    const mode = chunk.lastIndexOf(alternate);
    if (mode >= 0) isAlternate = chunk[mode + alternate.length] === 0x68;
    const cleared = Math.max(...clears.map((clear) => chunk.lastIndexOf(clear)));
    if (cleared >= 0) clearedAt = total + cleared;
    total += chunk.length;
    append(chunk);
  }

  function append(chunk: Buffer): void {
    const piece = chunk.length > capacity ? chunk.subarray(chunk.length - capacity) : chunk;
    grow(length + piece.length);
    const end = (start + length) % memory.length;
    const first = Math.min(piece.length, memory.length - end);
    piece.copy(memory, end, 0, first);
    piece.copy(memory, 0, first);
    length += piece.length;
    if (length > memory.length) {
      start = (start + length) % memory.length;
      length = memory.length;
    }
  }

  function grow(needed: number): void {
    if (needed <= memory.length || memory.length === capacity) return;
    let size = Math.max(smallest, memory.length);
    while (size < needed && size < capacity) size *= 2;
    const larger = Buffer.allocUnsafeSlow(size);
    held().copy(larger);
    memory = larger;
    start = 0;
  }

  function held(): Buffer {
    const first = memory.subarray(start, Math.min(start + length, memory.length));
    return Buffer.concat([first, memory.subarray(0, length - first.length)]);
  }

  function read(): Buffer {
    const bytes = held();
    if (total === length) return bytes;
    const dropped = total - length;
    const kept = bytes.subarray(clearedAt > dropped ? clearedAt - dropped : characterStart(bytes));
    return isAlternate && !kept.includes(enterAlternate) ? Buffer.concat([enterAlternate, kept]) : kept;
  }

  return { add, read };
}

/** Where the first whole UTF-8 character begins. */
function characterStart(bytes: Uint8Array): number {
  let at = 0;
  while (at < 3 && ((bytes[at] ?? 0) & 0xc0) === 0x80) at += 1;
  return at;
}
