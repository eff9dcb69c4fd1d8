// Files that known tools execute or obey: writing one decides what a later, harmless looking command does.
import type { Obeyed } from './walker.ts';

/** `name` anywhere · `folder/name` the end of a path · `folder/` anything below such a folder, and the folder itself ·
 * `*` in one of them: any text without a slash. */
export function obeyedMatcher(patterns: readonly string[]): Obeyed {
  const plain = patterns.filter((pattern) => !pattern.includes('*'));
  const names = new Set(plain.filter((pattern) => !pattern.includes('/')));
  const folders = new Set(plain.filter((pattern) => pattern.endsWith('/')).map((pattern) => pattern.slice(0, -1)));
  const ends = plain
    .filter((pattern) => pattern.includes('/') && !pattern.endsWith('/'))
    .map((pattern) => `/${pattern}`);
  const wild = patterns.filter((pattern) => pattern.includes('*'));
  const form = new RegExp(`/(?:${wild.map(expressionOf).join('|') || '(?!)'})$`);
  const examples = wild.filter((pattern) => !pattern.endsWith('/')).flatMap(namesLike);
  return (path, glob) => {
    const segments = path.split('/');
    const name = segments.at(-1) as string;
    if (names.has(name) || ends.some((end) => path.endsWith(end)) || form.test(path)) return true;
    if (segments.some((segment) => folders.has(segment))) return true;
    if (!glob) return false;
    const fits = (segment: string, one: string) => /[*?[]/.test(segment) && mayMatch(segment, one);
    return (
      segments.some((segment) => [...folders].some((one) => fits(segment, one))) ||
      [...names, ...ends.map((end) => end.slice(end.lastIndexOf('/') + 1))].some((one) => fits(name, one)) ||
      // All files of a kind (`src/*.ts`) are no one's rules.
      (!/^\*\.\w+$/.test(name) && examples.some((one) => fits(name, one)))
    );
  };
}

const expressionOf = (pattern: string): string =>
  pattern
    .replace(/[.+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '[^/]*')
    .replace(/\/$/, '(?:/.*)?');

/** Names that a pattern of ours stands for, to hold a shell pattern against. */
const namesLike = (pattern: string): readonly string[] =>
  ['js', 'ts', 'json'].map((text) => pattern.slice(pattern.lastIndexOf('/') + 1).replaceAll('*', text));

/** Whether a shell pattern may make this name, every wildcard taken for `*`; a leading dot has to be there. */
function mayMatch(pattern: string, name: string): boolean {
  if (pattern.startsWith('.') !== name.startsWith('.')) return false;
  // Everything between the outermost brackets: more may match, never less.
  const [open, close] = [pattern.indexOf('['), pattern.lastIndexOf(']')];
  const wild = open !== -1 && open < close ? `${pattern.slice(0, open)}*${pattern.slice(close + 1)}` : pattern;
  const parts = wild.replaceAll('?', '*').split('*');
  let at = (parts[0] as string).length;
  if (!name.startsWith(parts[0] as string)) return false;
  for (const part of parts.slice(1)) {
    const found = name.indexOf(part, at);
    if (found < 0) return false;
    at = found + part.length;
  }
  return parts.length > 1 && name.endsWith(parts.at(-1) as string);
}
