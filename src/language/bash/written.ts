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

/** What a build makes is one program: its files load each other. */
const output = /^.*?\/(?:dist|build|out|lib|target|node_modules|bin)(?=\/)/;
/** What a file beside a program may be loaded as. */
const code = /\.(?:[cm]?[jt]s|json|node|py|so|sh|pl|pm|rb|lua|php)$/;

/** True when the program at this path may run what was written: the file itself, what it lies in, what lies with it. */
export function isCovered(path: string, written: readonly Written[]): boolean {
  const whole = output.exec(path)?.[0];
  const beside = path.slice(0, path.lastIndexOf('/') + 1);
  return written.some(
    (one) =>
      isWithin(path, one.path) ||
      (whole !== undefined
        ? isWithin(one.path, whole)
        : one.path.startsWith(beside) && !one.path.includes('/', beside.length) && code.test(one.path)),
  );
}
