// A piece of a stream as a person may read it: one byte a character, the triggers in it, and where its characters
// stand in the stream.
import { type Automaton, rowOf } from './automaton.ts';
import { HitList } from './hit-list.ts';

export const noHits = new HitList();

export class View {
  readonly bytes: Buffer;
  /** Index of its first character in `bytes`, and behind its last one. */
  readonly start: number;
  readonly end: number;
  /** What index 0 of the text is called in `hits`. */
  readonly origin: number;
  #hits: HitList | Automaton;
  // Where runs of characters begin: index in the text, offset in the stream.
  readonly #runs: readonly number[];
  readonly #raws: readonly number[];
  #text: string | undefined;

  constructor(
    bytes: Buffer,
    start: number,
    end: number,
    hits: HitList | Automaton,
    origin: number,
    runs: readonly number[],
    raws: readonly number[],
  ) {
    this.bytes = bytes;
    this.start = start;
    this.end = end;
    this.#hits = hits;
    this.origin = origin;
    this.#runs = runs;
    this.#raws = raws;
  }

  get length(): number {
    return this.end - this.start;
  }

  /** Triggers in it; one that is to be scanned is when they are asked for, under the same condition as its text. */
  get hits(): HitList {
    if (this.#hits instanceof HitList) return this.#hits;
    this.#hits = scanBytes(this.#hits, this.bytes, this.start, this.end);
    return this.#hits;
  }

  /** Latin1. Must be read before the same bytes are projected again. */
  get text(): string {
    this.#text ??= this.bytes.toString('latin1', this.start, this.end);
    return this.#text;
  }

  /** Offset in the stream of a character; behind the last one for any other index. */
  rawOf(index: number): number {
    if (index >= this.length) return this.length === 0 ? (this.#raws[0] ?? 0) : this.rawOf(this.length - 1) + 1;
    let run = this.#runs.length - 1;
    while (run > 0 && this.#runs[run]! > index) run--;
    return this.#raws[run]! + index - this.#runs[run]!;
  }
}

const first = [0];

/** Text that stands in the stream just like this, from the offset `raw` on. */
export function plainView(bytes: Buffer, start: number, end: number, raw: number, hits: HitList): View {
  return new View(bytes, start, end, hits, raw, first, [raw]);
}

/** The same, scanned for triggers here. */
export function scannedView(automaton: Automaton, bytes: Buffer, start: number, end: number, raw: number): View {
  return new View(bytes, start, end, scanBytes(automaton, bytes, start, end), 0, first, [raw]);
}

/** Triggers in a text by itself. */
export function scanBytes(automaton: Automaton, bytes: Uint8Array, start: number, end: number): HitList {
  const { classes, next, accepting, special } = automaton;
  let hits = noHits;
  let state = 0;
  for (let at = start; at < end; at++) {
    state = next[rowOf(state) | classes[bytes[at]!]!]!;
    if (state < accepting) continue;
    if (state >= special) state = 0;
    else {
      if (hits === noHits) hits = new HitList();
      hits.add(at - start, state);
    }
  }
  return hits;
}
