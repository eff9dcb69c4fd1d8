// Expands words as bash does: braces, tilde, parameters, substitutions, splitting, globs. What is not certain becomes a
// hole in the value; every script inside a word is walked.
import type { DoubleQuotedChild, Word, WordPart } from 'unbash';
import { judgeArithmetic } from './arithmetic.ts';
import { braceTexts } from './braces.ts';
import { mostBraceWords } from './budget.ts';
import { outputValue, tilde, withGlobs } from './expansion.ts';
import { expandParameter, readVariable, spendFor } from './parameters.ts';
import type { State } from './state.ts';
import { asOneWord, concat, globbed, isMany, isText, number, unknown, unknownWords, type Value } from './value.ts';
import { refusePosix } from './walk-list.ts';
import type { Scope, Walker } from './walker.ts';

/** What a part expands to: the fields of `"$@"`, or one value that is split unless it is quoted. */
type Expansion = Value | { readonly fields: readonly Value[] };

/** The words a word turns into as an argument. */
export function fieldsOf(walker: Walker, word: Word, state: State, scope: Scope): readonly Value[] {
  if (!walker.step()) return [];
  const { parts } = word;
  if (!parts && /(?:^|[^\\])[()<>;&|]/.test(word.text)) {
    walker.refuse('not understood: an operator inside a word', 'put it in quotes', walker.spanOf(word, scope));
  }
  if (!parts) return [tilde(word.text, word.value, state, /^[A-Za-z_]\w*=/.test(word.text))];
  const braces = parts.filter((part) => part.type === 'BraceExpansion');
  if (braces.length === 0) return fieldsOfParts(walker, parts, [], state, scope);
  refusePosix(walker, scope, walker.spanOf(word, scope), 'a brace expansion');
  const choices = braces.map(({ text, parts: inner }) => (inner ? null : braceTexts(text)));
  visitParts(walker, braces, state, scope);
  const count = choices.reduce((product, texts) => product * (texts?.length ?? Infinity), 1);
  if (count > mostBraceWords || choices.includes(null)) {
    visitParts(walker, parts, state, scope);
    return [unknownWords];
  }
  const words: Value[] = [];
  for (let index = 0; index < count; index++) {
    let rest = index;
    const chosen = choices.toReversed().map((texts) => {
      const text = (texts as readonly string[])[rest % (texts as readonly string[]).length] as string;
      rest = Math.floor(rest / (texts as readonly string[]).length);
      return text;
    });
    words.push(...fieldsOfParts(walker, parts, chosen.toReversed(), state, scope));
  }
  return words;
}

/** @param chosen the text of each brace expansion, in order */
function fieldsOfParts(
  walker: Walker,
  parts: readonly WordPart[],
  chosen: readonly string[],
  state: State,
  scope: Scope,
): readonly Value[] {
  const fields: Value[] = [];
  let open: Value | null = null;
  const append = (value: Value) => {
    open = open === null ? value : concat(open, value);
  };
  const close = () => {
    if (open !== null) fields.push(open);
    open = null;
  };
  let brace = 0;
  for (const [at, part] of parts.entries()) {
    if (part.type === 'BraceExpansion') append(withGlobs(chosen[brace++] as string));
    else if (part.type === 'Literal')
      append(at === 0 ? tilde(part.text, part.value, state, /^[A-Za-z_]\w*=/.test(part.text)) : part.value);
    else if (part.type === 'Glob') {
      visitParts(walker, part.parts, state, scope);
      append(part.parts && part.parts.length > 0 && !plainBracket(part.parts) ? globbed('*') : globbed(part.text));
    } else if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
      if (part.type === 'LocaleString') judgeTranslated(walker, part, state, scope);
      appendQuoted(walker, part.parts, state, scope, append, close);
    } else {
      const expansion = expandPart(walker, part, state, scope);
      if (isQuoted(part)) append(expansion as Value);
      else if (isList(expansion))
        spread(
          expansion.fields.flatMap((field) => splitField(walker, field, part, state, scope)),
          append,
          close,
        );
      else splitInto(walker, expansion, part, state, scope, append, close);
    }
  }
  close();
  return fields;
}

