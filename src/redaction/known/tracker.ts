// Follows known values through one stream, over the squeezed text: escape sequences, line ends and the blanks of a
// wrapped line are no part of it, so a value broken by any of them is still found. The scanner says where to begin.
import type { Span } from '../rule.ts';
import { exactSlot, type KnownValues, longestTrigger, triggerLength } from './known-values.ts';

const ringSize = 2048;
/** A value drawn out over more raw bytes than this is given up: the state of a stream stays bounded. */
const longestStretch = 8192;

export class KnownTracker {
  readonly spans: Span[] = [];
  readonly #known: KnownValues;
  /** Offsets of the last bytes stepped over. */
  readonly #ring = new Float64Array(ringSize);
  #stepped = 0;
  #state = 0;
  #active = false;
  #next = 0;
  #lastBreak = -1;
  #latched = false;
  // What the scanner saw since the last call: offset, and how many bytes of a needle stand before it (0: a break).
  readonly #events: number[] = [];
  // [start, end) of escape sequences that may lie inside a value.
  readonly #escapes: number[] = [];

  constructor(known: KnownValues) {
    this.#known = known;
  }

  /** Bytes like the first ones of a needle end at the offset `at` (exclusive), upper and lower case not told apart. */
  noteTrigger(bytes: Uint8Array, base: number, at: number): void {
    const index = at - base;
    const plain = index >= longestTrigger && this.#escapeAfter(at - longestTrigger) === this.#escapes.length;
    if (plain && !this.#startsNeedle(bytes, index)) return;
    this.#events.push(at, longestTrigger);
  }

  // Of the two lengths a trigger may have, one must stand there byte for byte.
  #startsNeedle(bytes: Uint8Array, index: number): boolean {
    const { exact } = this.#known;
    return (
      exact[exactSlot(bytes, index - triggerLength)] === 1 || exact[exactSlot(bytes, index - longestTrigger)] === 1
    );
  }

  /** A line or piece ends before the offset `at`: the scanner forgets what it saw there. */
  noteBreak(at: number): void {
    this.#events.push(at, 0);
  }

  noteEscape(start: number, end: number): void {
    this.#escapes.push(start, end);
  }

  /** Takes notice of everything scanned up to the offset `end`; `base` is the offset of `bytes[0]`. */
  advance(bytes: Uint8Array, base: number, end: number): void {
    const events = this.#events;
    for (let index = 0; index < events.length; index += 2) {
      const at = events[index]!;
      const length = events[index + 1]!;
      if (this.#active) this.#run(bytes, base, at);
      if (length === 0) this.#lastBreak = at;
      if (this.#active || (length === 0 && !this.#mayEndInNeedle(bytes, base, at))) continue;
      this.#seed(bytes, base, at, length || longestTrigger - 1);
      this.#settle();
    }
    events.length = 0;
    if (this.#active) this.#run(bytes, base, end);
    if (this.#active || end <= base) return;
    // A blank at the very end may belong to a wrap: it is read with the next bytes.
    const open = bytes[end - 1 - base] === 0x20 && end === base + bytes.length;
    this.#seed(bytes, base, open ? end - 1 : end, longestTrigger - 1);
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

  /** Drops what lies before the offset `keep`. */
  forget(keep: number): void {
    const index = this.#escapeAfter(keep);
    if (index > 0) this.#escapes.splice(0, index);
  }

  get #depth(): number {
    return this.#active ? this.#known.automaton.depth[this.#state]! : 0;
  }

  #rawStart(depth: number): number {
    return this.#ring[(this.#stepped - depth) % ringSize]!;
  }

  /** Index of the first escape sequence that ends behind `at`. */
  #escapeAfter(at: number): number {
    let low = 0;
    let high = this.#escapes.length / 2;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#escapes[middle * 2 + 1]! > at) high = middle;
      else low = middle + 1;
    }
    return low * 2;
  }

  // The common case at a line end, told from the bytes around it; an escape sequence right before it is passed over.
  #mayEndInNeedle(bytes: Uint8Array, base: number, at: number): boolean {
    const near = this.#escapeAfter(at - 1);
    const index = (this.#escapes[near + 1] === at ? this.#escapes[near]! : at) - base;
    if (
      index < longestTrigger ||
      (this.#escapes[this.#escapeAfter(base + index - longestTrigger)] ?? at) < base + index
    ) {
      return true;
    }
    const { beginnings } = this.#known;
    const last = bytes[index - 1]!;
    if (last <= 0x20) return true;
    if (beginnings[last * 257]! & 1 && this.#goesOn(bytes, at - base, last)) return true;
    for (let back = 1; back < longestTrigger; back++) {
      const byte = bytes[index - back]!;
      if (isLineEnd(byte) || isLineEnd(bytes[index - back - 1]!)) return true;
      if (beginnings[bytes[index - back - 1]! * 256 + byte]! & 2) return true;
    }
    return false;
  }

  // A needle that began with the byte before the line end has its second one behind it.
  #goesOn(bytes: Uint8Array, end: number, first: number): boolean {
    let next = end;
    while (next < bytes.length && isLineEnd(bytes[next]!)) next++;
    const second = bytes[next];
    if (second === undefined || second <= 0x20) return true;
    return (this.#known.beginnings[first * 256 + second]! & 2) !== 0;
  }

  // Steps over the last `count` squeezed bytes before `at`, then on from there.
  #seed(bytes: Uint8Array, base: number, at: number, count: number): void {
    let gap = this.#escapeAfter(at - 1);
    const last = this.#escapes.length > 0;
    let first = at;
    for (let left = count, raw = at - 1; raw >= base && left > 0; raw--) {
      if (last) {
        while (gap >= 0 && !(this.#escapes[gap]! <= raw)) gap -= 2;
        if (gap >= 0 && raw < this.#escapes[gap + 1]!) {
          raw = this.#escapes[gap]!;
          continue;
        }
      }
      if (this.#squeezed(bytes, base, raw)) continue;
      first = raw;
      left--;
    }
    this.#state = 0;
    this.#active = true;
    this.#next = first;
    let skip = this.#escapeAfter(first);
    for (let raw = first; raw < at; raw++) {
      if (skip < this.#escapes.length && this.#escapes[skip]! <= raw) {
        raw = this.#escapes[skip + 1]! - 1;
        skip += 2;
      } else if (!this.#squeezed(bytes, base, raw)) this.#step(bytes[raw - base]!, raw);
    }
    this.#next = at;
  }

  #run(bytes: Uint8Array, base: number, end: number): void {
    let gap = this.#escapeAfter(this.#next);
    while (this.#active && this.#next < end) {
      const raw = this.#next;
      if (gap < this.#escapes.length && this.#escapes[gap]! <= raw) {
        this.#next = this.#escapes[gap + 1]!;
        gap += 2;
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
    if (!this.#latched) return;
    if (depth === before + 1) this.spans.push({ start: this.#rawStart(depth), end: raw + 1 });
    else this.#latched = false;
  }

  // The scanner can be trusted again once nothing tracked began before a place where it forgot.
  #settle(): void {
    const depth = this.#depth;
    const start = depth > 0 ? this.#rawStart(depth) : this.#next;
    if (depth > 0 && this.#next - start > longestStretch) this.#state = 0;
    else if (depth >= triggerLength || start < this.#lastBreak) return;
    else if (depth > 0 && this.#latched) return;
    this.#active = false;
  }
}

function isLineEnd(byte: number): boolean {
  return byte === 0x0a || byte === 0x0d;
}
