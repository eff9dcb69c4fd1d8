// Which files a git command shows: revisions and paths look alike, and paths are patterns of git's own.
import { type Call, given as givenAll } from '../call.ts';
import type { Arguments } from '../options.ts';
import { concat, globText, isText, prefixOf, unknown, type Value } from '../value.ts';

/** What may be a file is read, also one kept in a revision (`HEAD:file`). */
export function readPaths(call: Call, given: Arguments): void {
  const dashes = call.args.indexOf('--');
  const named = dashes < 0 ? [] : call.args.slice(dashes + 1);
  for (const { value } of givenAll(given, '-L')) {
    // `-L 1,9:file`, `-L :function:file`
    call.read(isText(value) ? value.slice(value.lastIndexOf(':') + 1) : unknown);
  }
  for (const word of given.operands) {
    const text = prefixOf(word);
    const colon = text.indexOf(':');
    if (isText(word) && colon > 0 && !named.includes(word)) call.read(word.slice(colon + 1));
    // `:file` and `:0:file` are in the index.
    else if (isText(word) && /^:(?:[0-3]:|[\w.-])/.test(word)) call.read(word.replace(/^:(?:[0-3]:)?/, ''));
    else if (
      named.includes(word) ||
      !isText(word) ||
      /^:|[*?[]/.test(word) ||
      (/^[./~]|\.[a-z]+$|\//i.test(word) && !/\.\.|[~^]|^(?:origin|upstream|refs)\//.test(word))
    )
      readSpec(call, word, false);
  }
}

/** Kinds of files that hold no secrets behind a leading dot. */
const source =
  /^\*+(?:\/\*)?\.((?:[cm]?[jt]sx?|json|md|py|go|rs|java|kt|rb|php|cs?|h|cc|[ch]pp|s?css|html?|ya?ml|toml|txt|sh|sql|vue|svelte|lock|xml|proto))$/;

/** gitglossary(7), pathspec: `*` also stands for slashes and leading dots; `:(…)` says how to match. */
export function readSpec(call: Call, word: Value, tree: boolean): void {
  if (!isText(word)) return call.read(word, tree);
  if (/^:(?:[!^]|\(exclude\))/.test(word)) return;
  if (word.startsWith(':')) return call.read(unknown, true);
  const wildcard = word.search(/[*?[\\]/);
  if (wildcard < 0) return call.read(word, tree);
  const base = word.slice(0, word.lastIndexOf('/', wildcard) + 1);
  const rest = word.slice(base.length);
  const kind = source.exec(rest)?.[1];
  if (kind !== undefined) call.read(concat({ pieces: [base, { glob: '**' }], many: true }, globText(`/*.${kind}`)));
  else if (/^[*?[\\]/.test(rest)) call.read(base === '' ? '.' : base, true);
  else call.read(globText(word), true);
}