/** `$"…"`: where there are translations of it, bash expands the one it finds once more. */
function judgeTranslated(walker: Walker, part: WordPart, state: State, scope: Scope): void {
  const span = walker.spanOf(part, scope);
  refusePosix(walker, scope, span, '$"…"');
  if (['TEXTDOMAIN', 'TEXTDOMAINDIR'].some((name) => state.get(name) !== undefined))
    walker.opaque('the translation of a text is expanded', span);
}

const isList = (expansion: Expansion): expansion is { readonly fields: readonly Value[] } =>
  !isText(expansion as Value) && 'fields' in (expansion as object);

const isQuoted = (part: WordPart): boolean =>
  ['SingleQuoted', 'AnsiCQuoted', 'ProcessSubstitution'].includes(part.type);

const plainBracket = (parts: readonly WordPart[]): boolean => parts.every(({ type }) => type === 'Literal');

function appendQuoted(
  walker: Walker,
  parts: readonly DoubleQuotedChild[],
  state: State,
  scope: Scope,
  append: (value: Value) => void,
  close: () => void,
): void {
  if (parts.length === 0) append('');
  for (const part of parts) {
    const expansion = part.type === 'Literal' ? part.value : expandPart(walker, part, state, scope);
    if (isList(expansion)) spread(expansion.fields, append, close);
    else append(asOneWord(expansion));
  }
}

/** `x"$@"y`: the first field joins what is before it, the last what follows. */
function spread(fields: readonly Value[], append: (value: Value) => void, close: () => void): void {
  for (const [at, field] of fields.entries()) {
    if (at > 0) close();
    append(field);
  }
}

function splitInto(
  walker: Walker,
  value: Value,
  part: WordPart,
  state: State,
  scope: Scope,
  append: (value: Value) => void,
  close: () => void,
): void {
  if (!isText(value))
    return append(
      oddly(walker, part, state, scope)
        ? unknownWords
        : {
            pieces: value.pieces,
            many: value.many || value.pieces.some((piece) => !isText(piece) && piece.glob === null),
          },
    );
  if (oddly(walker, part, state, scope)) return append(unknownWords);
  if (/^[ \t\n]/.test(value)) close();
  const fields = value.split(/[ \t\n]+/).filter((field) => field !== '');
  if (!walker.step(fields.length)) return append(unknownWords);
  spread(fields.map(withGlobs), append, close);
  if (/[ \t\n]$/.test(value)) close();
}

function splitField(walker: Walker, field: Value, part: WordPart, state: State, scope: Scope): readonly Value[] {
  if (oddly(walker, part, state, scope) || !isText(field))
    return [isText(field) || !isMany(field) ? unknownWords : field];
  return field
    .split(/[ \t\n]+/)
    .filter((one) => one !== '')
    .map(withGlobs);
}

function oddly(walker: Walker, part: WordPart, state: State, scope: Scope): boolean {
  if (state.splitsOddly) walker.opaque('words are split at other places than blanks (IFS)', walker.spanOf(part, scope));
  return state.splitsOddly;
}

/** The value of a word where nothing is split and no glob expands: assignments, here-strings, tests, redirections. */
export function valueOfWord(walker: Walker, word: Word, state: State, scope: Scope): Value {
  if (!walker.step()) return unknown;
  if (!word.parts) return tilde(word.text, word.value, state, true);
  return valueOfParts(walker, word.parts, state, scope);
}

