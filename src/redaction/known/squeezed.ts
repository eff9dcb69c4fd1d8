// The squeezed text of a stretch of a stream: without escape sequences, line ends and the blanks of wrapped lines, so
// that a value broken by any of them stands in one piece; and where its bytes stood.

const capacity = 65_536;
/** So few bytes are copied sooner than a call is made. */
const shortCopy = 32;

export class Squeezed {
  readonly bytes = Buffer.alloc(capacity);
  /** How many of them are filled. */
  length = 0;
  // Where the text was joined: index in the text, and the offset in the stream of what stands there.
  readonly #starts = new Int32Array(capacity);
  readonly #raws = new Float64Array(capacity);
  #joins = 0;
  #at = 0;

  /** How many more bytes fit. One is kept free: there is never more than one join for each byte, and one. */
  get room(): number {
    return capacity - 1 - this.length;
  }

  put(bytes: Buffer, start: number, end: number): void {
    const to = this.bytes;
    let { length } = this;
    if (end - start > shortCopy) length += bytes.copy(to, length, start, end);
    else for (let at = start; at < end; at++) to[length++] = bytes[at]!;
    this.length = length;
  }

  /** What comes next stands at the offset `raw` of the stream. */
  join(raw: number): void {
    while (this.#joins > 0 && this.#starts[this.#joins - 1]! >= this.length) this.#joins--;
    this.#starts[this.#joins] = this.length;
    this.#raws[this.#joins] = raw;
    this.#joins++;
  }

  /** Drops a blank that stands right before the offset `raw`. */
  dropBlank(raw: number): void {
    if (this.length > 0 && this.bytes[this.length - 1] === 0x20 && this.rawOf(this.length - 1) === raw - 1) {
      this.length--;
    }
  }

  rawOf(index: number): number {
    let at = Math.min(this.#at, this.#joins - 1);
    while (at > 0 && this.#starts[at]! > index) at--;
    while (at + 1 < this.#joins && this.#starts[at + 1]! <= index) at++;
    this.#at = at;
    return this.#raws[at]! + index - this.#starts[at]!;
  }

  clear(): void {
    this.length = 0;
    this.#joins = 0;
    this.#at = 0;
  }
}
