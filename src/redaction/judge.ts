// Judges one piece of a stream (a line, or what came of it so far): where its findings lie, and from where on more
// text could still change the answer. Runs only on pieces in which a trigger was seen.
import type { Automaton } from './automaton.ts';
import type { Rule } from './rule.ts';
import { scannedView, type View } from './view.ts';

/** Rules compiled for all streams of a configuration. */
export interface RuleSet {
  readonly automaton: Automaton;
  /** By `state - automaton.accepting`: rules to ask. */
  readonly asked: readonly (readonly Asked[])[];
  /** By the same index: 1 where a reader wants to see the line. */
  readonly wakesReader: Uint8Array;
  /** By number of a rule: where its last answer ended, while a text is judged. */
  readonly ends: Int32Array;
  /** Likewise: 1 where a value of its may go on behind the text. */
  readonly opened: Uint8Array;
  /** Numbers of the rules that have entries in these two. */
  readonly touched: number[];
}

export interface Asked {
  readonly rule: Rule;
  /** Length of the trigger. */
  readonly length: number;
  /** Number of the rule. */
  readonly index: number;
}

/** Offsets are those of the stream. */
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
/** So near the end of a text stands the name of a value that is on the next line. */
const longestDangling = 256;

/** False when the triggers of a text are surely none: most words that sound like secrets just stand there. */
export function mayHold({ asked, automaton }: RuleSet, view: View, open: boolean): boolean {
  const { hits, origin } = view;
  for (let index = hits.vain; index < hits.length; index++) {
    for (const each of asked[hits.state[index]! - automaton.accepting]!) {
      if (mayFind(each, view, hits.at[index]! - origin + 1, open)) return true;
    }
    // What is turned down stays so: when more follows it is nothing either.
    hits.vain = index + 1;
  }
  return false;
}

function mayFind({ rule, length }: Asked, { bytes, start, end }: View, after: number, open: boolean): boolean {
  return !rule.mayFind || rule.mayFind(bytes, start + after, end, open, start + after - length, start);
}

/** True when a reader wants to see the text. */
export function wakesReader({ wakesReader: wakes, automaton }: RuleSet, { hits }: View): boolean {
  for (let index = 0; index < hits.length; index++) if (wakes[hits.state[index]! - automaton.accepting]) return true;
  return false;
}

/**
 * With `openings`, what reaches the end of the text is reported there: of each rule the first, and what is all but its
 * value. Returns at the first of them that begins before the offset `until`.
 */
export function judge(
  rules: RuleSet,
  view: View,
  judged: Judged[],
  openings: Opening[] | undefined,
  until = Number.NEGATIVE_INFINITY,
): void {
  const { hits, origin } = view;
  const open = openings !== undefined;
  const { ends, opened, touched } = rules;
  for (const rule of touched) ends[rule] = opened[rule] = 0;
  touched.length = 0;
  let questions = mostQuestions;
  for (let index = hits.vain; index < hits.length; index++) {
    const after = hits.at[index]! - origin + 1;
    for (const asked of rules.asked[hits.state[index]! - rules.automaton.accepting]!) {
      if (after <= ends[asked.index]! || !mayFind(asked, view, after, open) || questions-- < 0) continue;
      const { rule, length } = asked;
      const { text } = view;
      const at = after - length;
      const found = rule.find(text, at, after);
      if (found) {
        ends[asked.index] = found.end;
        touched.push(asked.index);
      }
      if (found?.masked) {
        judged.push({ kind: rule.kind, start: view.rawOf(found.start), end: view.rawOf(found.end - 1) + 1 });
      }
      if (!openings || (found && found.end < text.length)) continue;
      if (opened[asked.index] === 1 && after < text.length - longestDangling) continue;
      const start = rule.opens(text, at, after);
      if (start < 0) continue;
      opened[asked.index] = 1;
      touched.push(asked.index);
      const trigger = view.rawOf(at);
      const opening = { start: view.rawOf(start), kind: rule.kind, roomy: rule.roomy ?? false, trigger };
      openings.push(opening);
      if (opening.start < until) return;
    }
  }
}

/** Judges a line whose name stands on the line before: only what stands on the new one, and all of it, is masked. */
export function judgeCarried(
  rules: RuleSet,
  carry: string,
  view: View,
  judged: Judged[],
  openings: Opening[] | undefined,
): void {
  const shape = openings ? /^\s*(?:"[^"]*"?|'[^']*'?|[^\s"':]*)[\s,;)]*$/ : oneValue;
  if (!shape.test(view.text)) return;
  const shift = carry.length + 1;
  const whole = Buffer.from(`${carry} ${view.text}`, 'latin1');
  const found: Judged[] = [];
  const open: Opening[] | undefined = openings && [];
  judge(rules, scannedView(rules.automaton, whole, 0, whole.length, 0), found, open);
  const place = (at: number): number => view.rawOf(at - shift);
  if (oneValue.test(view.text)) {
    for (const { kind, start, end } of found) {
      if (start >= shift) judged.push({ kind, start: place(start), end: place(end - 1) + 1 });
    }
  }
  for (const { start, ...opening } of open ?? []) {
    if (start < shift || start >= whole.length) continue;
    openings?.push({ ...opening, start: place(start), trigger: place(start) });
  }
}

const oneValue = /^\s*(?:"[^"]*"|'[^']*'|[^\s"':]+)[\s,;)]*$/;
