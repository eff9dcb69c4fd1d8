// The streaming redactor: bytes in, the same bytes with masks out, whatever the chunks are. One pass of trigger
// automaton and escape parser; pieces without a trigger leave as slices of the input. What may still change stays
// unsent: an unfinished escape sequence, the last word, an open value, the beginning of a known value.
import { rowOf, specialByte } from './automaton.ts';
import { escapeEnd, movesCursor, payloadEnd } from './escape.ts';
import { suspectFrom } from './idle.ts';
import { Intake } from './intake.ts';
import { type Judged, judge, type Opening, type RuleSet } from './judge.ts';
import type { KnownValues } from './known/known-values.ts';
import { KnownTracker } from './known/tracker.ts';
import { type MaskMaker, type Observer, Outlet } from './outlet.ts';
import { PieceJudge } from './piece.ts';
import type { LineReader } from './reader.ts';
import { Row } from './row.ts';
import { scannedView } from './view.ts';

/** A piece is judged at this length even without a line end (bytes): it bounds what a stream holds. */
const longestPiece = 4096;
const nothing = new Uint8Array(0);

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
  /** What has not left, and what the current piece still needs. */
  readonly #intake = new Intake();
  /** Offset up to which is scanned: an unfinished escape sequence or a CR whose meaning is open waits there. */
  #scanned = 0;
  #state = 0;

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
    return this.#intake.base + this.#intake.end - this.#outlet.emitted;
  }

  /** Slices of `chunk` may be part of the answer: it must not be written to afterwards. */
  feed(chunk: Uint8Array): Uint8Array {
    this.#intake.append(chunk);
    this.#show();
    this.#tracker?.begin(this.#scanned);
    this.#scan();
    this.#track(true);
    return this.#leave(Math.min(this.#piece.holdFrom(this.#scanned), this.#tracker?.holdFrom ?? this.#scanned));
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
    const { bytes, base, end: to } = this.#intake;
    const end = base + to;
    // An escape sequence that never ended: its text is judged as text.
    if (this.#scanned + 2 < end) this.#judgeApart(this.#scanned + 2 - base, to);
    this.#piece.endLine(this.#scanned, end);
    this.#tracker?.begin(this.#scanned);
    for (let at = this.#scanned - base; at < to; at++) {
      if (bytes[at] === 0x0a || bytes[at] === 0x0d) this.#tracker?.leaveOut(bytes, base, at, at + 1);
    }
    this.#scanned = end;
    this.#state = 0;
    this.#track(false);
    return this.#leave(end);
  }

  // One pass: a table look-up a byte, until a trigger ends, a control byte comes, or the piece is long enough.
  #scan(): void {
    const { classes, next, accepting, special } = this.#rules.automaton;
    const { bytes, base, end } = this.#intake;
    const piece = this.#piece;
    let state = this.#state;
    let at = this.#scanned - base;
    for (;;) {
      const full = piece.from - base + longestPiece;
      const stop = Math.min(end, full);
      let following = state;
      for (; at < stop; at++) {
        following = next[rowOf(state) | classes[bytes[at]!]!]!;
        if (following >= accepting) break;
        state = following;
      }
      if (at >= full) piece.cut(base + at);
      else if (at >= stop) break;
      else if (following < special) {
        piece.note(base + at, following);
        state = following;
        at++;
      } else {
        const kind = following - special;
        const resumed = kind === specialByte.escape ? this.#escape(at) : this.#control(at, kind);
        if (resumed < 0) break;
        if (kind !== specialByte.escape || piece.from === base + resumed) state = 0;
        at = resumed;
      }
    }
    this.#state = state;
    this.#scanned = base + at;
  }

  /** Returns where to go on, or -1 when the next byte must be known first. */
  #control(at: number, kind: number): number {
    const { bytes, base, end } = this.#intake;
    if (kind === specialByte.backspace) {
      this.#piece.edited = true;
      return at + 1;
    }
    const raw = base + at;
    let next = at + 1;
    if (kind === specialByte.carriageReturn) {
      if (next >= end) return -1;
      if (bytes[next] !== 0x0a) {
        this.#tracker?.leaveOut(bytes, base, at, next);
        this.#piece.breakSoftly(raw, raw + 1);
        return next;
      }
      next++;
    }
    this.#tracker?.leaveOut(bytes, base, at, next);
    this.#piece.endLine(raw, base + next);
    return next;
  }

  /** Likewise. */
  #escape(at: number): number {
    const { bytes, base, end: limit } = this.#intake;
    const end = escapeEnd(bytes, at, limit);
    if (end < 0) return -1;
    this.#tracker?.leaveOut(bytes, base, at, end);
    const shown = payloadEnd(bytes, at, end);
    if (shown > at + 2) this.#judgeApart(at + 2, shown);
    if (movesCursor(bytes, at, end)) this.#piece.breakSoftly(base + at, base + end);
    else this.#piece.escape(at, end);
    return end;
  }

  // The text of a window title or a link is shown too; it is judged by itself.
  #judgeApart(start: number, end: number): void {
    const { bytes, base } = this.#intake;
    const judged: Judged[] = [];
    judge(this.#rules, scannedView(this.#rules.automaton, bytes, start, end, base + start), judged, undefined);
    for (const finding of judged) this.#outlet.add(finding);
    this.#tracker?.readApart(bytes, base, base + start, base + end);
  }

  #track(open: boolean): void {
    if (!this.#tracker) return;
    const { bytes, base } = this.#intake;
    this.#tracker.advance(bytes, base, this.#scanned, open);
    for (const span of this.#tracker.spans) this.#outlet.add({ kind: 'known', ...span });
    this.#tracker.spans.length = 0;
  }

  #leave(to: number): Uint8Array {
    const clean = this.#outlet.releaseClean(this.#intake, to);
    const slices = clean ? [] : this.#outlet.release(this.#intake, to);
    this.#compact();
    if (clean) return clean;
    return slices.length === 0 ? nothing : slices.length === 1 ? slices[0]! : Buffer.concat(slices);
  }

  #compact(): void {
    const tracked = this.#tracker?.holdFrom ?? Number.POSITIVE_INFINITY;
    this.#intake.drop(Math.min(this.#outlet.emitted, this.#piece.from, this.#scanned, tracked));
    this.#show();
  }

  #show(): void {
    this.#piece.bytes = this.#intake.bytes;
    this.#piece.base = this.#intake.base;
  }
}
