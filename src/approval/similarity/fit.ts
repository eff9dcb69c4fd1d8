// Whether a statement is similar: every run fits a pattern, everything else that asked fits too, and nothing is in it
// that no pattern can foresee.
import type { Effect } from '../../language/effect.ts';
import { footprintsOf } from '../../policy/footprint.ts';
import { compileGlob } from '../../policy/glob.ts';
import { compilePathGlob } from '../../policy/path-glob.ts';
import { createPathSet } from '../../policy/path-set.ts';
import { compileRunPattern, fitRun, type RunPattern } from '../../policy/run-pattern.ts';
import type { Ask, Resolve, SimilarEffect, Similarity } from '../approval.ts';

export interface Fitting {
  fits(ask: Ask, resolve: Resolve): boolean;
}

/** Half a sentence why no pattern may stand for this statement, or null. */
export function whyUnforeseeable({ effects, stdin, files }: Pick<Ask, 'effects' | 'stdin' | 'files'>): string | null {
  const odd = effects.find(
    ({ effect, decision }) => never.has(effect.kind) || (decision === 'ask' && !coverable.has(effect.kind)),
  );
  if (odd !== undefined) return `${odd.effect.kind} always asks`;
  if (stdin.kind === 'bound') return 'its input is code';
  if (files.length > 0) return 'it runs a file as code, which may change';
  return effects.some(({ effect }) => effect.kind === 'run') ? null : 'it runs no command';
}

const never = new Set<Effect['kind']>(['opaque', 'raw', 'privilege']);
const coverable = new Set<Effect['kind']>(['run', 'read', 'write', 'delete', 'net', 'restart']);

export function compileSimilarity(similarity: Similarity): Fitting {
  const runs = similarity.runs.map(compileRunPattern);
  const effects = similarity.effects.map(compileEffect);
  return {
    fits(ask, resolve) {
      if (ask.cwd !== similarity.cwd || whyUnforeseeable(ask) !== null) return false;
      return ask.effects.every(({ effect, decision }) => {
        if (effect.kind === 'run') return runs.some((pattern) => fitsRun(pattern, effect.argv));
        return decision !== 'ask' || effects.some((fits) => fits(effect, resolve));
      });
    },
  };
}

/** A wildcard stands for a plain word: never for an option, a refspec, a path that climbs or hides. */
const plainWord = /^[A-Za-z0-9](?:[\w@%,=-]|[./](?![./]))*$/;

export function isPlainWord(word: string): boolean {
  return plainWord.test(word);
}

function fitsRun(pattern: RunPattern, argv: readonly (string | null)[]): boolean {
  if (pattern.open || fitRun(pattern, argv) !== 'yes') return false;
  return pattern.words.every((options, index) => {
    const word = argv[index] ?? null;
    return word !== null && (index === 0 || isPlainWord(word) || options.some(({ literal }) => literal === word));
  });
}

function compileEffect({ kind, pattern }: SimilarEffect): (effect: Effect, resolve: Resolve) => boolean {
  if (kind === 'net' || kind === 'restart') {
    const glob = compileGlob(pattern, 'words');
    return (effect) => {
      const name = effect.kind === 'net' ? effect.host : effect.kind === 'restart' ? effect.what : null;
      return effect.kind === kind && name !== null && glob.matches(name);
    };
  }
  const paths = createPathSet([compilePathGlob(pattern)]);
  const exact = compilePathGlob(pattern).segments.every((part) => part !== '**' && part.literal !== null);
  return (effect, resolve) => {
    if (effect.kind !== 'read' && effect.kind !== 'write' && effect.kind !== 'delete') return false;
    if (effect.kind !== kind || effect.path === null) return false;
    // Each way to write the path has to be covered: a link out of the folder is not in the folder.
    const footprints = footprintsOf(effect, resolve);
    return paths.coversAll(footprints) && (exact || !hides(effect.path, pattern));
  };
}

/** A part with a leading dot that the pattern does not spell out. */
function hides(path: string, pattern: string): boolean {
  const spelt = new Set(pattern.split('/'));
  return path.split('/').some((part) => part.startsWith('.') && !spelt.has(part));
}
