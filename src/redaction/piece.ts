// The piece of a stream that is being read: usually a line. Collects what the scanner sees in it, judges it when it
// ends or as far as it came, and says how much of it may leave.
import { HitList } from './hit-list.ts';
import { firstQuestion, judge, type Opening, type Piece, type RuleSet, rawOffsets, viewsOf } from './judge.ts';
import { type Finding, isDelimiter, type Outlet } from './outlet.ts';
import type { LineReader } from './reader.ts';

/** A long line is cut behind its last delimiter, if that lies so near its end; else a word before its end (bytes). */
const cutBack = 2048;
const cutWord = 512;
/** Lone carriage returns that one piece may run across. */
const mostJoins = 4;
/** Columns below which a terminal is not expected to wrap. */
const narrowest = 40;
/** Kept of a line whose value is on the next one. */
const carried = 512;

const longestGroup = 48;
const digitGroup =
  /(?<![A-Za-z0-9])(?:[+(]{0,2}\d[\d()./-]*|[A-Za-z]{2}\d{2}[A-Za-z0-9]{0,30})(?:[ -][A-Z0-9()./-]{1,18}){0,12} ?$/;

interface Look {
  readonly found: readonly Finding[];
  readonly text: string;
  readonly rawOf: (index: number) => number;
}

export class PieceJudge implements Piece {
  bytes: Buffer = Buffer.alloc(0);
  /** Offset of `bytes[0]` in the stream; all other offsets are offsets in the stream too. */
  base = 0;
  from = 0;
  /** How far it is to be judged. */
  to = 0;
  escaped = false;
  edited = false;
  /** An escape sequence in it holds a blank: the last one need not be the end of a word. */
  blankInside = false;
  readonly #rules: RuleSet;
  readonly #readers: readonly LineReader[];
  readonly #outlet: Outlet;
  readonly #personal: boolean;
  readonly hits = new HitList();
  #joins = 0;
  /** A word of a reader is among the triggers. */
  #woken = false;
  carry = '';
  #busy = false;
  // The last word began here when the piece was last looked at, and this is what it allowed to leave.
  #seenWord = -1;
  #seenHold = 0;
  /** A value longer than a piece is being masked: it goes on up to a delimiter. */
  #running: string | undefined;

  constructor(rules: RuleSet, readers: readonly LineReader[], outlet: Outlet, personal: boolean) {
    this.#rules = rules;
    this.#readers = readers;
    this.#outlet = outlet;
    this.#personal = personal;
    this.#busy = readers.some(({ busy }) => busy);
  }

  /** A trigger ended at the offset `at`. */
  note(at: number, state: number): void {
    this.hits.add(at, state);
    if (this.#rules.wakesReader[state - this.#rules.automaton.accepting]) this.#woken = true;
  }

  start(at: number): void {
    this.hits.clear();
    this.#begin(at);
  }

  #begin(at: number): void {
    this.from = at;
    this.escaped = false;
    this.edited = false;
    this.#woken = false;
    this.blankInside = false;
    this.#joins = 0;
    this.#seenWord = -1;
  }

  /** The piece ends before `to`, and so does its line unless it is only a part. */
  finish(to: number, end: 'part' | 'line'): void {
    if (this.#quiet || (this.#onlyHits && firstQuestion(this.#rules, this.#piece(to), false) < 0)) return;
    const openings: Opening[] | undefined = end === 'line' ? [] : undefined;
    const { found, text } = this.#judge(to, end, openings);
    for (const finding of found) this.#outlet.add(finding);
    this.#runOn(to);
    if (end === 'part') return;
    this.#running = undefined;
    const dangling = openings!.some(({ start }) => start >= to);
    this.carry = dangling && text.trim() !== '' ? text.slice(-carried) : '';
  }

  /** A lone CR or a cursor move at [at, next): ends the piece, unless a value may go on behind it. */
  breakSoftly(at: number, next: number): void {
    if (at > this.from && this.#joins < mostJoins && this.#openFrom(at) >= 0) {
      this.#joins++;
      this.edited = true;
      return;
    }
    if (at > this.from) this.finish(at, 'part');
    this.start(next);
  }

  /** The piece has grown too long: what may be judged of it is, and the rest begins the next one. */
  cut(to: number): void {
    if (this.#quiet && !this.escaped) return this.#begin(this.#lastDelimiter(to));
    const openings: Opening[] = [];
    const { found, text, rawOf } = this.#quiet ? this.#plain(to) : this.#judge(to, 'open', openings);
    let length = text.length;
    while (length > text.length - cutBack && length > 0 && !endsWord(text.charCodeAt(length - 1))) length--;
    let at = length > text.length - cutBack && length > 0 ? rawOf(length) : to - cutWord;
    at = Math.min(at, ...openings.map(({ trigger }) => trigger));
    for (const { start, end } of found) if (start < at && end > at) at = end < to ? end : start;
    if (at < to - cutBack || at <= this.from) {
      const first = openings.reduce((least, opening) => (opening.start < least.start ? opening : least), openings[0]!);
      if (first && first.start < to) {
        this.#outlet.add({ kind: first.kind, start: first.start, end: to });
        this.#running = first.kind;
      }
      at = to;
    }
    if (!this.#quiet) {
      const running = this.#running;
      this.finish(at, 'part');
      this.#running ??= running;
    }
    const { escaped, edited, blankInside } = this;
    const woken = this.#woken;
    this.#begin(at);
    this.#woken = woken;
    this.hits.dropBefore(at);
    this.escaped = escaped;
    this.edited = edited;
    this.blankInside = blankInside;
  }

  // Behind the last delimiter, if that is near enough.
  #lastDelimiter(to: number): number {
    const { bytes, base } = this;
    const least = Math.max(this.from, to - cutBack) - base;
    let at = to - base;
    while (at > least && !endsWord(bytes[at - 1]!)) at--;
    return at > least ? base + at : to - cutWord;
  }

  /** How far the piece, scanned up to `to`, may leave: what lies before the answer is settled. */
  holdFrom(to: number): number {
    if (this.#readers.some(({ holdsLine }) => holdsLine)) return this.from;
    if (this.carry !== '') return this.from;
    const word = Math.min(this.#wordStart(to), this.#groupStart(to));
    const dull = this.#quiet || (this.#onlyHits && firstQuestion(this.#rules, this.#piece(to), true) < 0);
    if (dull) return Math.min(word, this.#heldAcrossWrap(to));
    if (word !== this.#seenWord) {
      const openings: Opening[] = [];
      const { found } = this.#judge(to, 'open', openings);
      const roomy = openings.filter((opening) => opening.roomy && opening.start < to).map(({ start }) => start);
      this.#seenHold = Math.min(word, ...roomy);
      // What is found whole leaves whole.
      for (const { start, end } of found.toSorted((one, other) => other.start - one.start)) {
        if (start < this.#seenHold && (end > this.#seenHold || end === to)) this.#seenHold = start;
      }
      this.#seenWord = word;
      for (const finding of found) if (finding.end <= this.#seenHold) this.#outlet.add(finding);
    }
    return Math.min(this.#seenHold, this.#heldAcrossWrap(to));
  }

  /** The piece as it stands, for a stream that stalls. */
  look(to: number, openings: Opening[]): Look {
    return this.#quiet ? this.#plain(to) : this.#judge(to, 'open', openings);
  }

  get #quiet(): boolean {
    return this.hits.length === 0 && !this.edited && !this.#busy && this.carry === '' && this.#running === undefined;
  }

  /** Nothing but triggers is a reason to look. */
  get #onlyHits(): boolean {
    return !this.edited && !this.#busy && this.carry === '' && this.#running === undefined;
  }

  #piece(to: number): Piece {
    this.to = to;
    return this;
  }

  #plain(to: number): Look {
    const piece = this.#piece(to);
    const view = viewsOf(piece)[0]!;
    return { found: [], text: view.text, rawOf: rawOffsets(piece, view) };
  }

  #judge(to: number, end: 'open' | 'part' | 'line', openings: Opening[] | undefined): Look {
    const piece = this.#piece(to);
    const views = viewsOf(piece);
    const found: Finding[] = judge(this.#rules, piece, views, openings);
    const { text } = views[0]!;
    const rawOf = rawOffsets(piece, views[0]!);
    const reads = this.#woken || this.#busy || this.escaped || this.edited;
    for (const reader of reads ? this.#readers : []) {
      for (const span of reader.read(text, end)) {
        found.push({ ...span, start: rawOf(span.start), end: rawOf(span.end - 1) + 1 });
        if (!openings || span.end < text.length) continue;
        openings.push({ kind: span.kind, start: rawOf(span.start), roomy: false, trigger: rawOf(span.start) });
      }
    }
    if (end !== 'open') this.#busy = this.#readers.some(({ busy }) => busy);
    return { found, text, rawOf };
  }

  // Masks what goes on from a value that was longer than a piece.
  #runOn(to: number): void {
    if (this.#running === undefined) return;
    let at = this.from;
    while (at < to && !isDelimiter(this.bytes[at - this.base]!)) at++;
    // One byte back: it joins the mask before it.
    if (at > this.from) this.#outlet.add({ kind: this.#running, start: this.from - 1, end: at });
    if (at < to) this.#running = undefined;
  }

  #wordStart(to: number): number {
    if (this.blankInside || this.edited) {
      const { text, rawOf } = this.#plain(to);
      const blank = Math.max(text.lastIndexOf(' '), text.lastIndexOf('\t'));
      return blank === text.length - 1 ? to : rawOf(blank + 1);
    }
    let at = to - this.base;
    const from = this.from - this.base;
    while (at > from && this.bytes[at - 1] !== 0x20 && this.bytes[at - 1] !== 0x09) at--;
    return this.base + at;
  }

  // A card, an account or a telephone number goes on behind a blank.
  #groupStart(to: number): number {
    if (!this.#personal || to === this.from) return to;
    const piece = this.#piece(to);
    const starts = viewsOf(piece).map((view) => {
      const group = digitGroup.exec(view.text.slice(-longestGroup));
      return group ? rawOffsets(piece, view)(Math.max(0, view.text.length - longestGroup) + group.index) : to;
    });
    return Math.min(...starts);
  }

  // Text that ends in a blank leaves, unless the blank may be that of a wrapped value.
  #heldAcrossWrap(to: number): number {
    if (to === this.from || this.bytes[to - 1 - this.base] !== 0x20) return to;
    const open = this.#openFrom(to);
    return open < 0 ? to : open;
  }

  /** Where a value begins that may go on behind `to`, a wrap's blank aside, or -1. */
  #openFrom(to: number): number {
    const end = this.bytes[to - 1 - this.base] === 0x20 ? to - 1 : to;
    const openings: Opening[] = [];
    const { text, rawOf } = this.look(end, openings);
    const begun = openings.filter(({ start }) => start < end).map(({ start }) => start);
    if (begun.length > 0) return Math.min(...begun);
    const word = /(?<![A-Za-z0-9_-])[A-Za-z][A-Za-z0-9_-]{0,15}$/.exec(text);
    // Terminals do not wrap after a few columns: there a letter or two are just that.
    const likely = word !== null && (word[0].length > 2 || text.length >= narrowest);
    if (likely && this.#beginsTrigger(word[0])) return rawOf(word.index);
    const mixed = /(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{14,64}$/.exec(text);
    if (mixed) return rawOf(mixed.index);
    const group = this.#groupStart(end);
    return group < end ? group : -1;
  }

  #beginsTrigger(word: string): boolean {
    const { classes, next, shift, special, depth } = this.#rules.automaton;
    let state = 0;
    for (let at = 0; at < word.length && state < special; at++) {
      state = next[(state << shift) | classes[word.charCodeAt(at)]!]!;
    }
    return depth[state] === word.length;
  }
}

function endsWord(code: number): boolean {
  return code <= 0x20 || code === 0x22 || code === 0x27 || code === 0x2c || code === 0x3b;
}
