// Tells whole bash statements from unfinished ones and cuts a submission into statements, on the tree of a tolerant
// parser. Errs to one side only: text that bash would wait to see the end of is never `complete`; text that bash
// rejects may count as `incomplete`.
import { parse } from 'unbash';
import type { Completeness, Split } from '../language.ts';
import { findFlaws, isBlank, judge } from './flaws.ts';
import { newlineAfter, readLines } from './lines.ts';

export function completeness(text: string): Completeness {
  const script = parse(text);
  const verdict = judge(script.errors ?? [], findFlaws(script), text);
  if (verdict !== 'complete') return verdict;
  if (endsInContinuation(text)) return 'incomplete';
  return readLines(script, text).trouble === null ? 'complete' : 'invalid';
}

/**
 * An odd number of backslashes at the end joins the next line, except in a comment. Asked of text without flaws: there
 * a quote in place of the last backslash opens a string unless it is part of a comment.
 */
function endsInContinuation(text: string): boolean {
  const backslashes = /(?<!\\)\\*$/.exec(text)?.[0].length ?? 0;
  if (backslashes % 2 === 0) return false;
  const probe = `${text.slice(0, -1)}'`;
  const script = parse(probe);
  return judge(script.errors ?? [], findFlaws(script), probe) !== 'complete';
}

/** Each bad line costs one more parse of what follows; after this many, all that follows is one bad statement. */
const badLinesRead = 4;

/**
 * Statements on one line are one statement: whole lines, with their comments; a here-document belongs to its line.
 * A statement that bash would reject ends with the line where the error shows, which is where bash resumes too; what
 * follows is read afresh. Statements, lines left out and the rest, in order, are the text.
 */
export function split(text: string, atEnd: boolean): Split {
  const statements: string[] = [];
  let remainder = text;
  for (let badLines = 0; ; badLines++) {
    const script = parse(remainder);
    const lines = readLines(script, remainder);
    for (const [start, end] of lines.whole) statements.push(remainder.slice(start, end));
    const rest = remainder.slice(lines.end);
    const bad = lines.trouble !== null && judge(script.errors ?? [], findFlaws(script), remainder) !== 'incomplete';
    const badEnd = bad ? newlineAfter(remainder, lines.trouble ?? 0) : remainder.length;
    if (badEnd === remainder.length || badLines === badLinesRead) {
      if (!atEnd) return { statements, rest };
      return { statements: isBlank(rest) ? statements : [...statements, rest.replace(/\n$/, '')], rest: '' };
    }
    statements.push(remainder.slice(lines.end, badEnd));
    remainder = remainder.slice(badEnd + 1);
  }
}
