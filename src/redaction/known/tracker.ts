// Follows known values through one stream, over its squeezed text. The index says where one may begin; from there on
// the automaton is stepped byte by byte, until nothing that began is left.
import type { Span } from '../rule.ts';
import type { KnownValues } from './known-values.ts';
import { Squeezed } from './squeezed.ts';

const ringSize = 2048;
/** A value drawn out over more raw bytes than this is given up: the state of a stream stays bounded. */
const longestStretch = 8192;
/** So little of a value is left to the index again. */
const shortestStart = 4;

// One for all streams: it is empty between two calls.
const shared = new Squeezed();

export class KnownTracker {
  readonly spans: Span[] = [];
  readonly #text = shared;
  readonly #known: KnownValues;
  /** Offsets of the last bytes stepped over. */
  readonly #ring = new Float64Array(ringSize);
  #stepped = 0;
  #state = 0;
  #active = false;
  #latched = false;
  /** Offset in the stream behind what the text has taken. */
  #next = 0;
  // Offset of a blank that the next byte may show to be one of a wrapped line, or -1.
  #blank = -1;

  constructor(known: KnownValues) {
    this.#known = known;
  }

  /** The text goes on at the offset `raw` of the stream. */
  begin(raw: number): void {
    const text = this.#text;
    if (this.#blank >= 0) {
      text.join(this.#blank);
      text.bytes[text.length++] = 0x20;
    }
    text.join(raw);
    this.#next = raw;
  }

  /** What stands at [start, end) of `bytes` is no part of it; `base` is the offset of index 0. */
  leaveOut(bytes: Buffer, base: number, start: number, end: number): void {
    this.#take(bytes, base, base + start);
    // readline writes `char blank CR` where the terminal wraps.
    if (bytes[start] === 0x0d) this.#text.dropBlank(base + start);
    this.#next = base + end;
    this.#text.join(this.#next);
  }

  /** Takes notice of all up to the offset `to`. `open`: more may follow right there. */
  advance(bytes: Buffer, base: number, to: number, open: boolean): void {
    this.#take(bytes, base, to);
    this.#follow(to, open);
    if (this.#depth > 0 && to - this.#rawStart(this.#depth) > longestStretch) this.#state = 0;
  }

  #take(bytes: Buffer, base: number, to: number): void {
    while (this.#next < to) {
      if (this.#text.room === 0) {
        this.#follow(this.#next, true);
        this.begin(this.#next);
      }
      const stop = Math.min(to, this.#next + this.#text.room);
      this.#text.put(bytes, this.#next - base, stop - base);
      this.#next = stop;
    }
  }

  #follow(to: number, open: boolean): void {
    const text = this.#text;
    const last = text.length - 1;
    const waits = open && last >= 0 && text.bytes[last] === 0x20 && text.rawOf(last) === to - 1;
    this.#run(waits ? last : text.length);
    this.#blank = waits ? to - 1 : -1;
    text.clear();
  }

  /** Looks through a text that is shown apart from the stream: a title, a link. */
  readApart(bytes: Uint8Array, base: number, start: number, end: number): void {
    this.search(bytes, start - base, end - base, (from, to) => this.spans.push({ start: base + from, end: base + to }));
  }

  /** Reports the known values in [from, to). */
  search(bytes: Uint8Array, from: number, to: number, report: (start: number, end: number) => void): void {
    const { automaton, index } = this.#known;
    let woken = index.next(bytes, from, to);
    let state = 0;
    for (let at = woken; woken >= 0 && at < to; ) {
      state = automaton.step(state, bytes[at]!);
      at++;
      const found = automaton.found[state]!;
      if (found > 0) report(at - found, at);
      const depth = automaton.depth[state]!;
      if (depth >= shortestStart || at - depth <= woken) continue;
      woken = index.next(bytes, at - depth, to);
      at = woken;
      state = 0;
    }
  }

  /** Offset of the longest tail that begins a known value, or Infinity. */
  get holdFrom(): number {
    return this.#depth > 0 ? this.#rawStart(this.#depth) : Number.POSITIVE_INFINITY;
  }

  /** True when so much of a value is there that it would be a leak to show it. */
  get telling(): boolean {
    return this.#depth >= Math.max(4, Math.ceil(this.#known.automaton.shortest[this.#state]! / 4));
  }

  /** What began is masked as it stands; what goes on from it is masked too, byte by byte. */
  latch(): void {
    this.#latched = true;
  }

  get #depth(): number {
    return this.#active ? this.#known.automaton.depth[this.#state]! : 0;
  }

  #rawStart(depth: number): number {
    return this.#ring[(this.#stepped - depth) % ringSize]!;
  }

  #run(end: number): void {
    const text = this.#text;
    const { automaton, index } = this.#known;
    let at = 0;
    let woken = -1;
    while (at < end) {
      if (!this.#active) {
        const begins = index.next(text.bytes, at, end);
        // What begins in the last bytes is not told by the index: it is followed from there.
        at = begins >= 0 ? begins : index.lastBeginning(text.bytes, at, end);
        if (at >= end) break;
        this.#active = true;
        this.#state = 0;
        woken = at;
      }
      this.#step(text.bytes[at]!, text.rawOf(at));
      at++;
      const depth = automaton.depth[this.#state]!;
      if (depth >= shortestStart || at - depth <= woken || at >= end || this.#latched) continue;
      this.#active = false;
      at -= depth;
    }
  }

  #step(byte: number, raw: number): void {
    const { automaton } = this.#known;
    const before = automaton.depth[this.#state]!;
    if (before > 0 && raw - this.#rawStart(before) > longestStretch) this.#state = 0;
    this.#state = automaton.step(this.#state, byte);
    this.#ring[this.#stepped % ringSize] = raw;
    this.#stepped++;
    const depth = automaton.depth[this.#state]!;
    const found = automaton.found[this.#state]!;
    if (found > 0) this.spans.push({ start: this.#rawStart(found), end: raw + 1 });
    if (!this.#latched) return;
    if (depth === before + 1) this.spans.push({ start: this.#rawStart(depth), end: raw + 1 });
    else this.#latched = false;
  }
}
