// Groups the top-level statements of a parsed text by the lines they stand on: the units in which bash reads and runs.
import type { ParsedScript } from 'unbash';
import { findFlaws } from './flaws.ts';

export interface Lines {
  /** Whole lines of statements, each `[start, end)` without its newline. Blank lines and comments are left out. */
  readonly whole: readonly (readonly [start: number, end: number])[];
  /** Behind the last newline that ends a whole line or a line left out. */
  readonly end: number;
  /** Where the line that follows is wrong or goes on to the end of the text; null when it only lacks its newline. */
  readonly trouble: number | null;
}

/** Reads lines up to the first with an error, something open, or a character that no statement explains. */
export function readLines(script: ParsedScript, text: string): Lines {
  const error = script.errors?.[0];
  const firstError = error?.pos ?? Number.POSITIVE_INFINITY;
  const whole: [number, number][] = [];
  let start = 0;
  let at = 0;
  let next = 0;
  let empty = true;
  const stop = (trouble: number | null): Lines => ({ whole, end: start, trouble });

  for (;;) {
    const statement = script.commands[next];
    if (statement !== undefined && at >= statement.pos) {
      const { nested, open, hereDocumentEnd } = findFlaws(statement);
      at = Math.max(at, statement.end, hereDocumentEnd);
      if (nested.length > 0 || open) return stop(Math.min(at, firstError));
      next++;
      // What is missing shows behind its statement, perhaps lines later, and a recovered node may have no end.
      const following = script.commands[next]?.pos ?? Number.POSITIVE_INFINITY;
      const missing = error?.message.startsWith('expected') && firstError <= following;
      if (missing || statement.end <= statement.pos) return stop(Math.min(firstError, text.length));
      empty = false;
      continue;
    }
    if (firstError <= at) return stop(firstError);
    const letter = text[at];
    if (letter === undefined) return stop(null);
    if (letter === '\n') {
      if (!empty) whole.push([start, at]);
      start = at + 1;
      empty = true;
      at++;
    } else if (letter === '#') {
      at = newlineAfter(text, at);
    } else if (letter === '\\' && text[at + 1] === '\n') {
      at += 2;
    } else if (' \t;&'.includes(letter)) {
      at++;
    } else {
      return stop(at);
    }
  }
}

/** The next newline at or after `at`, or the end of the text. */
export function newlineAfter(text: string, at: number): number {
  const found = text.indexOf('\n', at);
  return found < 0 ? text.length : found;
}
