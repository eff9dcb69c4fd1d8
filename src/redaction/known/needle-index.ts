// Finds places where a known value may begin without looking at every byte: all needles are long enough that one of
// every few four-byte words of a text lies in the first bytes of any of them (the idea of Wu and Manber 1994). Two
// bitmaps answer "is this such a word" and "do these first bytes begin a needle"; both may say yes wrongly.

const wordLength = 4;
const longestStep = 16;
const mostBits = 22;

export class NeedleIndex {
  /** Bytes a place is judged by: what begins nearer to the end of a text is not found. */
  readonly window: number;
  readonly #step: number;
  readonly #words: Bitmap;
  readonly #beginnings: Bitmap;
  readonly #firstWords: Bitmap;

  /** @param needles latin1, of six bytes at least */
  constructor(needles: readonly string[]) {
    const shortest = Math.min(...needles.map((needle) => needle.length));
    this.#step = Math.min(longestStep, shortest - wordLength + 1);
    this.window = this.#step + wordLength - 1;
    this.#words = new Bitmap(needles.length * this.#step * 16);
    this.#beginnings = new Bitmap(needles.length * 64);
    this.#firstWords = new Bitmap(needles.length * 64);
    for (const needle of needles) {
      const bytes = Buffer.from(needle.slice(0, this.window), 'latin1');
      this.#beginnings.set(this.#beginningAt(bytes, 0));
      this.#firstWords.set(wordAt(bytes, 0));
      for (let at = 0; at < this.#step; at++) this.#words.set(wordAt(bytes, at));
    }
  }

  /** The first place in [from, to) where the whole window may begin a needle, or -1. */
  next(bytes: Uint8Array, from: number, to: number): number {
    const step = this.#step;
    const { bits, shift } = this.#words;
    for (let at = from + step - 1; at + wordLength <= to; at += step) {
      const word = bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
      const slot = Math.imul(word, golden) >>> shift;
      if ((bits[slot >>> 3]! & (1 << (slot & 7))) === 0) continue;
      const last = Math.min(at, to - this.window);
      for (let place = at - step + 1; place <= last; place++) {
        if (this.#beginnings.has(this.#beginningAt(bytes, place))) return place;
      }
    }
    return -1;
  }

  /** The first place in [from, to) from where on all that is there, less than a window, may begin a needle; else `to`. */
  lastBeginning(bytes: Uint8Array, from: number, to: number): number {
    let place = Math.max(from, to - this.window + 1);
    while (place + wordLength <= to && !this.#firstWords.has(wordAt(bytes, place))) place++;
    return Math.min(place, to);
  }

  #beginningAt(bytes: Uint8Array, at: number): number {
    return Math.imul(wordAt(bytes, at), 0x85ebca6b) ^ wordAt(bytes, at + this.window - wordLength);
  }
}

const golden = 0x9e3779b1;

function wordAt(bytes: Uint8Array, at: number): number {
  return bytes[at]! | (bytes[at + 1]! << 8) | (bytes[at + 2]! << 16) | (bytes[at + 3]! << 24);
}

class Bitmap {
  readonly bits: Uint8Array;
  readonly shift: number;

  constructor(leastBits: number) {
    const size = Math.min(mostBits, Math.max(8, Math.ceil(Math.log2(leastBits))));
    this.shift = 32 - size;
    this.bits = new Uint8Array(2 ** size / 8);
  }

  set(value: number): void {
    const slot = Math.imul(value, golden) >>> this.shift;
    this.bits[slot >>> 3]! |= 1 << (slot & 7);
  }

  has(value: number): boolean {
    const slot = Math.imul(value, golden) >>> this.shift;
    return (this.bits[slot >>> 3]! & (1 << (slot & 7))) !== 0;
  }
}