export function valueOfParts(walker: Walker, parts: readonly WordPart[], state: State, scope: Scope): Value {
  let value: Value = '';
  for (const [at, part] of parts.entries()) {
    if (part.type === 'Literal')
      value = concat(value, at === 0 ? tilde(part.text, part.value, state, true) : part.value);
    else if (part.type === 'Glob' || part.type === 'BraceExpansion' || part.type === 'ExtendedGlob') {
      visitParts(walker, [part], state, scope);
      value = concat(value, part.parts && !plainBracket(part.parts) ? unknown : part.text);
    } else if (part.type === 'DoubleQuoted' || part.type === 'LocaleString') {
      if (part.type === 'LocaleString') judgeTranslated(walker, part, state, scope);
      value = concat(value, valueOfParts(walker, part.parts, state, scope));
    } else {
      const expansion = expandPart(walker, part, state, scope);
      const single = isList(expansion)
        ? expansion.fields.reduce((left, right) => concat(concat(left, ' '), right), '')
        : expansion;
      value = concat(value, asOneWord(single));
    }
  }
  return asOneWord(value);
}

/** Walks what is inside parts whose value does not matter. */
export function visitParts(walker: Walker, parts: readonly WordPart[] | undefined, state: State, scope: Scope): void {
  for (const part of parts ?? []) {
    if (!walker.step()) return;
    if (part.type === 'Literal') continue;
    if ('parts' in part && part.parts) visitParts(walker, part.parts as readonly WordPart[], state, scope);
    else if (part.type !== 'BraceExpansion' && part.type !== 'ExtendedGlob' && part.type !== 'Glob')
      expandPart(walker, part, state, scope);
  }
}

/** Costs steps by length and by number of fields: what a short text makes may be long. */
function expandPart(walker: Walker, part: WordPart, state: State, scope: Scope): Expansion {
  const expansion = expandOne(walker, part, state, scope);
  return spendFor(walker, isList(expansion) ? expansion.fields : [expansion]) ? expansion : unknownWords;
}

function expandOne(walker: Walker, part: WordPart, state: State, scope: Scope): Expansion {
  const span = walker.spanOf(part, scope);
  switch (part.type) {
    case 'SingleQuoted':
      return part.value;
    case 'AnsiCQuoted':
      refusePosix(walker, scope, span, "$'…'");
      // bash ends the text at a NUL, and takes bytes apart that are no characters.
      return /[\0\x80-\xff]/.test(part.value) || /\\(?:0|x0|u0|c)/.test(part.text) ? unknown : part.value;
    case 'SimpleExpansion':
      return readVariable(part.text.slice(1), state, scope);
    case 'ParameterExpansion':
      return expandParameter(walker, part, state, scope);
    case 'ArithmeticExpansion':
      if (part.expression) judgeArithmetic(walker, part.expression, state, scope);
      return part.expression ? number : unknown;
    case 'CommandExpansion':
      return expandCommand(walker, part, state, scope);
    case 'ProcessSubstitution': {
      refusePosix(walker, scope, span, 'a process substitution');
      const stdin = part.operator === '>' ? null : scope.stdin;
      const inner = { ...scope, driver: false, stdin };
      const script = part.script;
      if (script) walker.deeper(span, null, () => walker.script(script, state.fork(), inner));
      else walker.refuse('not understood: an unfinished process substitution', 'close it', span);
      return substituted;
    }
    case 'ExtendedGlob':
      visitParts(walker, part.parts, state, scope);
      return unknownWords;
    default:
      visitParts(walker, [part], state, scope);
      return unknown;
  }
}

/** The name bash gives a process substitution. */
export const substituted = '/dev/fd/63';

function expandCommand(
  walker: Walker,
  part: Extract<WordPart, { type: 'CommandExpansion' }>,
  state: State,
  scope: Scope,
): Value {
  const span = walker.spanOf(part, scope);
  const { script } = part;
  // `${ cmd; }` is bash 5.3; older ones read something else, and the parser does not miss its end.
  if (part.text.startsWith('${')) walker.refuse('not understood: ${ … } with a command in it', 'use $( … )', span);
  if (!script) {
    walker.refuse('not understood: an unfinished substitution', 'close it', span);
    return unknown;
  }
  const output = walker.deeper(span, null, () => walker.script(script, state.fork(), { ...scope, driver: false }));
  return outputValue(output);
}
