// Patterns over the unwrapped words of a run: `git (status|log) **`. Word by word, so no blank, quote or separator in
// an argument can change what a pattern means.
import { compileGlob, type Glob } from './glob.ts';

export interface RunPattern {
  readonly source: string;
  /** One list of alternatives per word. */
  readonly words: readonly (readonly Glob[])[];
  /** Ends with `**`: any further words, also none, also unknown ones. */
  readonly open: boolean;
}

/** `climbs`: it fits, but leaves the folder that the pattern names by `..`: no ground for an allow. */
export type Fit = 'yes' | 'climbs' | 'may' | 'no';

/** Why a text is no run pattern, as half a sentence; null when it is one. */
export function runPatternFault(source: string): string | null {
  const words = source.split(/\s+/).filter((word) => word !== '');
  if (words.length === 0) return 'is empty';
  if (words[0] === '**') return 'needs a command word before **';
  const inner = words.slice(0, -1).find((word) => word === '**');
  if (inner !== undefined) return 'has ** before its last word; * is one word';
  const glued = words.find((word) => word !== '**' && word.includes('**'));
  if (glued !== undefined) return `has ** inside the word ${glued}; ** stands alone as last word`;
  const odd = words.find((word) => alternatives(word) === null);
  return odd === undefined ? null : `has an unbalanced, nested or empty ( | ) in the word ${odd}`;
}

export function compileRunPattern(source: string): RunPattern {
  const words = source.split(/\s+/).filter((word) => word !== '');
  const open = words.at(-1) === '**';
  const named = open ? words.slice(0, -1) : words;
  return {
    source,
    open,
    words: named.map((word, index) =>
      (alternatives(word) ?? []).map((text) => compileGlob(index === 0 ? commandName(text) : text, 'words')),
    ),
  };
}

/** `x(a|b)y` → `xay`, `xby`; at most 256 texts of one word. Null when the brackets do not pair up. */
function alternatives(word: string): readonly string[] | null {
  const pieces = /^((?:\\.|[^\\()|])*)(?:\(((?:\\.|[^\\()])+)\)(.*))?$/s.exec(word);
  if (!pieces) return null;
  const [, before = '', choices, after = ''] = pieces;
  if (choices === undefined) return [before];
  const rest = alternatives(after);
  const options = choices.split('|');
  if (!rest || options.length * rest.length > 256) return null;
  return options.flatMap((option) => rest.map((tail) => before + option + tail));
}

/** `/usr/bin/git` is `git`; a program anywhere else keeps its path. */
export function commandName(word: string): string {
  return /^\/(?:usr\/(?:local\/)?)?s?bin\/[^/]+$/.test(word) ? word.slice(word.lastIndexOf('/') + 1) : word;
}

/**
 * Whether these words fit. An unknown word (null) fits only the `**` rest for sure; elsewhere it may be anything, any
 * number of words, so that the answer is `may` when some reading fits.
 */
export function fitRun(pattern: RunPattern, argv: readonly (string | null)[]): Fit {
  const { words, open } = pattern;
  const unknown = argv.indexOf(null);
  const known = unknown < 0 ? argv.length : unknown;
  const compared = Math.min(words.length, known);
  let climbs = false;
  for (let index = 0; index < compared; index++) {
    const word = index === 0 ? commandName(argv[0] as string) : (argv[index] as string);
    const option = findOption(words[index] as readonly Glob[], word);
    if (option === undefined) return 'no';
    climbs ||= option.literal === null && !option.any && upward.test(word);
  }
  if (known >= words.length) {
    if (open || argv.length === words.length) return climbs ? 'climbs' : 'yes';
    return unknown >= 0 && known === words.length ? mayVanish(argv, known) : 'no';
  }
  return unknown >= 0 ? 'may' : 'no';
}

/** A pattern without `**` and the right number of known words: the rest fits only if all of it may be no words. */
function mayVanish(argv: readonly (string | null)[], from: number): Fit {
  return argv.slice(from).every((word) => word === null) ? 'may' : 'no';
}

const upward = /(?:^|\/)\.\.(?:\/|$)/;

function findOption(options: readonly Glob[], word: string): Glob | undefined {
  for (const option of options) if (option.matches(word)) return option;
  return undefined;
}
