// Files that known tools execute or obey: writing one decides what a later, harmless looking command does.
import type { Obeyed } from './walker.ts';

/** `name` anywhere · `folder/name` the end of a path · `folder/` anything below such a folder, and the folder itself. */
export function obeyedMatcher(patterns: readonly string[]): Obeyed {
  const names = new Set(patterns.filter((pattern) => !pattern.includes('/')));
  const folders = patterns.filter((pattern) => pattern.endsWith('/')).map((pattern) => `/${pattern}`);
  const ends = patterns
    .filter((pattern) => pattern.includes('/') && !pattern.endsWith('/'))
    .map((pattern) => `/${pattern}`);
  return (path, glob) => {
    const name = path.slice(path.lastIndexOf('/') + 1);
    if (names.has(name) || ends.some((end) => path.endsWith(end))) return true;
    if (folders.some((folder) => `${path}/`.includes(folder))) return true;
    return glob && [...names].some((one) => mayMatch(name, one));
  };
}

/** Whether a shell pattern may make this name, every wildcard taken for `*`; a leading dot has to be there. */
function mayMatch(pattern: string, name: string): boolean {
  if (pattern.startsWith('.') !== name.startsWith('.')) return false;
  const parts = pattern.replace(/\[[^\]]*\]|\?/g, '*').split('*');
  let at = (parts[0] as string).length;
  if (!name.startsWith(parts[0] as string)) return false;
  for (const part of parts.slice(1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return parts.length > 1 && name.endsWith(parts.at(-1) as string);
}
