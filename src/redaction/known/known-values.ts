// Known values, compiled once for all streams: their needles, the words that make the scanner look closer, and the
// automaton that decides.
import { foldWord } from '../automaton.ts';
import { needlesOf } from './encodings.ts';
import { buildNeedleAutomaton, type NeedleAutomaton } from './needle-automaton.ts';

/** So many squeezed bytes make the scanner look closer; shorter beginnings are only tracked across line ends. */
export const triggerLength = 4;
/** The same for needles that begin with digits, which the scanner does not tell apart. */
export const longestTrigger = 6;

export interface KnownValues {
  readonly automaton: NeedleAutomaton;
  readonly triggers: readonly string[];
  /** By two bytes, bit 1: a needle begins with them; by the same byte twice, bit 0: one begins with it. */
  readonly beginnings: Uint8Array;
  /** By slot of the first bytes, exactly: 1 when a needle begins with them. */
  readonly exact: Uint8Array;
  /** How many values were too short to be registered. */
  readonly refused: number;
}

export function compileKnownValues(values: readonly string[]): KnownValues | undefined {
  const needles = new Set<string>();
  const triggers = new Set<string>();
  let refused = 0;
  for (const value of new Set(values)) {
    const forms = needlesOf(value);
    if (forms.length === 0) refused++;
    for (const form of forms) {
      needles.add(form);
      triggers.add(triggerOf(form));
    }
  }
  if (needles.size === 0 && refused === 0) return undefined;
  return {
    automaton: buildNeedleAutomaton([...needles]),
    triggers: [...triggers],
    beginnings: beginningsOf(needles),
    exact: exactOf(needles),
    refused,
  };
}

function beginningsOf(needles: ReadonlySet<string>): Uint8Array {
  const beginnings = new Uint8Array(65_536);
  for (const needle of needles) beginnings[needle.charCodeAt(0) * 256 + needle.charCodeAt(1)]! |= 2;
  for (const needle of needles) beginnings[needle.charCodeAt(0) * 257]! |= 1;
  return beginnings;
}

function triggerOf(needle: string): string {
  const digits = needle.slice(0, triggerLength).replace(/[^0-9]/g, '').length;
  return foldWord(needle.slice(0, digits > 2 ? longestTrigger : triggerLength));
}

function exactOf(needles: ReadonlySet<string>): Uint8Array {
  const exact = new Uint8Array(65_536);
  for (const needle of needles) exact[exactSlot(Buffer.from(needle.slice(0, triggerLength), 'latin1'), 0)] = 1;
  return exact;
}

/** A slot of 16 bits for four bytes. */
export function exactSlot(bytes: Uint8Array, at: number): number {
  const word = (bytes[at]! << 24) | (bytes[at + 1]! << 16) | (bytes[at + 2]! << 8) | bytes[at + 3]!;
  return Math.imul(word, 0x9e3779b1) >>> 16;
}
