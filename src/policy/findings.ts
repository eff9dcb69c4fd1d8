// What is wrong with a policy file: every finding with line, column and the nearest right word.
import type { z } from 'zod';

export interface Finding {
  /** Both from 1. */
  readonly line: number;
  readonly column: number;
  readonly message: string;
}

export type Path = readonly PropertyKey[];

/** Something wrong at a path of the document. `onKey`: the key itself is, not its value. */
export interface Problem {
  readonly path: Path;
  readonly message: string;
  readonly onKey?: boolean;
}

/** `7:5: unknown key \`alow\`; did you mean \`allow\`?`, with the file's name in front where it is known. */
export function renderFinding(finding: Finding, file = ''): string {
  return `${file && `${file}:`}${finding.line}:${finding.column}: ${finding.message}`;
}

/** The word of `candidates` that a typing slip away was meant; null when none is near. */
export function nearest(word: string, candidates: readonly string[]): string | null {
  const ranked = candidates
    .map((candidate) => ({ candidate, distance: editDistance(word.toLowerCase(), candidate.toLowerCase()) }))
    .sort((a, b) => a.distance - b.distance);
  const best = ranked[0];
  return best && best.distance <= Math.max(1, Math.floor(best.candidate.length / 3)) ? best.candidate : null;
}

/** ` ; did you mean \`x\`?` or the list of what is known. */
export function hint(word: string, candidates: readonly string[]): string {
  const near = nearest(word, candidates);
  return near ? `; did you mean \`${near}\`?` : `; known here: ${candidates.join(', ')}`;
}

// Damerau–Levenshtein with adjacent swaps (optimal string alignment).
function editDistance(a: string, b: string): number {
  const rows = Array.from({ length: a.length + 1 }, (_, i) => [i, ...Array<number>(b.length).fill(0)]);
  for (let j = 0; j <= b.length; j++) rows[0]![j] = j;
  for (let i = 1; i <= a.length; i++) {
    for (let j = 1; j <= b.length; j++) {
      const replaced = rows[i - 1]![j - 1]! + (a[i - 1] === b[j - 1] ? 0 : 1);
      let best = Math.min(replaced, rows[i - 1]![j]! + 1, rows[i]![j - 1]! + 1);
      const swapped = i > 1 && j > 1 && a[i - 1] === b[j - 2] && a[i - 2] === b[j - 1];
      if (swapped) best = Math.min(best, rows[i - 2]![j - 2]! + 1);
      rows[i]![j] = best;
    }
  }
  return rows[a.length]![b.length]!;
}

type Issue = z.core.$ZodIssue;

/** A zod issue in words of the file, with the path it is about. `keysAt` names the keys a mapping may have. */
export function explainIssue(issue: Issue, keysAt: (path: Path) => readonly string[]): readonly Problem[] {
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.map((key) => ({
      path: [...issue.path, key],
      onKey: true,
      message: `unknown key \`${key}\`${hint(key, keysAt(issue.path))}`,
    }));
  }
  if (issue.code === 'invalid_union') {
    return closestBranch(issue).flatMap((inner) =>
      explainIssue({ ...inner, path: [...issue.path, ...inner.path] }, keysAt),
    );
  }
  if (issue.code === 'invalid_value') {
    const given = typeof issue.input === 'string' ? issue.input : null;
    const known = issue.values.map(String);
    const message =
      given === null ? `expected ${known.join(', ')}` : `\`${given}\` is not known here${hint(given, known)}`;
    return [{ path: issue.path, message }];
  }
  if (issue.code === 'invalid_type' && issue.input === undefined) {
    return [{ path: issue.path, message: `the key \`${String(issue.path.at(-1) ?? '')}\` is missing` }];
  }
  if (issue.code === 'invalid_type') {
    const words = {
      string: 'a text',
      array: 'a list',
      object: 'a mapping',
      record: 'a mapping',
      boolean: 'true or false',
    };
    const wanted = words[issue.expected as keyof typeof words] ?? `a ${issue.expected}`;
    return [{ path: issue.path, message: `expected ${wanted}, not ${kindOf(issue.input)}` }];
  }
  return [{ path: issue.path, message: issue.message }];
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing';
  if (Array.isArray(value)) return 'a list';
  return typeof value === 'object' ? 'a mapping' : typeof value === 'string' ? 'a text' : `a ${typeof value}`;
}

// The branch whose complaint lies deepest is the one the writer meant: `[reda]` was meant as a list.
function closestBranch(issue: Extract<Issue, { code: 'invalid_union' }>): readonly Issue[] {
  const depth = (branch: readonly Issue[]) =>
    Math.max(...branch.map((inner) => (fits(inner) ? inner.path.length + 1 : 0)));
  const fits = (inner: Issue) => inner.code !== 'invalid_type' || inner.path.length > 0;
  return [...issue.errors].sort((a, b) => depth(b) - depth(a))[0] ?? [];
}
