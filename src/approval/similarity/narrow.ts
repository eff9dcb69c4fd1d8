// A person may make a proposal narrower, never wider: each pattern has to lie within one that was proposed.
import type { Glob } from '../../policy/glob.ts';
import { compilePathGlob, type PathGlob } from '../../policy/path-glob.ts';
import { compileRunPattern, runPatternFault } from '../../policy/run-pattern.ts';
import type { SimilarEffect, Similarity } from '../approval.ts';
import { isPlainWord } from './fit.ts';

/** Half a sentence what is wider than proposed, or null. */
export function whyWider(narrow: Similarity, proposed: Similarity): string | null {
  if (narrow.cwd !== proposed.cwd) return `it holds in ${proposed.cwd} only`;
  if (narrow.runs.length === 0) return 'it names no command';
  for (const source of narrow.runs) {
    const fault = runPatternFault(source);
    if (fault !== null) return `the pattern ${source} ${fault}`;
    if (!proposed.runs.some((wide) => runWithin(source, wide))) return `${source} is wider than what was proposed`;
  }
  const wider = narrow.effects.find((effect) => !proposed.effects.some((wide) => effectWithin(effect, wide)));
  return wider === undefined ? null : `${wider.kind} ${wider.pattern} is wider than what was proposed`;
}

function runWithin(source: string, wide: string): boolean {
  const [left, right] = [compileRunPattern(source), compileRunPattern(wide)];
  if (left.open || left.words.length !== right.words.length) return false;
  return left.words.every((options, index) =>
    options.every((option) => right.words[index]?.some((other) => wordWithin(option, other)) ?? false),
  );
}

/** A wildcard never stood for an option, so no option is narrower than it. */
function wordWithin(narrow: Glob, wide: Glob): boolean {
  const spelt = narrow.literal === null || narrow.literal === wide.literal || isPlainWord(narrow.literal);
  return spelt && globWithin(narrow, wide);
}

/** The same of hidden names. */
function partWithin(narrow: Glob, wide: Glob): boolean {
  return (narrow.literal === wide.literal || !isHidden(narrow)) && globWithin(narrow, wide);
}

const isHidden = ({ literal }: Glob) => literal?.startsWith('.') ?? false;

/** Known for sure: one text, the same pattern, or a longer beginning before one last `*`. */
function globWithin(narrow: Glob, wide: Glob): boolean {
  if (narrow.literal !== null) return wide.matches(narrow.literal);
  if (wide.any) return true;
  const same = wide.tokens.every((token, index) => narrow.tokens[index] === token);
  if (same && wide.tokens.length === narrow.tokens.length) return true;
  const beginning = wide.tokens.slice(0, -1);
  const endsOpen = typeof wide.tokens.at(-1) === 'symbol' && beginning.every((token) => typeof token === 'string');
  return endsOpen && beginning.every((token, index) => narrow.tokens[index] === token);
}

function effectWithin(narrow: SimilarEffect, wide: SimilarEffect): boolean {
  if (narrow.kind !== wide.kind) return false;
  if (narrow.pattern === wide.pattern) return true;
  if (narrow.kind === 'net' || narrow.kind === 'restart') return false;
  if (!narrow.pattern.startsWith('/')) return false;
  return pathWithin(compilePathGlob(narrow.pattern), compilePathGlob(wide.pattern));
}

function pathWithin(narrow: PathGlob, wide: PathGlob): boolean {
  const tail = wide.segments.at(-1) === '**';
  const named = tail ? wide.segments.slice(0, -1) : wide.segments;
  const long = tail ? narrow.segments.length >= named.length : narrow.segments.length === named.length;
  const below = narrow.segments.slice(named.length);
  return (
    long &&
    below.every((segment) => segment === '**' || !isHidden(segment)) &&
    named.every((segment, index) => {
      const other = narrow.segments[index];
      return segment !== '**' && other !== undefined && other !== '**' && partWithin(other, segment);
    })
  );
}
