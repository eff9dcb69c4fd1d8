// What a stream took in and still needs, in one run of bytes. A write by itself is read where it lies; what is left
// of it, and the small writes that follow, are put together in a block of the stream's own.

/** Room for many small writes (bytes); larger ones get memory for themselves. */
const blockSize = 8192;
const none = Buffer.alloc(0);

export class Intake {
  /** What is needed stands at [start, end) in it. It may have been handed out, so it is never written over. */
  bytes: Buffer = none;
  start = 0;
  end = 0;
  /** Offset in the stream of index 0, whatever stands there. */
  base = 0;
  #block: Buffer = none;
  /** Where the free part of the block begins. */
  #used = 0;

  append(chunk: Uint8Array): void {
    const size = chunk.length;
    if (this.start === this.end) {
      this.#read(Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, size), 0, size);
      return;
    }
    if (this.bytes !== this.#block || this.end + size > this.#block.length) this.#moveWith(size);
    this.bytes.set(chunk, this.end);
    this.end += size;
    if (this.bytes === this.#block) this.#used = this.end;
  }

  /** Forgets what stands before the offset `to` of the stream, and all memory but its own. */
  drop(to: number): void {
    this.start = to - this.base;
    if (this.start === this.end) this.#read(none, 0, 0);
    else if (this.bytes !== this.#block) this.#moveWith(0);
  }

  // To where `more` bytes fit behind what is needed.
  #moveWith(more: number): void {
    const kept = this.end - this.start;
    let to = this.#block;
    let at = this.#used;
    if (at + kept + more > to.length) {
      to = Buffer.allocUnsafeSlow(more > blockSize ? kept + more : Math.max(blockSize, 2 * (kept + more)));
      at = 0;
      if (more <= blockSize) this.#block = to;
    }
    this.bytes.copy(to, at, this.start, this.end);
    this.#read(to, at, at + kept);
    if (to === this.#block) this.#used = this.end;
  }

  // `bytes` go on where those before were read to, or, moved, begin where those began.
  #read(bytes: Buffer, start: number, end: number): void {
    this.base += this.start - start;
    this.bytes = bytes;
    this.start = start;
    this.end = end;
  }
}
