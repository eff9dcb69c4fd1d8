// From words to absolute paths: `.` and `..` folded, patterns kept as patterns, null where nothing is known.
import { isText, type Piece, piecesOf, type Value } from './value.ts';

export interface Place {
  /** Absolute; null when unknown. */
  readonly path: string | null;
  /** The path is a pattern, see `Effect.glob`. */
  readonly glob: boolean;
  /** Everything below the path. */
  readonly tree: boolean;
}

const nowhere: Place = { path: null, glob: false, tree: false };

/** Every place the word may name, one for each working directory the shell may be in, and an unknown one when a link may
 * be in the way. @param logical `..` takes a name off, as `cd` does it */
export function placesOf(word: Value, cwds: readonly string[] | null, logical = false): readonly Place[] {
  const last = isText(word) ? undefined : word.pieces.at(-1);
  const tree = last !== undefined && !isText(last) && last.below === true;
  const pieces = tree ? piecesOf(word).slice(0, -1) : piecesOf(word);
  const glob = pieces.some((piece) => !isText(piece));
  const text = glob ? globOf(pieces) : pieces.join('');
  if (text === null) return [nowhere];
  const isAbsolute = text.startsWith('/');
  if (cwds === null && !isAbsolute) return [nowhere];
  const paths = isAbsolute ? [fold(text)] : (cwds ?? []).map((cwd) => fold(`${glob ? escapeGlob(cwd) : cwd}/${text}`));
  const places = paths.map((path) => ({ path, glob, tree }));
  const isSure = logical || !text.includes('..') || cwds?.every((cwd) => climbsSurely(text, cwd)) === true;
  return isSure ? places : [...places, nowhere];
}

/** Below these, names are links nearly everywhere. */
const linked = /^\/(?:var\/(?:run|lock|mail)|usr\/tmp|s?bin|lib\w*|dev|proc|sys)(?:\/|$)/;

/** True when every `..` leaves a folder that is surely no link: one the shell is in, or one of the files below it. */
function climbsSurely(text: string, cwd: string): boolean {
  const folders = text.startsWith('/') ? [] : cwd.split('/').filter((name) => name !== '');
  for (const name of text.split('/')) {
    if (name === '..') {
      const folder = `/${folders.join('/')}`;
      const isOwn = isWithin(cwd, folder) || (cwd !== '/' && isWithin(folder, cwd));
      if (!isOwn || linked.test(folder)) return false;
      folders.pop();
    } else if (name !== '' && name !== '.') folders.push(name);
  }
  return true;
}

/** The word as a shell pattern in which fixed text is escaped; null when a part may be anything. */
function globOf(pieces: readonly Piece[]): string | null {
  let glob = '';
  for (const piece of pieces) {
    if (!isText(piece) && (piece.glob === null || piece.below)) return null;
    glob += isText(piece) ? escapeGlob(piece) : piece.glob;
  }
  return glob;
}

export function escapeGlob(text: string): string {
  return text.replace(/[\\*?[\]]/g, '\\$&');
}

/** Folds `//`, `.` and `..` of an absolute path, as the kernel does where no symlink is in the way. */
export function fold(path: string): string {
  if (!/\/(?:\.{0,2}(?:\/|$))/.test(path)) return path;
  const parts: string[] = [];
  for (const part of path.split('/')) {
    if (part === '..') parts.pop();
    else if (part !== '' && part !== '.') parts.push(part);
  }
  return `/${parts.join('/')}`;
}

/** True when `path` is `folder` or lies below it. */
export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(folder === '/' ? '/' : `${folder}/`);
}
