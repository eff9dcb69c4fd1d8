// Follows known values through one stream, over the squeezed text: escape sequences, line ends and the blanks of a
// wrapped line are no part of it, so a value broken by any of them is still found. The scanner says where to begin.
import type { Span } from '../rule.ts';
import { type KnownValues, triggerLength } from './known-values.ts';

const ringSize = 2048;
/** A value drawn out over more raw bytes than this is given up: the state of a stream stays bounded. */
const longestStretch = 8192;

export class KnownTracker {
  readonly #known: KnownValues;
  readonly #ring = new Float64Array(ringSize);
  #stepped = 0;
  #state = 0;
  #active = false;
  #next = 0;
  #lastBreak = -1;
  #latchDepth = -1;
  // Alternating positions and kinds of what the scanner saw since the last call.
  readonly #events: number[] = [];
  // Raw [start, end) of escape sequences that may lie inside a value.
  #escapes: number[] = [];
  readonly spans: Span[] = [];

  constructor(known: KnownValues) {
    this.#known = known;
  }

  /** The first bytes of a needle end at the raw offset `at` (exclusive). */
  noteTrigger(at: number): void {
    this.#events.push(at, triggerLength);
  }

  /** A line or piece ends before the raw offset `at`: the scanner forgets what it saw there. */
  noteBreak(at: number): void {
    this.#events.push(at, 0);
  }

  noteEscape(start: number, end: number): void {
    this.#escapes.push(start, end);
  }

  /** Takes notice of everything scanned up to the raw offset `end`; `base` is the offset of `bytes[0]`. */
  advance(bytes: Uint8Array, base: number, end: number): void {
    for (let index = 0; index < this.#events.length; index += 2) {
      const at = this.#events[index]!;
      const length = this.#events[index + 1]!;
      if (length === 0) this.#lastBreak = at;
      this.#run(bytes, base, at);
      if (this.#active) continue;
      this.#seed(bytes, base, at, length || triggerLength - 1);
      this.#settle();
    }
    this.#events.length = 0;
    this.#run(bytes, base, end);
    if (this.#active || end <= base) return;
    // A blank at the very end may belong to a wrap: it is read with the next bytes.
    const open = bytes[end - 1 - base] === 0x20 && end === base + bytes.length;
    this.#seed(bytes, base, open ? end - 1 : end, triggerLength - 1);
  }

  /** Looks through a text that is shown apart from the stream: a title, a link. */
  readApart(bytes: Uint8Array, base: number, start: number, end: number): void {
    const { automaton } = this.#known;
    let state = 0;
    for (let raw = start; raw < end; raw++) {
      state = automaton.step(state, bytes[raw - base]!);
      const found = automaton.found[state]!;
      if (found > 0) this.spans.push({ start: raw + 1 - found, end: raw + 1 });
    }
  }

  /** Raw offset of the longest tail that begins a known value, or Infinity. */
  get holdFrom(): number {
    return this.#depth > 0 ? this.#rawStart(this.#depth) : Number.POSITIVE_INFINITY;
  }

  /** True when so much of a value is there that it would be a leak to show it. */
  get telling(): boolean {
    return this.#depth >= Math.max(4, Math.ceil(this.#known.automaton.shortest[this.#state]! / 4));
  }

  /** What began is masked as it stands; what goes on from it is masked too, byte by byte. */
  latch(): void {
    this.#latchDepth = this.#depth;
  }

  /** Drops what lies before the raw offset `keep`. */
  forget(keep: number): void {
    let index = 0;
    while (index < this.#escapes.length && this.#escapes[index + 1]! <= keep) index += 2;
    if (index > 0) this.#escapes.splice(0, index);
  }

  get #depth(): number {
    return this.#active ? this.#known.automaton.depth[this.#state]! : 0;
  }

  #rawStart(depth: number): number {
    return this.#ring[(this.#stepped - depth) % ringSize]!;
  }

  // Steps over the last `count` squeezed bytes before `at`, then on from there.
  #seed(bytes: Uint8Array, base: number, at: number, count: number): void {
    const back: number[] = [];
    let gap = this.#escapes.length - 2;
    for (let raw = at - 1; raw >= base && back.length < count; raw--) {
      while (gap >= 0 && this.#escapes[gap]! > raw) gap -= 2;
      if (gap >= 0 && raw < this.#escapes[gap + 1]!) raw = this.#escapes[gap]!;
      else if (!this.#squeezed(bytes, base, raw)) back.push(raw);
    }
    this.#state = 0;
    this.#active = true;
    for (const raw of back.reverse()) this.#step(bytes[raw - base]!, raw);
    this.#next = at;
  }

  #run(bytes: Uint8Array, base: number, end: number): void {
    let gap = 0;
    while (this.#active && this.#next < end) {
      const raw = this.#next;
      while (gap < this.#escapes.length && this.#escapes[gap + 1]! <= raw) gap += 2;
      if (gap < this.#escapes.length && this.#escapes[gap]! <= raw) {
        this.#next = this.#escapes[gap + 1]!;
        continue;
      }
      // Whether a blank belongs to a wrap shows only in the next byte.
      if (bytes[raw - base] === 0x20 && raw + 1 >= base + bytes.length) return;
      if (!this.#squeezed(bytes, base, raw)) this.#step(bytes[raw - base]!, raw);
      this.#next = raw + 1;
      this.#settle();
    }
  }

  #squeezed(bytes: Uint8Array, base: number, raw: number): boolean {
    const byte = bytes[raw - base]!;
    return byte === 0x0a || byte === 0x0d || (byte === 0x20 && bytes[raw - base + 1] === 0x0d);
  }

  #step(byte: number, raw: number): void {
    const { automaton } = this.#known;
    const before = automaton.depth[this.#state]!;
    this.#state = automaton.step(this.#state, byte);
    this.#ring[this.#stepped % ringSize] = raw;
    this.#stepped++;
    const depth = automaton.depth[this.#state]!;
    const found = automaton.found[this.#state]!;
    if (found > 0) this.spans.push({ start: this.#rawStart(found), end: raw + 1 });
    if (this.#latchDepth < 0) return;
    if (depth === before + 1) this.spans.push({ start: this.#rawStart(depth), end: raw + 1 });
    else this.#latchDepth = -1;
  }

  // The scanner can be trusted again once nothing tracked began before a place where it forgot.
  #settle(): void {
    const depth = this.#depth;
    const start = depth > 0 ? this.#rawStart(depth) : this.#next;
    if (depth > 0 && this.#next - start > longestStretch) this.#state = 0;
    else if (depth >= triggerLength || start < this.#lastBreak) return;
    else if (depth > 0 && this.#latchDepth >= 0) return;
    this.#active = false;
  }
}
