// Finds what keeps a parsed text from being whole: errors at any depth, and what the tolerant parser leaves open
// without calling it an error.
import { forEachChild, type ParsedScript, type ParseError, type SyntaxNode } from 'unbash';
import type { Completeness } from '../language.ts';

/** Substitutions inside each other that are still read: each level is parsed again, so depth costs time. */
const deepest = 24;

/** What stands between a part of the tree and being whole. */
export interface Flaws {
  /** Errors inside substitutions: a script that is nested keeps them to itself. */
  readonly nested: readonly ParseError[];
  /** Something at any depth that is still open and that the parser does not call an error: see `isOpen`. */
  readonly open: boolean;
  /** Where the last here-document of this part ends, 0 without one: it lies beyond the end of its statement. */
  readonly hereDocumentEnd: number;
}

/** Walks everything below a node, nested scripts too, which are parsed only when they are visited. */
export function findFlaws(root: SyntaxNode): Flaws {
  const nested: ParseError[] = [];
  let open = false;
  let hereDocumentEnd = 0;
  let depth = 0;
  const visit = (node: SyntaxNode): void => {
    const isNested = node.type === 'Script';
    if (isNested) nested.push(...((node as ParsedScript).errors ?? []));
    if (node.type === 'HereDoc' && depth === 0) {
      hereDocumentEnd = Math.max(hereDocumentEnd, node.closing?.end ?? Number.POSITIVE_INFINITY);
    }
    open ||= isOpen(node);
    if (isNested) depth++;
    if (depth > deepest) nested.push({ message: 'maximum depth exceeded', pos: node.pos });
    else forEachChild(node, visit);
    if (isNested) depth--;
  };
  forEachChild(root, visit);
  return { nested, open, hereDocumentEnd };
}

/** @param errors those of the text itself, not of scripts nested in it */
export function judge(errors: readonly ParseError[], { nested, open }: Flaws, text: string): Completeness {
  if (errors.some(isFinal) || nested.some(isFinal)) return 'invalid';
  if (errors.some((error) => isMendable(error, text))) return 'incomplete';
  // Errors in a closed substitution: no further line can reach them.
  if (errors.length > 0 || nested.length > 0) return 'invalid';
  return open ? 'incomplete' : 'complete';
}

/** A token that is wrong where it stands: nothing after it can make it right. */
function isFinal(error: ParseError): boolean {
  return /^(?:unexpected|maximum) /.test(error.message);
}

const unclosed = /^unterminated | to close /;
const missing = /^expected (?:command|compound command|'(?:then|do|in|esac|fi|done)')/;

function isMendable(error: ParseError, text: string): boolean {
  return (
    unclosed.test(error.message) || (missing.test(error.message) && isBlank(text.slice(error.pos).replace(/\\$/, '')))
  );
}

/** Nothing but blanks, newlines, joined lines and comments. */
export function isBlank(text: string): boolean {
  return /^(?:[ \t\n]|\\\n|#[^\n]*(?:\n|$))*$/.test(text);
}

/**
 * What the parser takes without an error and bash waits to see the end of: a here-document without its delimiter,
 * `${ command` without its brace, `<(` inside `${…}` without its parenthesis, and `$[` without its bracket, which the
 * tree shows as plain text. Found by fuzzing against `bash -n`.
 */
function isOpen(node: SyntaxNode): boolean {
  switch (node.type) {
    case 'HereDoc':
      return node.closing === undefined;
    case 'CommandExpansion':
      return node.text.startsWith('${') && !node.text.endsWith('}');
    case 'ParameterExpansion':
      if (node.operation?.type === 'Unknown' && openBracket.test(node.text)) return true;
      return /[<>]\(/.test(node.text) && count(node.text, '(') > count(node.text, ')');
    case 'Word':
      return node.parts === undefined && openBracket.test(node.text);
    case 'ArithmeticWord':
      return node.parts === undefined && openBracket.test(node.value);
    case 'Literal':
      return openBracket.test(node.text);
    default:
      return false;
  }
}

/** `$[` that no backslash quotes. */
const openBracket = /(?<!\\)(?:\\\\)*\$\[/;
const count = (text: string, letter: string): number => text.split(letter).length - 1;
