// A statement that is nothing but literal words: no expansion, redirection, list, pipe or assignment anywhere.
import { parse, type Word, type WordPart } from 'unbash';
import { refuseHidden } from './hygiene.ts';

/** The words as bash would pass them; null when the statement is anything else. */
export function literalWords(statement: string): readonly string[] | null {
  if (refuseHidden(statement) !== null) return null;
  const script = parse(statement);
  const [only, ...more] = script.commands;
  if ((script.errors?.length ?? 0) > 0 || only === undefined || more.length > 0 || only.background) return null;
  const { command } = only;
  if (command.type !== 'Command' || command.name === undefined) return null;
  if (command.prefix.length > 0 || command.redirects.length > 0) return null;
  const words = [command.name, ...command.args];
  return words.every(isLiteralWord) ? words.map(({ value }) => value) : null;
}

export function isLiteralWord(word: Word | { readonly type: string }): word is Word {
  return word.type === 'Word' && ((word as Word).parts ?? []).every(isLiteralPart);
}

function isLiteralPart(part: WordPart): boolean {
  if (part.type === 'DoubleQuoted') return part.parts.every(({ type }) => type === 'Literal');
  return part.type === 'Literal' || part.type === 'SingleQuoted' || part.type === 'AnsiCQuoted';
}
