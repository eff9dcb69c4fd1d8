// Whether one place in the file system lies in another, symbolic links followed.
import { realpathSync } from 'node:fs';
import { basename, dirname, join, relative } from 'node:path';
import { isSystemError } from '../core/errors.ts';

/** True when one of two absolute paths is the other, or lies inside it. */
export function overlaps(one: string, other: string): boolean {
  const [a, b] = [realPathAsFar(one), realPathAsFar(other)];
  return isInside(a, b) || isInside(b, a);
}

function isInside(outer: string, inner: string): boolean {
  const way = relative(outer, inner);
  return way !== '..' && !way.startsWith('../');
}

/** The real path of what exists of it, and the rest as written. */
function realPathAsFar(path: string): string {
  try {
    return realpathSync(path);
  } catch (error) {
    if (!isSystemError(error, 'ENOENT') || path === '/') return path;
    return join(realPathAsFar(dirname(path)), basename(path));
  }
}
