// The streaming redactor: bytes in, the same bytes with masks out, whatever the chunks are. One pass of trigger
// automaton and escape parser; pieces without a trigger leave as slices of the input. What may still change stays
// unsent: an unfinished escape sequence, the last word, an open value, the beginning of a known value.
import { specialByte } from './automaton.ts';
import { readEscape } from './escape.ts';
import { suspectFrom } from './idle.ts';
import { type Judged, judge, type Opening, type RuleSet } from './judge.ts';
import type { KnownValues } from './known/known-values.ts';
import type { Squeezed } from './known/squeezed.ts';
import { KnownTracker } from './known/tracker.ts';
import { type MaskMaker, type Observer, Outlet } from './outlet.ts';
import { PieceJudge } from './piece.ts';
import type { LineReader } from './reader.ts';
import { Row } from './row.ts';
import { scannedView } from './view.ts';

/** A piece is judged at this length even without a line end (bytes): it bounds what a stream holds. */
const longestPiece = 4096;
const nothing = new Uint8Array(0);
const empty = Buffer.alloc(0);

/**
 * - `idle`: no byte came for a moment; what is no candidate leaves.
 * - `cap`: it has been held long enough; candidates are masked as they stand, and so is what goes on with them.
 * - `end`: the stream, or this part of it, is over.
 */
export type FlushReason = 'idle' | 'cap' | 'end';

export interface RedactorParts {
  readonly rules: RuleSet;
  readonly known: KnownValues | undefined;
  readonly readers: readonly LineReader[];
  readonly mask: MaskMaker;
  readonly observe?: Observer;
  /** Personal data is masked: words and digits wait longer in a stalled stream. */
  readonly personal: boolean;
  /** Only values that are told by their beginning matter: a stalled stream holds no word that might become one. */
  readonly prefixOnly?: boolean;
  /** Columns of the terminal that shows the stream, now; without them a break anywhere may be a wrapped word. */
  readonly columns?: () => number | undefined;
}

export class Redactor {
  readonly #rules: RuleSet;
  readonly #personal: boolean;
  readonly #prefixOnly: boolean;
  readonly #tracker: KnownTracker | undefined;
  readonly #outlet: Outlet;
  readonly #piece: PieceJudge;
  // Bytes from the offset #base of the stream on: what has not left, and what the current piece still needs.
  #bytes: Buffer = empty;
  #base = 0;
  /** Offset up to which is scanned: an unfinished escape sequence or a CR whose meaning is open waits there. */
  #scanned = 0;
  #state = 0;
  /** The state that ended the last skim. */
  #next = 0;

