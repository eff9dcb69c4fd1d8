// Judges one piece of a stream (a line, or what came of it so far): where its findings lie, and from where on more
// text could still change the answer. Runs only on pieces in which a trigger was seen.
import type { Automaton } from './automaton.ts';
import { HitList } from './hit-list.ts';
import { project, type View } from './projection.ts';
import type { Rule } from './rule.ts';

/** Rules compiled for all streams of a configuration. */
export interface RuleSet {
  readonly automaton: Automaton;
  /** By `state - automaton.accepting`: rules to ask. */
  readonly asked: readonly (readonly Asked[])[];
  /** By the same index: 1 where a reader wants to see the line. */
  readonly wakesReader: Uint8Array;
  /** By number of a rule: where its last answer ended, while a text is judged. */
  readonly ends: Int32Array;
}

export interface Asked {
  readonly rule: Rule;
  /** Length of the trigger. */
  readonly length: number;
  /** Number of the rule. */
  readonly index: number;
}

/** Offsets are those of the stream; `base` is the offset of `bytes[0]`. */
export interface Piece {
  readonly bytes: Buffer;
  readonly base: number;
  readonly from: number;
  readonly to: number;
  readonly hits: HitList;
  /** Escape sequences inside: what is read is not what stands there. */
  readonly escaped: boolean;
  /** Backspaces or line breaks inside: words may stand there that the scanner could not see. */
  readonly edited: boolean;
  /** The line before, when its value is on this one. */
  readonly carry: string;
}

export interface Judged {
  readonly kind: string;
  readonly start: number;
  readonly end: number;
}

/** A value that may go on behind the end of the piece. */
export interface Opening {
  readonly start: number;
  readonly kind: string;
  readonly roomy: boolean;
  /** Where its trigger begins. */
  readonly trigger: number;
}

const mostQuestions = 2048;

/** The first trigger of a piece that may be one, or -1: most words that sound like secrets just stand there. */
export function firstQuestion(rules: RuleSet, piece: Piece, open: boolean): number {
  const { hits, escaped, edited } = piece;
  if (escaped || edited) return 0;
  for (let index = 0; index < hits.length; index++) {
    const word = hits.state[index]! - rules.automaton.accepting;
    if (rules.wakesReader[word]) return index;
    for (const { rule } of rules.asked[word]!) if (mayFind(rule, piece, hits.at[index]!, open)) return index;
  }
  return -1;
}

function mayFind({ mayFind: look }: Rule, { bytes, base, to }: Piece, at: number, open: boolean): boolean {
  return !look || look(bytes, at + 1 - base, to - base, open);
}

/** Views of a piece; the first is what a reader follows. */
export function viewsOf(piece: Piece): View[] {
  const { bytes, base, from, to } = piece;
  if (piece.escaped || piece.edited) return project(bytes, from - base, to - base);
  return [{ text: bytes.toString('latin1', from - base, to - base) }];
}

/** With `openings`, everything that reaches the end of the piece is reported there. */
export function judge(rules: RuleSet, piece: Piece, views: readonly View[], openings?: Opening[]): Judged[] {
  const judged: Judged[] = [];
  for (const view of views) {
    const rawOf = rawOffsets(piece, view);
    if (!view.map) judgeText(rules, view.text, piece.hits, piece.from, rawOf, judged, openings, piece);
    else judgeText(rules, view.text, scanText(rules.automaton, view.text), 0, rawOf, judged, openings);
    if (piece.carry !== '') judgeCarried(rules, piece.carry, view.text, rawOf, judged);
  }
  return judged;
}

/** Offset in the stream of a character of a view, or of its end. */
export function rawOffsets(piece: Piece, view: View): (index: number) => number {
  const { map } = view;
  const { from } = piece;
  if (!map) return (index) => from + index;
  return (index) => from + (map[index] ?? (map.length > 0 ? map[map.length - 1]! + 1 : 0));
}

/** Triggers in a text by itself. */
export function scanText(automaton: Automaton, text: string): HitList {
  const hits = new HitList();
  const { classes, next, shift, accepting, special } = automaton;
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    state = next[(state << shift) | classes[text.charCodeAt(at)]!]!;
    if (state >= special) state = 0;
    else if (state >= accepting) hits.add(at, state);
  }
  return hits;
}

// Only what stands on the new line is masked; it must be all that stands there.
function judgeCarried(rules: RuleSet, carry: string, text: string, rawOf: (at: number) => number, judged: Judged[]) {
  if (!/^\s*(?:"[^"]*"|'[^']*'|[^\s"':]+)[\s,;)]*$/.test(text)) return;
  const shift = carry.length + 1;
  const whole = `${carry} ${text}`;
  const all: Judged[] = [];
  judgeText(rules, whole, scanText(rules.automaton, whole), 0, (at) => at, all, undefined);
  for (const { kind, start, end } of all) {
    if (start >= shift) judged.push({ kind, start: rawOf(start - shift), end: rawOf(end - 1 - shift) + 1 });
  }
}

/** `piece`: the triggers are those of its raw bytes, which tell most of them to be none. */
export function judgeText(
  rules: RuleSet,
  text: string,
  hits: HitList,
  hitOrigin: number,
  rawOf: (at: number) => number,
  judged: Judged[],
  openings: Opening[] | undefined,
  piece?: Piece,
): void {
  let questions = mostQuestions;
  const ends = rules.ends.fill(0);
  for (let index = 0; index < hits.length; index++) {
    const after = hits.at[index]! - hitOrigin + 1;
    for (const { rule, length, index: number } of rules.asked[hits.state[index]! - rules.automaton.accepting]!) {
      if (after <= ends[number]!) continue;
      if (piece && !mayFind(rule, piece, hits.at[index]!, openings !== undefined)) continue;
      if (questions-- < 0) continue;
      const at = after - length;
      const found = rule.find(text, at, after);
      if (found) ends[number] = found.end;
      if (found?.masked) judged.push({ kind: rule.kind, start: rawOf(found.start), end: rawOf(found.end - 1) + 1 });
      if (!openings || (found && found.end < text.length)) continue;
      const start = rule.opens(text, at, after);
      if (start < 0) continue;
      openings.push({ start: rawOf(start), kind: rule.kind, roomy: rule.roomy ?? false, trigger: rawOf(at) });
    }
  }
}
