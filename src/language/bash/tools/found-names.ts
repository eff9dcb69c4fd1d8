// Which files the tests of a find expression let through: by name where every branch has one, else anything.
import type { Call } from '../call.ts';
import { isWithin } from '../paths.ts';
import { below, concat, globText, isText, prefixOf, unknown, type Value } from '../value.ts';
import { visibleBelow } from './search.ts';

/** Endings of names that nobody hides a secret behind: `*.ts` also takes `.ts`, and that is all. */
const plainEnding =
  /^\*\.(?:(?:test|spec|d|config|stories|module)\.)?(?:[cm]?[jt]sx?|py|rb|go|rs|java|kt|c|h|cc|cpp|hpp|cs|php|swift|md|mdx|txt|html?|s?css|less|vue|svelte|json|ya?ml|toml|xml|sql|csv|tsv|log|lock|sh|png|jpe?g|svg|gif|snap|map|o|pyc|class|tmp|bak|orig|swp)$/i;

/** Tests and actions that take the next word, whatever it looks like. */
export const withValue =
  /^-(?:amin|anewer|atime|cmin|cnewer|ctime|fstype|gid|group|ilname|iname|inum|ipath|iregex|iwholename|links|lname|maxdepth|mindepth|mmin|mtime|name|newer\w*|path|perm|printf|regex|regextype|samefile|size|type|uid|used|user|wholename|xtype|context|D)$/;

/** Branches, times places to start, that are followed by name. */
const mostNames = 16;

const anyCase = (pattern: string): string =>
  pattern.replace(/[A-Za-z]/g, (letter) => `[${letter.toLowerCase()}${letter.toUpperCase()}]`);

/** For find a wildcard in front takes a leading dot as well, for a shell pattern it does not. */
function spellings(pattern: string): readonly string[] {
  if (!/^[*?[]/.test(pattern) || plainEnding.test(pattern)) return [pattern];
  const rest = pattern.replace(/^(?:[*?]|\[[^\]]*\])/, '');
  return [pattern, ...(rest.startsWith('.') ? [rest] : []), pattern.startsWith('*') ? `.*${rest}` : `.${rest}`];
}

/** Names of the branches; null: any name; undefined: narrowed in a way that is not followed. */
function namesOf(tests: readonly Value[]): readonly (string | null | undefined)[] {
  const names: (string | null | undefined)[] = [];
  let branch: (string | null | undefined)[] = [null];
  for (let at = 0, last: Value = ''; at < tests.length; at++) {
    const word = tests[at] as Value;
    const negated = last === '!' || last === '-not';
    last = word;
    const value = isText(word) && withValue.test(word) ? tests[++at] : undefined;
    if (word === '-o' || word === '-or' || word === ',') {
      names.push(...branch);
      branch = [null];
      if (names.length > mostNames) return [undefined];
    } else if (negated && word === '(') names.push(null);
    else if (!isText(word) || negated) continue;
    else if (word === '-name' || word === '-iname') {
      branch = isText(value) ? [...spellings(word === '-iname' ? anyCase(value) : value)] : [undefined];
    } else if (/^-i?(?:regex|path|wholename|lname)$/.test(word) && branch[0] === null) branch = [undefined];
  }
  return [...names, ...branch];
}

/** @param tests the expression up to the place where the files are used */
export function foundBelow(call: Call, starts: readonly Value[], tests: readonly Value[]): readonly Value[] {
  const names = namesOf(tests);
  if (names.includes(undefined) || names.length * starts.length > mostNames) return [unknown];
  return starts.flatMap((start) => {
    if (names.includes(null) || !isText(start)) return [below(start)];
    const parts = names.map((name) => concat(visibleBelow(prefixOf(start)), concat('/', globText(name as string))));
    return isAboveHome(call, start) ? [below(start), ...parts] : parts;
  });
}

/** Hidden folders of a home hold what names alone do not show. */
function isAboveHome(call: Call, start: string): boolean {
  const holdsMuch = /^\/(?:etc|root|home|proc|var)(?:\/|$)/;
  return call
    .places(start)
    .some(({ path }) => path === null || isWithin(call.state.home, path) || holdsMuch.test(path));
}
