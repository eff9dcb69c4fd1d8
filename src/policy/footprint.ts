// The paths an effect may mean, cut up once per judgement and compared with many patterns: one path, everything below
// a path (`tree`), or any match of a shell glob (`glob`).
import type { Effect } from '../language/effect.ts';
import { compileGlob, type Glob } from './glob.ts';

export type PathEffect = Extract<Effect, { readonly kind: 'read' | 'write' | 'delete' | 'define' }>;

/** One segment; `deep`: any run of folders, none beginning with a dot; `rest`: everything below, hidden names too. */
export type Step = Glob | 'deep' | 'rest';

export type Footprint =
  | { readonly kind: 'path' | 'tree'; readonly path: readonly string[] }
  /** `path`: the folder that surely holds all of it. */
  | { readonly kind: 'glob'; readonly path: readonly string[]; readonly steps: readonly Step[] };

/** The path as written and, where `resolve` is given, as the target's symlinks lead; null when it is not known. */
export function footprintsOf(effect: PathEffect, resolve?: (path: string) => string): readonly Footprint[] | null {
  if (effect.path === null) return null;
  if (effect.glob) return globFootprints(effect.path, effect.tree ?? false, resolve);
  const kind = effect.tree ? 'tree' : 'path';
  const written: Footprint = { kind, path: segmentsOf(effect.path) };
  const real = resolve ? resolve(effect.path) : effect.path;
  return real === effect.path ? [written] : [written, { kind, path: segmentsOf(real) }];
}

function globFootprints(pattern: string, tree: boolean, resolve?: (path: string) => string): readonly Footprint[] {
  const steps: Step[] = segmentsOf(pattern).map((part) => (part === '**' ? 'deep' : compileGlob(part, 'paths')));
  if (tree) steps.push('rest');
  const path = baseOf(steps);
  const written: Footprint = { kind: 'glob', path, steps };
  const folder = `/${path.join('/')}`;
  const real = resolve ? resolve(folder) : folder;
  if (real === folder) return [written];
  const known = segmentsOf(real);
  return [written, { kind: 'glob', path: known, steps: [...known.map(literalStep), ...steps.slice(path.length)] }];
}

/** `/a//b/` → `a`, `b`. */
export function segmentsOf(path: string): string[] {
  return path.split('/').filter((part) => part !== '');
}

export function literalStep(text: string): Glob {
  return { literal: text, any: false, tokens: [...text], matches: (other) => other === text };
}

// The literal folders at the front. Old shells let `.*` match `..` (bash before 5.2): such a segment costs one of them.
function baseOf(steps: readonly Step[]): readonly string[] {
  const base: string[] = [];
  for (const step of steps) {
    if (typeof step === 'string' || step.literal === null) break;
    base.push(step.literal);
  }
  const climbs = steps.filter((step) => typeof step !== 'string' && mayClimb(step)).length;
  return climbs > 0 ? base.slice(0, Math.max(0, base.length - climbs)) : base;
}

function mayClimb(step: Glob): boolean {
  return step.literal === null && step.tokens[0] === '.' && step.matches('..');
}
