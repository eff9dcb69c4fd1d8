// Proposes a pattern for "allow similar": as wide as saves a person from the same question, never wider than they can
// read. Only the last plain word of a command and the last name of a path inside the workspace become a wildcard.
import type { Effect } from '../../language/effect.ts';
import { escapeGlob } from '../../policy/glob.ts';
import { runPatternFault } from '../../policy/run-pattern.ts';
import type { Ask, Resolve, SimilarEffect, Similarity } from '../approval.ts';
import { isHighRisk, isInside } from '../card.ts';
import { isCarrier } from './carriers.ts';
import { isPlainWord, whyUnforeseeable } from './fit.ts';

export type Proposed =
  | { readonly kind: 'proposal'; readonly similarity: Similarity }
  | { readonly kind: 'none'; readonly why: string };

export function proposeSimilarity(ask: Ask, resolve: Resolve): Proposed {
  const why = whyUnforeseeable(ask);
  if (why !== null) return { kind: 'none', why };
  // Where more is at stake only the very same command is similar.
  const restarts = ask.effects.some(({ effect, decision }) => effect.kind === 'restart' && decision === 'ask');
  const exact = restarts || isHighRisk(ask, resolve);
  const runs: string[] = [];
  const effects: SimilarEffect[] = [];
  for (const { effect, decision } of ask.effects) {
    if (effect.kind === 'run') {
      const pattern = runPattern(effect.argv, exact);
      if ('why' in pattern) return { kind: 'none', why: pattern.why };
      runs.push(pattern.source);
    } else if (decision === 'ask') {
      const found = effectPatterns(effect, ask.workspace, exact, resolve);
      if (found === null) return { kind: 'none', why: `what it would ${verbs[effect.kind] ?? 'do'} is not known` };
      effects.push(...found);
    }
  }
  return { kind: 'proposal', similarity: { cwd: ask.cwd, runs: unique(runs), effects: uniqueEffects(effects) } };
}

const verbs: { readonly [K in Effect['kind']]?: string } = {
  net: 'reach',
  read: 'read',
  write: 'write',
  delete: 'delete',
};

function runPattern(
  argv: readonly (string | null)[],
  exact: boolean,
): { readonly source: string } | { readonly why: string } {
  const words = argv.filter((word) => word !== null);
  const [command = ''] = words;
  if (words.length < argv.length) return { why: `a word of ${command} is not known before it runs` };
  const carries = isCarrier(command);
  if (carries && words.length === 1) return { why: `${command} alone runs whatever it is given` };
  if (words.some((word) => word === '' || /\s/.test(word))) return { why: `${command} has a word with blanks in it` };
  const last = words.length - 1;
  const widen = !exact && !carries && last >= 2 && isPlainWord(words[last] ?? '') && !words[last - 1]?.startsWith('-');
  const source = words.map((word, index) => (widen && index === last ? siblings(word) : escapeWord(word))).join(' ');
  return runPatternFault(source) === null ? { source } : { why: `${command} cannot be put into a pattern` };
}

/** `nginx` → `*`, `logs/a.txt` → `logs/*`. */
function siblings(word: string): string {
  return `${escapeWord(word.slice(0, word.lastIndexOf('/') + 1))}*`;
}

const escapeWord = (word: string) => word.replace(/[\\*()|]/g, '\\$&');

/** Null when it is not known what it is about. */
function effectPatterns(
  effect: Effect,
  workspace: string,
  exact: boolean,
  resolve: Resolve,
): readonly SimilarEffect[] | null {
  switch (effect.kind) {
    case 'net':
      return effect.host === null ? null : [{ kind: 'net', pattern: escapeGlob(effect.host) }];
    case 'restart':
      return [{ kind: 'restart', pattern: escapeGlob(effect.what) }];
    case 'read':
    case 'write':
    case 'delete': {
      const { kind, path, tree = false, glob = false } = effect;
      // A pattern of names is covered by its whole folder only: that is for the owner's policy to say, not in passing.
      if (path === null || glob) return null;
      const paths = unique([path, resolve(path)]);
      return paths.map((each) => ({ kind, pattern: pathPattern(each, tree, exact || !isInside(each, workspace)) }));
    }
    default:
      return null;
  }
}

function pathPattern(path: string, tree: boolean, exact: boolean): string {
  if (tree) return `${escapeGlob(path)}/**`;
  const cut = path.lastIndexOf('/');
  const hidden = path.slice(cut + 1).startsWith('.');
  return exact || hidden || cut <= 0 ? escapeGlob(path) : `${escapeGlob(path.slice(0, cut))}/*`;
}

const unique = <T>(items: readonly T[]): readonly T[] => [...new Set(items)];

function uniqueEffects(effects: readonly SimilarEffect[]): readonly SimilarEffect[] {
  return [...new Map(effects.map((effect) => [`${effect.kind} ${effect.pattern}`, effect])).values()];
}
