// What at the end of a text may be the beginning of a value although no rule says so yet: the last word, a group of
// digits, the first letters of a trigger. Offsets are those of the stream; `to` is the end of the text there.
import type { Automaton } from './automaton.ts';
import type { View } from './view.ts';

/** Columns below which a terminal is not expected to wrap. */
const narrowest = 40;
const longestGroup = 48;
const digitGroup =
  /(?<![A-Za-z0-9])(?:[+(]{0,2}\d[\d()./-]*|[A-Za-z]{2}\d{2}[A-Za-z0-9]{0,30})(?:[ -][A-Z0-9()./-]{1,18}){0,12} ?$/;
const lastWord = /(?<![A-Za-z0-9_-])[A-Za-z][A-Za-z0-9_-]{0,15}$/;
const lastMixed = /(?<![A-Za-z0-9])(?=[A-Za-z]*[0-9])[A-Za-z0-9]{14,64}$/;

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
  const from = Math.max(0, view.length - 72);
  const tail = view.text.slice(from);
  const word = lastWord.exec(tail);
  // Terminals do not wrap after a few columns: there a letter or two are just that.
  const likely = word !== null && (!strict || word[0].length > 2 || view.length >= narrowest);
  if (likely && beginsTrigger(automaton, word[0])) return view.rawOf(from + word.index);
  const mixed = lastMixed.exec(tail);
  return mixed ? view.rawOf(from + mixed.index) : -1;
}

function beginsTrigger({ classes, next, shift, special, depth }: Automaton, word: string): boolean {
  let state = 0;
  for (let at = 0; at < word.length && state < special; at++) {
    state = next[(state << shift) | classes[word.charCodeAt(at)]!]!;
  }
  return depth[state] === word.length;
}
