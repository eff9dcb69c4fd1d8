// Judges one piece of a stream (a line, or what came of it so far): where its findings lie, and from where on more
// text could still change the answer. Runs only on pieces in which a trigger was seen.
import type { Automaton } from './automaton.ts';
import { project, type View } from './projection.ts';
import type { Found, Rule } from './rule.ts';

/** Rules compiled for all streams of a configuration. */
export interface RuleSet {
  readonly automaton: Automaton;
  /** Word of the automaton → rules to ask; empty for words that only stand for known values. */
  readonly asked: readonly (readonly Asked[])[];
  /** By `state - automaton.accepting`: a rule is asked, a known value may begin. */
  readonly asksRule: Uint8Array;
  readonly asksKnown: Uint8Array;
  /** By the same index: the cheap look of the only rule asked, where it has one. */
  readonly looks: readonly (Rule['mayFind'] | undefined)[];
}

export interface Asked {
  readonly rule: Rule;
  /** Length of the trigger. */
  readonly length: number;
}

/** Triggers: the offset of their last byte, and the state of the automaton there. */
export interface Hits {
  readonly at: number[];
  readonly state: number[];
}

/** Offsets are those of the stream; `base` is the offset of `bytes[0]`. */
export interface Piece {
  readonly bytes: Buffer;
  readonly base: number;
  readonly from: number;
  readonly to: number;
  readonly hits: Hits;
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

/** False when the triggers of a piece are surely none: most words that sound like secrets just stand there. */
export function mayFind(rules: RuleSet, piece: Piece, open: boolean): boolean {
  if (piece.escaped || piece.edited) return true;
  const { bytes, base, hits } = piece;
  for (let index = 0; index < hits.at.length; index++) {
    const look = rules.looks[hits.state[index]! - rules.automaton.accepting];
    if (!look || look(bytes, hits.at[index]! + 1 - base, piece.to - base, open)) return true;
  }
  return false;
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
    if (!view.map) judgeText(rules, view.text, piece.hits, piece.from, rawOf, judged, openings);
    else judgeText(rules, view.text, scanText(rules.automaton, view.text), 0, rawOf, judged, openings);
    if (piece.carry !== '') judgeCarried(rules, piece.carry, view.text, rawOf, judged);
  }
  return judged;
}

/** Offset in the stream of a character of a view, or of its end. */
export function rawOffsets(piece: Piece, view: View): (index: number) => number {
  const { map } = view;
  if (!map) return (index) => piece.from + index;
  return (index) => piece.from + (map[index] ?? (map.length > 0 ? map[map.length - 1]! + 1 : 0));
}

/** Triggers in a text by itself. */
export function scanText(automaton: Automaton, text: string): Hits {
  const hits: Hits = { at: [], state: [] };
  const { classes, next, shift, accepting, special } = automaton;
  let state = 0;
  for (let at = 0; at < text.length; at++) {
    state = next[(state << shift) | classes[text.charCodeAt(at)]!]!;
    if (state >= special) state = 0;
    else if (state >= accepting) {
      hits.at.push(at);
      hits.state.push(state);
    }
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

export function judgeText(
  rules: RuleSet,
  text: string,
  hits: Hits,
  hitOrigin: number,
  rawOf: (at: number) => number,
  judged: Judged[],
  openings: Opening[] | undefined,
): void {
  let answered: Map<Rule, Found> | undefined;
  let questions = mostQuestions;
  for (let index = 0; index < hits.at.length; index++) {
    const after = hits.at[index]! - hitOrigin + 1;
    for (const word of rules.automaton.outputs[hits.state[index]! - rules.automaton.accepting]!) {
      for (const { rule, length } of rules.asked[word]!) {
        const before = answered?.get(rule);
        if ((before && after <= before.end) || questions-- < 0) continue;
        const at = after - length;
        const found = rule.find(text, at, after);
        if (found) {
          answered ??= new Map();
          answered.set(rule, found);
        }
        if (found?.masked) judged.push({ kind: rule.kind, start: rawOf(found.start), end: rawOf(found.end - 1) + 1 });
        if (!openings || (found && found.end < text.length)) continue;
        const start = rule.opens(text, at, after);
        if (start < 0) continue;
        openings.push({ start: rawOf(start), kind: rule.kind, roomy: rule.roomy ?? false, trigger: rawOf(at) });
      }
    }
  }
}
