// The paths an effect may mean, cut up once per judgement and compared with many patterns: one path, everything below
// a path (`tree`), or any match of a shell glob (`glob`).
import type { Effect } from '../language/effect.ts';
import { compileGlob, escapeGlob, type Glob } from './glob.ts';

/** One segment; `deep`: any run of folders, none beginning with a dot; `rest`: everything below, hidden names too. */
export type Step = Glob | 'deep' | 'rest';

export interface Footprint {
  /** The segments of a single path; null for trees and globs. */
  readonly plain: readonly string[] | null;
  /** The folder that surely holds all of it. */
  readonly base: readonly string[];
  readonly steps: readonly Step[];
}

export type PathEffect = Extract<Effect, { readonly kind: 'read' | 'write' | 'delete' | 'define' }>;

/** Null when the path is not known. */
export function footprintOf(effect: PathEffect): Footprint | null {
  if (effect.path === null) return null;
  const parts = effect.path.split('/').filter((part) => part !== '');
  if (!effect.tree && !effect.glob) return { plain: parts, base: parts, steps: [] };
  const steps: Step[] = effect.glob
    ? parts.map((part) => (part === '**' ? 'deep' : compileGlob(part, 'paths')))
    : parts.map((part) => compileGlob(escapeGlob(part), 'paths'));
  const base = effect.glob ? baseOf(steps) : parts;
  return { plain: null, base, steps: effect.tree ? [...steps, 'rest'] : steps };
}

/** The same footprint after symlinks were followed as far as the known folder goes. */
export function resolveFootprint(effect: PathEffect, resolve: (path: string) => string): Footprint | null {
  if (effect.path === null) return null;
  if (!effect.glob) return footprintOf({ ...effect, path: resolve(effect.path) });
  const footprint = footprintOf(effect) as Footprint;
  const base = resolve(`/${footprint.base.join('/')}`)
    .split('/')
    .filter((part) => part !== '');
  const known = base.map((part) => compileGlob(escapeGlob(part), 'paths'));
  return { plain: null, base, steps: [...known, ...footprint.steps.slice(footprint.base.length)] };
}

// The literal folders at the front. Old shells let `.*` match `..` (bash before 5.2), so such a segment costs one more.
function baseOf(steps: readonly Step[]): readonly string[] {
  const base: string[] = [];
  for (const step of steps) {
    if (typeof step === 'string' || step.literal === null) break;
    base.push(step.literal);
  }
  const climbs = steps.filter((step) => typeof step !== 'string' && step.literal === null && isUpward(step)).length;
  return climbs > 0 ? base.slice(0, Math.max(0, base.length - climbs)) : base;
}

function isUpward(step: Glob): boolean {
  return step.tokens[0] === '.' && step.matches('..');
}
