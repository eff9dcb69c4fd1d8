// The latest bytes of a stream, from the last time the screen was cleared: what draws the current screen again.

export interface Ring {
  add(bytes: Uint8Array): void;
  /** What is kept, oldest first. */
  read(): Buffer;
}

const clears = [Buffer.from('\u001b[2J'), Buffer.from('\u001bc')];
const alternate = Buffer.from('\u001b[?1049');
const smallest = 4096; // bytes

/** @param capacity bytes, a power of two of at least 4096; less is held while less is needed */
export function createRing(capacity: number): Ring {
  let memory = Buffer.alloc(0);
  let start = 0;
  let length = 0;
  let isAlternate = false;

  function add(bytes: Uint8Array): void {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const mode = chunk.lastIndexOf(alternate);
    if (mode >= 0) isAlternate = chunk[mode + alternate.length] === 0x68;
    const cleared = Math.max(...clears.map((clear) => chunk.lastIndexOf(clear)));
    if (cleared >= 0) {
      start = 0;
      length = 0;
      // What went before drew nothing that is still seen, but it may have switched the screen.
      if (isAlternate && mode < cleared) append(Buffer.from('\u001b[?1049h'));
    }
    append(cleared < 0 ? chunk : chunk.subarray(cleared));
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
    read().copy(larger);
    memory = larger;
    start = 0;
  }

  function read(): Buffer {
    const first = memory.subarray(start, Math.min(start + length, memory.length));
    return Buffer.concat([first, memory.subarray(0, length - first.length)]);
  }

  return { add, read };
}
