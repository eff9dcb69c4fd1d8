// The piece of a stream that is being read: usually a line. Collects what the scanner sees in it, judges it when it
// ends or as far as it came, and says how much of it may leave.
import { HitList } from './hit-list.ts';
import { judge, judgeCarried, mayHold, type Opening, type RuleSet, wakesReader } from './judge.ts';
import { groupStart, openWord, wordStart } from './open-end.ts';
import { type Finding, isDelimiter, type Outlet } from './outlet.ts';
import { project } from './projection.ts';
import type { LineReader } from './reader.ts';
import type { Row } from './row.ts';
import { plainView, type View } from './view.ts';

/** A long line is cut behind its last delimiter, if that lies so near its end; else a word before its end (bytes). */
const cutBack = 2048;
const cutWord = 512;
/** Lone carriage returns that one piece may run across. */
const mostJoins = 4;
/** The same where only full rows are joined. */
const mostRows = 64;
/** Kept of a line whose value is on the next one. */
const carried = 512;

type End = 'open' | 'part' | 'line';

export class PieceJudge {
  bytes: Buffer = Buffer.alloc(0);
  /** Offset of `bytes[0]` in the stream; all other offsets are offsets in the stream too. */
  base = 0;
  from = 0;
  /** Escape sequences inside: what is read is not what stands there. */
  escaped = false;
  /** Backspaces or line breaks inside: words may stand there that the scanner could not see. */
  edited = false;
  /** An escape sequence in it holds a blank: the last one need not be the end of a word. */
  blankInside = false;
  readonly #rules: RuleSet;
  readonly #readers: readonly LineReader[];
  readonly #outlet: Outlet;
  readonly #personal: boolean;
  readonly #row: Row | undefined;
  readonly #hits = new HitList();
  #joins = 0;
  /** The line before, when its value is on this one. */
  #carry = '';
  /** A reader follows the lines. */
  #busy = false;
  // The last word began here when the piece was last looked at, and this is what it allowed to leave.
  #seenWord = -1;
  #seenHold = 0;
  /** A value longer than a piece is being masked: it goes on up to a delimiter. */
  #running: string | undefined;

  constructor(rules: RuleSet, readers: readonly LineReader[], outlet: Outlet, personal: boolean, row?: Row) {
    this.#rules = rules;
    this.#row = row;
    this.#readers = readers;
    this.#outlet = outlet;
    this.#personal = personal;
    this.#busy = readers.some(({ busy }) => busy);
  }

  /** A trigger ended at the offset `at`. */
  note(at: number, state: number): void {
    this.#hits.add(at, state);
  }

  /** An escape sequence that does not move the cursor stands at [start, end) of `bytes`. */
  escape(start: number, end: number): void {
    this.escaped = true;
    for (let at = start + 1; at < end; at++) if (this.bytes[at] === 0x20) this.blankInside = true;
  }

