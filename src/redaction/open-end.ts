// What at the end of a text may be the beginning of a value although no rule says so yet: the last word, a group of
// digits, the first letters of a trigger. Offsets are those of the stream; `to` is the end of the text there.
import { type Automaton, rowOf } from './automaton.ts';
import type { View } from './view.ts';

/** Columns below which a terminal is not expected to wrap. */
const narrowest = 40;
const longestGroup = 48;
// Whatever is glued to its end may be taken back by backspaces.
const digitGroup =
  /(?<![A-Za-z0-9])(?:[+(]{0,2}\d[\d()./-]*|[A-Za-z]{2}\d{2}[A-Za-z0-9]{0,30})(?:[ -][A-Z0-9()./-]{1,18}){0,12}(?: |[^\s]{0,48})$/;
/** A word that may become a trigger is not longer, and a token without one has so many characters. */
const longestWord = 16;
const tokenLengths = { least: 14, most: 64 };

export function wordStart(view: View, to: number): number {
  const { bytes, start, end } = view;
  let at = end;
  while (at > start && bytes[at - 1] !== 0x20 && bytes[at - 1] !== 0x09) at--;
  return at === end ? to : view.rawOf(at - start);
}

/** A card, an account or a telephone number goes on behind a blank. */
export function groupStart(views: readonly View[], to: number): number {
  let least = to;
  for (const view of views) {
    const { text } = view;
    const from = Math.max(0, text.length - longestGroup);
    const group = digitGroup.exec(text.slice(from));
    if (group) least = Math.min(least, view.rawOf(from + group.index));
  }
  return least;
}

/** Where a word begins that may become a trigger or a token, or -1. `strict`: not for a letter or two. */
export function openWord(automaton: Automaton, view: View, strict: boolean): number {
  const { bytes, start, end } = view;
  let at = end;
  while (at > start && end - at <= longestWord && (isAlnum(bytes[at - 1]!) || isJoint(bytes[at - 1]!))) at--;
  // Terminals do not wrap after a few columns: there a letter or two are just that.
  const likely = end - at <= longestWord && (!strict || end - at > 2 || view.length >= narrowest);
  if (likely && at < end && beginsTrigger(automaton, bytes, at, end)) return view.rawOf(at - start);
  let digits = 0;
  for (at = end; at > start && end - at <= tokenLengths.most && isAlnum(bytes[at - 1]!); at--) {
    if (bytes[at - 1]! <= 0x39) digits++;
  }
  const mixed = digits > 0 && end - at >= tokenLengths.least && end - at <= tokenLengths.most;
  return mixed ? view.rawOf(at - start) : -1;
}

function beginsTrigger(automaton: Automaton, bytes: Uint8Array, from: number, to: number): boolean {
  const { classes, next, special, depth } = automaton;
  let state = 0;
  for (let at = from; at < to && state < special; at++) state = next[rowOf(state) | classes[bytes[at]!]!]!;
  return depth[state] === to - from;
}

function isAlnum(code: number): boolean {
  const letter = code | 0x20;
  return (letter >= 0x61 && letter <= 0x7a) || (code >= 0x30 && code <= 0x39);
}

function isJoint(code: number): boolean {
  return code === 0x5f || code === 0x2d || code === 0x24;
}