  constructor(parts: RedactorParts) {
    this.#rules = parts.rules;
    this.#personal = parts.personal;
    this.#prefixOnly = parts.prefixOnly ?? false;
    this.#tracker = parts.known && new KnownTracker(parts.known);
    this.#outlet = new Outlet(parts.mask, parts.observe);
    this.#piece = new PieceJudge(
      parts.rules,
      parts.readers,
      this.#outlet,
      parts.personal,
      parts.columns && new Row(parts.columns),
    );
  }

  /** Findings by kind so far. */
  get counts(): ReadonlyMap<string, number> {
    return this.#outlet.counts;
  }

  /** Bytes taken in and not yet sent. */
  get held(): number {
    return this.#base + this.#bytes.length - this.#outlet.emitted;
  }

  /** Slices of `chunk` may be part of the answer: it must not be written to afterwards. */
  feed(chunk: Uint8Array): Uint8Array {
    this.#bytes = this.#append(chunk);
    this.#piece.bytes = this.#bytes;
    this.#tracker?.begin(this.#scanned);
    this.#scan();
    this.#track(this.#scanned, true);
    return this.#leave(Math.min(this.#piece.holdFrom(this.#scanned), this.#tracker?.holdFrom ?? this.#scanned));
  }

  // Small writes come often: every Buffer that is not made counts.
  #append(chunk: Uint8Array): Buffer {
    const kept = this.#bytes.length;
    if (kept === 0) {
      return Buffer.isBuffer(chunk) ? chunk : Buffer.from(chunk.buffer, chunk.byteOffset, chunk.byteLength);
    }
    const all = Buffer.allocUnsafe(kept + chunk.length);
    all.set(this.#bytes, 0);
    all.set(chunk, kept);
    return all;
  }

  flush(reason: FlushReason): Uint8Array {
    if (reason === 'end') return this.#flushEnd();
    const limit = this.#scanned;
    if (this.#outlet.emitted >= limit) return nothing;
    const openings: Opening[] = [];
    const { found, view } = this.#piece.look(limit, openings);
    const begun: { start: number; kind: string }[] = openings.filter(({ start }) => start < limit);
    for (const finding of found) {
      if (finding.end < limit) this.#outlet.add(finding);
      else begun.push(finding);
    }
    const suspect = this.#prefixOnly ? undefined : suspectFrom(view.text, reason, this.#personal);
    if (suspect !== undefined) begun.push({ start: view.rawOf(suspect), kind: 'unfinished' });
    const known = this.#tracker?.telling ? this.#tracker.holdFrom : Number.POSITIVE_INFINITY;
    const first = Math.min(known, ...begun.map(({ start }) => start));
    if (first >= limit || reason === 'idle') return this.#leave(Math.min(first, limit));
    this.#outlet.add({ kind: begun.find(({ start }) => start === first)?.kind ?? 'known', start: first, end: limit });
    if (Number.isFinite(known)) this.#tracker?.latch();
    const out = this.#leave(limit);
    if (begun.length > 0) this.#outlet.swallow(begun.some(({ kind }) => kind === 'column') ? 'line' : 'word');
    return out;
  }

  #flushEnd(): Uint8Array {
    const end = this.#base + this.#bytes.length;
    // An escape sequence that never ended: its text is judged as text.
    if (this.#scanned + 2 < end) this.#judgeApart(this.#scanned + 2 - this.#base, this.#bytes.length);
    this.#piece.finish(this.#scanned, 'line');
    this.#piece.start(end);
    this.#tracker?.begin(this.#scanned);
    for (let at = this.#scanned - this.#base; at < this.#bytes.length; at++) this.#tracker?.write(this.#bytes[at]!);
    this.#track(end, false);
    this.#scanned = end;
    this.#state = 0;
    return this.#leave(end);
  }

  #scan(): void {
    const { special } = this.#rules.automaton;
    const tracker = this.#tracker;
    const bytes = this.#bytes;
    let at = this.#scanned - this.#base;
    while (at < bytes.length) {
      const full = this.#piece.from - this.#base + longestPiece;
      const stop = Math.min(bytes.length, full);
      tracker?.makeRoom(this.#base + at, longestPiece);
      at = tracker ? this.#skimInto(tracker.text, at, stop) : this.#skim(at, stop);
      if (at >= full) this.#piece.cut(this.#base + at);
      else if (at >= stop) break;
      else if (this.#next < special) {
        this.#piece.note(this.#base + at, this.#next);
        this.#state = this.#next;
        tracker?.write(bytes[at]!);
        at++;
      } else {
        const kind = this.#next - special;
        const resumed = this.#special(at, kind);
        if (resumed < 0) break;
        if (kind !== specialByte.escape || this.#piece.from === this.#base + resumed) this.#state = 0;
        at = resumed;
        tracker?.text.join(this.#base + at);
      }
    }
    this.#scanned = this.#base + at;
  }

  // Up to the end of a trigger, a special byte, or `stop`.
  #skim(from: number, stop: number): number {
    const { classes, next, shift, accepting } = this.#rules.automaton;
    const bytes = this.#bytes;
    let at = from;
    let state = this.#state;
    for (; at < stop; at++) {
      const following = next[(state << shift) | classes[bytes[at]!]!]!;
      if (following >= accepting) {
        this.#next = following;
        break;
      }
      state = following;
    }
    this.#state = state;
    return at;
  }

  // The same, and writes down what it passes.
  #skimInto(text: Squeezed, from: number, stop: number): number {
    const { classes, next, shift, accepting } = this.#rules.automaton;
    const bytes = this.#bytes;
    const written = text.bytes;
    let length = text.length;
    let at = from;
    let state = this.#state;
    for (; at < stop; at++) {
      const byte = bytes[at]!;
      const following = next[(state << shift) | classes[byte]!]!;
      if (following >= accepting) {
        this.#next = following;
        break;
      }
      written[length++] = byte;
      state = following;
    }
    text.length = length;
    this.#state = state;
    return at;
  }

  /** Returns where to go on, or -1 when the next byte must be known first. */
  #special(at: number, kind: number): number {
    const raw = this.#base + at;
    if (kind === specialByte.escape) return this.#escape(at);
    if (kind === specialByte.backspace) {
      this.#piece.edited = true;
      this.#tracker?.write(0x08);
      return at + 1;
    }
    if (kind === specialByte.carriageReturn) {
      if (at + 1 >= this.#bytes.length) return -1;
      this.#tracker?.text.dropBlank(raw);
      if (this.#bytes[at + 1] !== 0x0a) {
        this.#piece.breakSoftly(raw, raw + 1);
        return at + 1;
      }
    }
    const next = kind === specialByte.newline ? at + 1 : at + 2;
    this.#piece.finish(raw, 'line');
    this.#piece.start(this.#base + next);
    return next;
  }

  #escape(at: number): number {
    const sequence = readEscape(this.#bytes, at);
    if (sequence === undefined) return -1;
    const raw = this.#base + at;
    if (sequence.payload) this.#judgeApart(sequence.payload.start, sequence.payload.end);
    if (sequence.moves) this.#piece.breakSoftly(raw, this.#base + sequence.end);
    else {
      this.#piece.escaped = true;
      for (let inside = at; inside < sequence.end; inside++) {
        if (this.#bytes[inside] === 0x20) this.#piece.blankInside = true;
      }
    }
    return sequence.end;
  }

  // The text of a window title or a link is shown too; it is judged by itself.
  #judgeApart(start: number, end: number): void {
    const judged: Judged[] = [];
    const view = scannedView(this.#rules.automaton, this.#bytes, start, end, this.#base + start);
    judge(this.#rules, view, judged, undefined);
    for (const finding of judged) this.#outlet.add(finding);
    this.#tracker?.readApart(this.#bytes, this.#base, this.#base + start, this.#base + end);
  }

  #track(end: number, open: boolean): void {
    if (!this.#tracker) return;
    this.#tracker.advance(end, open);
    for (const span of this.#tracker.spans) this.#outlet.add({ kind: 'known', ...span });
    this.#tracker.spans.length = 0;
  }

  #leave(to: number): Uint8Array {
    const clean = this.#outlet.releaseClean(this.#bytes, this.#base, to);
    const slices = clean ? [] : this.#outlet.release(this.#bytes, this.#base, to);
    this.#compact();
    if (clean) return clean;
    return slices.length === 0 ? nothing : slices.length === 1 ? slices[0]! : Buffer.concat(slices);
  }

  #compact(): void {
    const tracked = this.#tracker?.holdFrom ?? Number.POSITIVE_INFINITY;
    const keep = Math.min(this.#outlet.emitted, this.#piece.from, this.#scanned, tracked);
    if (keep === this.#base) return;
    // A copy: a slice would keep the whole chunk in memory.
    const gone = keep - this.#base;
    this.#bytes = gone < this.#bytes.length ? Buffer.from(this.#bytes.subarray(gone)) : empty;
    this.#base = keep;
    this.#piece.bytes = this.#bytes;
    this.#piece.base = keep;
  }
}