  #begin(at: number): void {
    this.from = at;
    this.escaped = false;
    this.edited = false;
    this.blankInside = false;
    this.#hits.clear();
    this.#joins = 0;
    this.#seenWord = -1;
  }

  /** The line ends before `to`, the next one begins at `next`. */
  endLine(to: number, next: number): void {
    if (!this.#quiet) this.#settle(to, 'line', this.#views(to));
    this.#row?.begin(next);
    this.#begin(next);
  }

  /** A lone CR or a cursor move at [at, next): ends the piece, unless a value may go on behind it. */
  breakSoftly(at: number, next: number): void {
    // A terminal wraps at its right margin; where that is not known whatever is open may go on.
    const full = this.#row?.isFull(this.bytes, this.base, at);
    this.#row?.move(this.bytes, this.base, at, next);
    if (at > this.from) {
      const wrapped = full === undefined && this.#endsInBlank(at);
      const to = wrapped ? at - 1 : at;
      const views = this.#views(to);
      if (this.#joins < this.#mostJoins && (full ?? this.#mayGoOn(views, to, wrapped))) {
        this.#joins++;
        this.edited = true;
        return;
      }
      if (!this.#quiet) this.#settle(at, 'part', wrapped ? this.#views(at) : views);
    }
    this.#begin(next);
  }

  get #mostJoins(): number {
    return this.#row ? mostRows : mostJoins;
  }

  /** The piece has grown too long: what may be judged of it is, and the rest begins the next one. */
  cut(to: number): void {
    const views = this.#views(to);
    const openings: Opening[] = [];
    const found = this.#quiet ? [] : this.#judge(views, 'open', openings);
    let at = this.#cutAt(views[0]!, to);
    for (const { trigger } of openings) at = Math.min(at, trigger);
    for (const { start, end } of found) if (start < at && end > at) at = end < to ? end : start;
    let begun: string | undefined;
    if (at < to - cutBack || at <= this.from) {
      const first = openings.reduce((least, opening) => (opening.start < least.start ? opening : least), openings[0]!);
      if (first && first.start < to) {
        this.#outlet.add({ kind: first.kind, start: first.start, end: to });
        begun = first.kind;
      }
      at = to;
    }
    if (this.#pending || wakesReader(this.#rules, views[0]!)) {
      if (!this.#quiet) this.#settle(at, 'part', this.#views(at));
    } else {
      for (const finding of found) if (finding.end <= at) this.#outlet.add(finding);
    }
    // One that ran on up to here and ended is over.
    this.#running = begun ?? this.#running;
    this.#row?.forget(this.bytes, this.base, at);
    // Whatever stands in the rest is still in it.
    this.from = at;
    this.#hits.dropBefore(at);
    this.#joins = 0;
    this.#seenWord = -1;
  }

  /** How far the piece, scanned up to `to`, may leave: what lies before the answer is settled. */
  holdFrom(to: number): number {
    if (this.#carry !== '' || this.#readers.some(({ holdsLine }) => holdsLine)) return this.from;
    if (to === this.from) return to;
    const views = this.#views(to);
    const word = Math.min(this.#wordStart(views[0]!, to), this.#groupStart(views, to));
    if (this.#dull(views, true)) return Math.min(word, this.#heldAcrossWrap(to));
    if (word !== this.#seenWord) this.#seenHold = this.#lookBefore(word, to, views);
    this.#seenWord = word;
    return Math.min(this.#seenHold, this.#heldAcrossWrap(to));
  }

  /** The piece as it stands, for a stream that stalls. */
  look(to: number, openings: Opening[]): { found: readonly Finding[]; view: View } {
    const views = this.#views(to);
    return { found: this.#quiet ? [] : this.#judge(views, 'open', openings), view: views[0]! };
  }

  get #quiet(): boolean {
    return this.#hits.length === 0 && !this.edited && !this.#pending;
  }

  /** Something else than triggers is a reason to look. */
  get #pending(): boolean {
    return this.#busy || this.#carry !== '' || this.#running !== undefined;
  }

  #dull(views: readonly View[], open: boolean): boolean {
    if (this.#quiet) return true;
    if (this.#pending) return false;
    for (const view of views) if (wakesReader(this.#rules, view) || mayHold(this.#rules, view, open)) return false;
    return true;
  }

  // The first view is what a reader follows. Projected ones hold until the next projection.
  #views(to: number): View[] {
    const { bytes, base, from } = this;
    if (this.escaped || this.edited) return project(this.#rules.automaton, bytes, base, from - base, to - base);
    return [plainView(bytes, from - base, to - base, from, this.#hits)];
  }

  #settle(to: number, end: 'part' | 'line', views: readonly View[]): void {
    if (this.#dull(views, false)) return;
    const openings: Opening[] | undefined = end === 'line' ? [] : undefined;
    for (const finding of this.#judge(views, end, openings)) this.#outlet.add(finding);
    this.#runOn(to);
    if (end === 'part') return;
    this.#running = undefined;
    const { text } = views[0]!;
    const dangling = openings!.some(({ start }) => start >= to);
    this.#carry = dangling && text.trim() !== '' ? text.slice(-carried) : '';
  }

  // Not all is judged when a value that goes on begins before the offset `until`.
  #judge(views: readonly View[], end: End, openings: Opening[] | undefined, until?: number): Finding[] {
    const found: Finding[] = [];
    for (const view of views) {
      judge(this.#rules, view, found, openings, until);
      if (until !== undefined && openings?.some(({ start }) => start < until)) return found;
      if (this.#carry !== '')
        judgeCarried(this.#rules, this.#carry, view, found, end === 'open' ? openings : undefined);
    }
    const view = views[0]!;
    if (this.#busy || wakesReader(this.#rules, view)) this.#read(view, end, found, openings);
    return found;
  }

  #read(view: View, end: End, found: Finding[], openings: Opening[] | undefined): void {
    const { text } = view;
    for (const reader of this.#readers) {
      for (const span of reader.read(text, end)) {
        const start = view.rawOf(span.start);
        found.push({ ...span, start, end: view.rawOf(span.end - 1) + 1 });
        if (openings && span.end >= text.length)
          openings.push({ kind: span.kind, start, roomy: false, trigger: start });
      }
    }
    if (end !== 'open') this.#busy = this.#readers.some(({ busy }) => busy);
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

  // Behind the last delimiter, if that is near enough.
  #cutAt(view: View, to: number): number {
    const least = Math.max(view.start, view.end - cutBack);
    let at = view.end;
    while (at > least && !isDelimiter(view.bytes[at - 1]!)) at--;
    return at > least ? view.rawOf(at - view.start) : to - cutWord;
  }

  // What is found before the last word leaves, and whole.
  #lookBefore(word: number, to: number, views: readonly View[]): number {
    const openings: Opening[] = [];
    const found = this.#judge(views, 'open', openings);
    let hold = word;
    for (const { roomy, start } of openings) if (roomy && start < to) hold = Math.min(hold, start);
    for (const { start, end } of found.toSorted((one, other) => other.start - one.start)) {
      if (start < hold && (end > hold || end === to)) hold = start;
    }
    for (const finding of found) if (finding.end <= hold) this.#outlet.add(finding);
    return hold;
  }

  #wordStart(view: View, to: number): number {
    if (this.blankInside || this.edited) return wordStart(view, to);
    let at = to - this.base;
    const from = this.from - this.base;
    while (at > from && this.bytes[at - 1] !== 0x20 && this.bytes[at - 1] !== 0x09) at--;
    return this.base + at;
  }

  #groupStart(views: readonly View[], to: number): number {
    return this.#personal ? groupStart(views, to) : to;
  }

  // Text that ends in a blank leaves, unless the blank may be that of a wrapped value.
  #heldAcrossWrap(to: number): number {
    if (!this.#endsInBlank(to)) return to;
    const full = this.#row?.isFull(this.bytes, this.base, to);
    if (full === false) return to;
    const views = this.#views(to - 1);
    if (full) return this.#wordStart(views[0]!, to - 1);
    let open = this.#openingIn(views, to - 1);
    if (open === to - 1) open = openWord(this.#rules.automaton, views[0]!, true);
    if (open < 0) open = this.#groupStart(views, to - 1);
    // What is found with it may begin earlier in its word.
    return open === to - 1 ? to : Math.min(open, this.#wordStart(views[0]!, to - 1));
  }

  #endsInBlank(to: number): boolean {
    return this.bytes[to - 1 - this.base] === 0x20;
  }

  /** Whether a value may go on behind `to`. `wrapped`: a blank stands there. */
  #mayGoOn(views: readonly View[], to: number, wrapped: boolean): boolean {
    // What is soon told goes first.
    if (openWord(this.#rules.automaton, views[0]!, wrapped || this.#joins > 0) >= 0) return true;
    return this.#groupStart(views, to) < to || this.#openingIn(views, to, to) < to;
  }

  /** Where the first value begins that rules or readers see go on behind `to`, else `to`; below `until` any of them. */
  #openingIn(views: readonly View[], to: number, until?: number): number {
    const openings: Opening[] = [];
    if (!this.#quiet) this.#judge(views, 'open', openings, until);
    return openings.reduce((least, { start }) => Math.min(least, start), to);
  }
}
