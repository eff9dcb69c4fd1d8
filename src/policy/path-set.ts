// Many path patterns asked at once. A path is compared only with those that share its first folder or one of its
// names, so that a long list of credentials costs no more than a short one.
import type { Footprint } from './footprint.ts';
import type { Glob } from './glob.ts';
import { covers, mayName, meets, type PathGlob } from './path-glob.ts';

export interface PathSet {
  /** True when every footprint is covered by some pattern; unknown paths only by `**`. */
  coversAll(footprints: readonly Footprint[] | null): boolean;
  /** True when some footprint may mean a path of some pattern. */
  meetsAny(footprints: readonly Footprint[]): boolean;
}

export function createPathSet(globs: readonly PathGlob[]): PathSet {
  const anchored = new Map<string, PathGlob[]>();
  const named = new Map<string, PathGlob[]>();
  const others: PathGlob[] = [];
  for (const glob of globs) {
    const first = literalAt(glob, 0);
    const name = literalAt(glob, glob.nameAt);
    if (first !== null) add(anchored, first, glob);
    else if (name !== null) add(named, name, glob);
    else others.push(glob);
  }
  const meetsOne = (footprint: Footprint): boolean => {
    const { kind, path } = footprint;
    const [first] = path;
    const reached = first === undefined ? [...anchored.values()].flat() : (anchored.get(first) ?? []);
    for (const glob of reached) if (meets(glob, footprint)) return true;
    for (const part of path) for (const glob of named.get(part) ?? []) if (meets(glob, footprint)) return true;
    for (const glob of others) if (meets(glob, footprint)) return true;
    if (kind !== 'glob') return false;
    // Behind its known folder a glob may spell names: those that one of its steps may be.
    const steps = footprint.steps.filter((step): step is Glob => typeof step !== 'string');
    for (const [name, list] of named) {
      if (steps.some((step) => mayName(step, name)) && list.some((glob) => meets(glob, footprint))) return true;
    }
    return false;
  };
  return {
    coversAll: (footprints) =>
      footprints === null
        ? globs.some((glob) => glob.everything)
        : footprints.every((footprint) => globs.some((glob) => covers(glob, footprint))),
    meetsAny: (footprints) => footprints.some(meetsOne),
  };
}

function literalAt(glob: PathGlob, index: number): string | null {
  const segment = glob.segments[index];
  return segment === undefined || segment === '**' ? null : segment.literal;
}

function add(index: Map<string, PathGlob[]>, key: string, glob: PathGlob): void {
  const list = index.get(key);
  if (list) list.push(glob);
  else index.set(key, [glob]);
}
