// What is known of a word: its exact text, or a pattern of fixed text and holes. Every operation keeps all the texts
// the shell could make, so that a pattern may be too wide but never too narrow.
import { longestStatement } from './budget.ts';

/** A place whose text is not known. `glob`: what is known, as a shell pattern (`*.?`), which never crosses a `/`; null:
 * nothing, it may hold blanks, slashes, leading dashes. `number`: digits, perhaps with a sign. */
export interface Hole {
  readonly glob: string | null;
  readonly number?: boolean;
  /** At the end of a path: anything below it, hidden or not, and the folder itself. */
  readonly below?: boolean;
}

export type Piece = string | Hole;

export interface Pattern {
  readonly pieces: readonly Piece[];
  /** May stand for any number of words, each of this form. */
  readonly many: boolean;
}

export type Value = string | Pattern;

const mostPieces = 32;
const anything: Hole = { glob: null };
/** One word of any text. */
export const unknown: Pattern = { pieces: [anything], many: false };
/** Any number of words of any text. */
export const unknownWords: Pattern = { pieces: [anything], many: true };
export const number: Pattern = { pieces: [{ glob: '*', number: true }], many: false };
/** Text without a slash, a blank or a leading dot or dash: a date, a host name. */
export const token: Pattern = { pieces: [{ glob: '*' }], many: false };

export const isText = (value: unknown): value is string => typeof value === 'string';

/** A shell pattern of one path segment, of which the shell makes any number of words. */
export function globbed(glob: string): Pattern {
  return { pieces: [{ glob }], many: true };
}

/** Any file below a folder. */
export function below(folder: Value): Pattern {
  const base = suffixOf(folder).endsWith('/') ? folder : concat(folder, '/');
  return { pieces: [...piecesOf(base), { glob: '**', below: true }], many: true };
}

/** UTF-16 units; a longer pattern may match anything. */
const longestGlob = 4096;

/** A shell pattern given as text, as `find -name` takes it. */
export function globText(text: string): Value {
  if (text.length > longestGlob) return unknown;
  const pieces: Piece[] = (text.match(/\\.|\*|\?|\[[^\]/]+\]|[^*?[\\]+|[[\\]/gs) ?? []).map((piece) => {
    if (piece.startsWith('\\') && piece.length > 1) return piece.slice(1);
    return /^(?:[*?]|\[.+)/s.test(piece) ? { glob: piece } : piece;
  });
  const few: readonly Piece[] = pieces.length > mostPieces ? [...pieces.slice(0, mostPieces), anything] : pieces;
  const pattern = few.reduce<Value>(
    (left, piece) => concat(left, isText(piece) ? piece : { pieces: [piece], many: false }),
    '',
  );
  return asOneWord(pattern);
}

export function concat(left: Value, right: Value): Value {
  if (left === '') return right;
  if (right === '') return left;
  if (isText(left) && isText(right)) return left.length + right.length > longestStatement ? unknown : left + right;
  // A word of very many parts is not followed to its end; what it begins with stays known.
  if (!isText(left) && left.pieces.length >= mostPieces) {
    return hasAny(left) ? left : { pieces: [...left.pieces, anything], many: left.many || isMany(right) };
  }
  const pieces = [...piecesOf(left)];
  for (const piece of piecesOf(right)) {
    const last = pieces.at(-1);
    if (isText(last) && isText(piece)) pieces[pieces.length - 1] = last + piece;
    else if (!isAny(last) || !isAny(piece)) pieces.push(piece);
  }
  return { pieces, many: isMany(left) || isMany(right) };
}

/** What is too long to be followed counts as unknown, however it came about. */
export function bounded(value: Value): Value {
  return isText(value) && value.length > longestStatement ? unknownWords : value;
}

/** Counted before it is made: the result may be as long as the product of both. */
export function replacedAll(value: string, pattern: string, replacement: string): Value {
  if (pattern === '') return value;
  const parts = value.split(pattern);
  const length = value.length + (parts.length - 1) * (replacement.length - pattern.length);
  return length > longestStatement ? unknownWords : parts.join(replacement);
}

/** The least value that stands for both. */
export function join(left: Value, right: Value): Value {
  if (left === right || sameAs(left, right)) return left;
  if (isNumeric(left) && isNumeric(right)) return number;
  return isMany(left) || isMany(right) ? unknownWords : unknown;
}

export function sameAs(left: Value, right: Value): boolean {
  if (isText(left) || isText(right)) return left === right;
  return (
    left.many === right.many &&
    left.pieces.length === right.pieces.length &&
    left.pieces.every((piece, at) => {
      const other = right.pieces[at] as Piece;
      if (isText(piece) || isText(other)) return piece === other;
      return piece.glob === other.glob && piece.number === other.number;
    })
  );
}

export function isNumeric(value: Value): boolean {
  if (isText(value)) return /^[-+]?[0-9]+$/.test(value);
  return value.pieces.every((piece) => (isText(piece) ? /^[0-9]*$/.test(piece) : piece.number === true));
}

/** A text in which every unknown number is some number: for languages where any number means the same. */
export function withNumbers(value: Value): Value {
  if (isText(value) || !value.pieces.every((piece) => isText(piece) || piece.number)) return value;
  return value.pieces.map((piece) => (isText(piece) ? piece : '1')).join('');
}

/** The same word inside quotes: one word. */
export function asOneWord(value: Value): Value {
  return isText(value) || !value.many ? value : { pieces: value.pieces, many: false };
}

export const isMany = (value: Value): boolean => !isText(value) && value.many;

export function piecesOf(value: Value): readonly Piece[] {
  return isText(value) ? [value] : value.pieces;
}

/** The fixed text in front. */
export function prefixOf(value: Value): string {
  const first = piecesOf(value)[0];
  return isText(first) ? first : '';
}

/** The fixed text at the end. */
export function suffixOf(value: Value): string {
  const last = piecesOf(value).at(-1);
  return isText(last) ? last : '';
}

/** True when a program could read this word as an option. Files whose names begin with `-` are watched where they are
 * made, so a shell pattern is taken for operands. */
export function mayBeOption(value: Value): boolean {
  const first = piecesOf(value)[0];
  if (isText(first)) return first.startsWith('-') && value !== '-';
  return first === undefined || first.glob === null;
}

export function hasAny(value: Value): boolean {
  return !isText(value) && value.pieces.some(isAny);
}

function isAny(piece: Piece | undefined): boolean {
  return piece !== undefined && !isText(piece) && piece.glob === null;
}

/** The value without its first `count` fixed characters. */
export function dropPrefix(value: Value, count: number): Value {
  if (isText(value)) return value.slice(count);
  const [first, ...rest] = value.pieces;
  const left = (first as string).slice(count);
  return { pieces: left === '' ? rest : [left, ...rest], many: value.many };
}

/** What a program is shown to get: the text, or null. */
export const wordOf = (value: Value): string | null => (isText(value) ? value : null);
