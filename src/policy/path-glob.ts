// Absolute path patterns, gitignore-style: `*`, `?`, `[…]` inside a segment (leading dots too), `**` for any run of
// segments. A trailing `/**` matches the folder itself as well.
import { type Footprint, literalStep, type Step } from './footprint.ts';
import { beginsWild, compileGlob, escapeGlob, type Glob, intersects } from './glob.ts';

export interface PathGlob {
  readonly source: string;
  readonly segments: readonly (Glob | '**')[];
  /** `**` alone: anything, also a path that is not known. */
  readonly everything: boolean;
  /** Where the first name stands in a pattern that begins with `**` (it floats, like `**` + `/.ssh/**`); else -1. */
  readonly nameAt: number;
  /** Floats and has no further name. */
  readonly lone: boolean;
}

/** Why a text is no path pattern, as half a sentence; null when it is one. Variables must be filled in before. */
export function pathGlobFault(source: string): string | null {
  if (source === '**') return null;
  if (!source.startsWith('/') && !source.startsWith('**/')) return 'must begin with /, **/, ${workspace} or ${home}';
  if (source.length > 1 && source.endsWith('/')) return 'ends with a slash; write /** for a folder and all below it';
  const odd = source.split('/').find((part) => part === '.' || part === '..' || (part !== '**' && part.includes('**')));
  if (odd === undefined) return null;
  return odd.includes('*') ? `has ** inside the name ${odd}; ** stands alone between slashes` : `has the part ${odd}`;
}

export function compilePathGlob(source: string): PathGlob {
  const parts = source.split('/').filter((part) => part !== '');
  const segments = parts.map((part) => (part === '**' ? part : compileGlob(part, 'paths')));
  const nameAt = segments[0] === '**' ? segments.findIndex((segment) => segment !== '**') : -1;
  const lone = nameAt >= 0 && segments.filter((segment) => segment !== '**').length === 1;
  return { source, segments, everything: source === '**', nameAt, lone };
}

/** A path taken literally, with everything below it. */
export function compilePathBelow(path: string): PathGlob {
  return compilePathGlob(`${escapeGlob(path)}/**`);
}

/** True when the pattern covers all that the footprint may mean: what an allow needs. */
export function covers(glob: PathGlob, footprint: Footprint | null): boolean {
  if (footprint === null) return glob.everything;
  if (footprint.kind === 'path') return matchesPath(glob, footprint.path);
  return glob.segments.at(-1) === '**' && matchesPath(glob, footprint.path);
}

/**
 * True when the footprint may mean a path of the pattern: what a deny needs. A floating pattern is about a name: what
 * takes whatever is there (`*`, a tree) does not meet its first name, else `**` + `/*.key` would forbid every
 * `grep -r`; anchored patterns (`${workspace}/.env*`, `/etc/shadow`) are met by trees above them.
 */
export function meets(glob: PathGlob, footprint: Footprint): boolean {
  if (footprint.kind === 'glob') return meetsSteps(glob, footprint.steps);
  // Nothing below a tree counts for a lone name: it is the tree's own path that has to match.
  return footprint.kind === 'path' || glob.lone
    ? matchesPath(glob, footprint.path)
    : meetsSteps(glob, [...footprint.path.map(literalStep), 'rest']);
}

function meetsSteps(glob: PathGlob, steps: readonly Step[]): boolean {
  const width = glob.segments.length + 1;
  const found = new Uint8Array((steps.length + 1) * width);
  for (let i = steps.length; i >= 0; i--) {
    for (let j = glob.segments.length; j >= 0; j--) {
      const cell = (di: number, dj: number) => found[(i + di) * width + j + dj] === 1;
      found[i * width + j] = meetsHere(steps[i], glob.segments[j], j === glob.nameAt, cell) ? 1 : 0;
    }
  }
  return found[0] === 1;
}

function meetsHere(
  step: Step | undefined,
  segment: Glob | '**' | undefined,
  isName: boolean,
  cell: (di: number, dj: number) => boolean,
): boolean {
  if (segment === '**') return cell(0, 1) || (step !== undefined && cell(1, 0));
  if (step === 'rest' || step === 'deep') {
    const mayBeNamed = segment !== undefined && !isName && (step === 'rest' || !namesHidden(segment));
    return cell(1, 0) || (mayBeNamed && cell(0, 1));
  }
  if (step === undefined || segment === undefined) return step === segment;
  if (isName && step.any && !segment.any) return false;
  if (beginsWild(step) && namesHidden(segment)) return false;
  return intersects(step, segment) && cell(1, 1);
}

/** True when a segment of a shell glob may be this name; `*` alone names nothing. */
export function mayName(step: Glob, name: string): boolean {
  return !step.any && step.matches(name) && !(name.startsWith('.') && beginsWild(step));
}

function namesHidden(segment: Glob): boolean {
  return segment.tokens[0] === '.';
}

// Two pointers as in glob.ts, over segments: on a mismatch only the last `**` takes one segment more.
function matchesPath(glob: PathGlob, path: readonly string[]): boolean {
  const { segments } = glob;
  let segment = 0;
  let at = 0;
  let star = -1;
  let retry = 0;
  while (at < path.length) {
    const current = segments[segment];
    if (current === '**') {
      star = segment++;
      retry = at;
    } else if (current?.matches(path[at] as string)) {
      segment++;
      at++;
    } else if (star >= 0) {
      segment = star + 1;
      at = ++retry;
    } else return false;
  }
  while (segments[segment] === '**') segment++;
  return segment === segments.length;
}
