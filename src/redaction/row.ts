// Where the cursor stands in its row, for a terminal whose width is known: only at the right margin does a word go on
// behind a carriage return or a cursor move (autowrap, DECAWM). Columns count from 0.
import { escapeEnd } from './escape.ts';

const introducer = 0x1b;

export class Row {
  readonly #width: () => number | undefined;
  #from = 0;
  /** Column at the offset #from; undefined when a sequence was seen that leads to an unknown place. */
  #column: number | undefined = 0;

  /** @param width columns of the terminal now; undefined: unknown, or no terminal */
  constructor(width: () => number | undefined) {
    this.#width = width;
  }

  /** A line begins at the offset `at` of the stream. */
  begin(at: number): void {
    this.#from = at;
    this.#column = 0;
  }

  /** A carriage return or a cursor move stands at [at, next); `base` is the offset of `bytes[0]`. */
  move(bytes: Uint8Array, base: number, at: number, next: number): void {
    const before = this.#width() === undefined ? undefined : this.#read(bytes, base, at);
    this.#column = bytes[at - base] === introducer ? columnAfter(bytes, at - base, next - base, before?.cells) : 0;
    this.#from = next;
  }

  /** Bytes before the offset `at` are about to be forgotten. */
  forget(bytes: Uint8Array, base: number, at: number): void {
    this.#column = this.#width() === undefined ? undefined : this.#read(bytes, base, at)?.cells;
    this.#from = at;
  }

  /** Whether the row may be full where `to` is; undefined when that cannot be told. */
  isFull(bytes: Uint8Array, base: number, to: number): boolean | undefined {
    const width = this.#width();
    if (width === undefined) return undefined;
    const read = this.#read(bytes, base, to);
    if (read === undefined) return undefined;
    // A blank that makes the terminal wrap stands on the next row already.
    for (let cells = read.cells; cells <= read.cells + Math.min(read.wide, width); cells++) {
      if (cells >= width - 1 && (cells + 1) % width <= 2) return true;
    }
    return false;
  }

  // `wide`: characters that may take two cells.
  #read(bytes: Uint8Array, base: number, to: number): { cells: number; wide: number } | undefined {
    if (this.#column === undefined) return undefined;
    let cells = this.#column;
    let wide = 0;
    for (let at = this.#from - base; at < to - base; ) {
      const byte = bytes[at]!;
      if (byte === introducer) {
        const known = escapeEnd(bytes, at, to - base);
        const end = known < 0 ? to - base : known;
        // DECRC, SCORC: back to where the cursor was saved.
        if (bytes[at + 1] === 0x38 || (bytes[at + 1] === 0x5b && bytes[end - 1] === 0x75)) return undefined;
        at = end;
        continue;
      }
      if (byte === 0x09) cells += 8 - (cells % 8);
      else if (byte === 0x08) cells = Math.max(0, cells - 1);
      else if (byte >= 0x20 && (byte < 0x7f || byte >= 0xc0)) cells++;
      if (byte >= 0xe1) wide++;
      at++;
    }
    return { cells, wide };
  }
}

// ECMA-48 §8.3: CUP, HVP and CHA say the column, CUF and CUB by how much it changes, CNL and CPL go to the first one.
function columnAfter(bytes: Uint8Array, start: number, end: number, before: number | undefined): number | undefined {
  const final = String.fromCharCode(bytes[end - 1]!);
  const numbers = String.fromCharCode(...bytes.subarray(start + 2, end - 1)).split(';');
  const last = Math.max(1, Number(numbers[final === 'H' || final === 'f' ? 1 : 0] ?? 1) || 1);
  if (final === 'H' || final === 'f' || final === 'G') return last - 1;
  if (final === 'E' || final === 'F') return 0;
  if (before === undefined || (final !== 'C' && final !== 'D')) return before;
  return final === 'C' ? before + last : Math.max(0, before - last);
}
