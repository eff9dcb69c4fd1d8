// The piece of a text around what was searched for. Not by the index itself: its own takes time with the square of how
// often a word stands in a text.
import type { Phrase } from './query.ts';
import type { SnippetPiece } from './search.ts';
import { betweenWords, inWord } from './words.ts';

/** Characters before and after what was found. */
const around = 100;
/** What was found is longer only when the words are. */
const longestHit = 200;

/** What finds any of the phrases; null when there are none. */
export function finderOf(phrases: readonly Phrase[]): RegExp | null {
  if (phrases.length === 0) return null;
  const any = phrases.map(({ words, isPrefix }) => words.join(betweenWords) + (isPrefix ? `${inWord}*` : ''));
  return new RegExp(`(?<!${inWord})(?:${any.join('|')})(?!${inWord})`, 'giu');
}

/** The pieces around the first find; null when nothing is found. */
export function snippetOf(text: string, finder: RegExp): readonly SnippetPiece[] | null {
  finder.lastIndex = 0;
  const first = finder.exec(text);
  if (first === null) return null;
  const from = Math.max(0, first.index - around);
  const to = Math.min(text.length, first.index + Math.min(first[0].length, longestHit) + around);
  const pieces: SnippetPiece[] = [];
  const add = (piece: string, hit: boolean) => {
    if (piece !== '') pieces.push({ text: piece.toWellFormed(), hit });
  };
  let at = from;
  if (from > 0) add(`…${text.slice(from, first.index)}`, false);
  else add(text.slice(0, first.index), false);
  for (let found: RegExpExecArray | null = first; found !== null && found.index < to; found = finder.exec(text)) {
    if (found !== first) add(text.slice(at, found.index), false);
    at = Math.min(to, found.index + found[0].length);
    add(text.slice(found.index, at), true);
  }
  add(text.slice(at, to) + (to < text.length ? '…' : ''), false);
  return pieces;
}

/** The beginning of a text in which nothing was searched for. */
export function beginningOf(text: string): readonly SnippetPiece[] {
  const short = text.length > 2 * around ? `${text.slice(0, 2 * around)}…` : text;
  return [{ text: short.toWellFormed(), hit: false }];
}
