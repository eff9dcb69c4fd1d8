// What a session wrote: single files, and folders in which it may have written anything.
import { isWithin } from './paths.ts';

export interface Written {
  readonly path: string;
  readonly tree: boolean;
}

/** A pattern stands for anything below the folder in front of its first wildcard. */
export function writtenBy(path: string, { tree = false, glob = false }: { tree?: boolean; glob?: boolean }): Written {
  if (!glob) return { path, tree };
  const wildcard = path.search(/[*?[]/);
  return { path: wildcard < 0 ? path : path.slice(0, path.lastIndexOf('/', wildcard)) || '/', tree: true };
}

export function isCovered(path: string, written: readonly Written[]): boolean {
  return written.some((one) => one.path === path || (one.tree && isWithin(path, one.path)));
}
