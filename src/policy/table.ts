// A policy made ready for one agent on one target: the rules whose `when` holds, with patterns compiled and runs
// indexed by command word. Built once per scope and kept.
import type { EffectKind } from '../language/effect.ts';
import {
  asList,
  expandSets,
  fillIn,
  looksLikePath,
  type NameList,
  nameList,
  packVariables,
  pathGlobs,
} from './lists.ts';
import type { Covered } from './packs/pack.ts';
import { findPack } from './packs/registry.ts';
import { createPathSet, type PathSet } from './path-set.ts';
import type { Decision, Question } from './policy.ts';
import { commandName, compileRunPattern, type RunPattern } from './run-pattern.ts';
import type { PartDocument, PolicyDocument, RuleDocument } from './schema.ts';
import { holds } from './when.ts';

/** Where a clause comes from and what it decides. */
export interface Clause {
  readonly rule: string;
  readonly decision: Decision;
  /** It only counts where the statement has an effect of one of these kinds, too. */
  readonly with: readonly EffectKind[] | null;
}
export interface RunClause extends Clause {
  readonly pattern: RunPattern;
  /** What a pack entry covers beside the run; null for a plain pattern, which covers the run alone. */
  readonly covered: CoveredLists | null;
}
export interface PathClause extends Clause {
  readonly paths: PathSet;
}
export interface NameClause extends Clause {
  readonly names: NameList;
}
export interface RawClause extends Clause {
  /** The runs it is about; null for all. */
  readonly runs: readonly RunPattern[] | null;
}
export interface CoveredLists {
  readonly paths: Readonly<Record<PathKind, PathSet>>;
  readonly net: NameList;
  readonly set: NameList;
}
export type PathKind = 'read' | 'write' | 'delete' | 'define';
/** `define`: names of functions and aliases. */
export type NameKind = 'define' | 'net' | 'set' | 'discloses';

export interface Table {
  readonly rules: ReadonlyMap<string, RuleDocument>;
  readonly paths: Readonly<Record<PathKind, readonly PathClause[]>>;
  readonly names: Readonly<Record<NameKind, readonly NameClause[]>>;
  readonly raw: readonly RawClause[];
  readonly kinds: ReadonlyMap<EffectKind, readonly Clause[]>;
  /** The clauses that may be about these words, by the first two. */
  runs(argv: readonly (string | null)[]): readonly RunClause[];
}

const pathKeys = { reads: 'read', writes: 'write', deletes: 'delete' } as const;
const patternCache = new Map<string, RunPattern>();

export function buildTable(document: PolicyDocument, scope: Question): Table {
  const rules = document.rules.filter((rule) => holds(rule.when, scope));
  const paths = { read: [], write: [], delete: [], define: [] } as Record<PathKind, PathClause[]>;
  const names = { define: [], net: [], set: [], discloses: [] } as Record<NameKind, NameClause[]>;
  const raw: RawClause[] = [];
  const kinds = new Map<EffectKind, Clause[]>();
  const runs: RunClause[] = [];
  const expand = (items: string | readonly string[] | undefined) => expandSets(items, document.sets);
  const place = fillIn(scope);
  for (const rule of rules) {
    for (const decision of ['deny', 'ask', 'allow'] as const) {
      const part: PartDocument | undefined = rule[decision];
      if (!part) continue;
      const clause = { rule: rule.id, decision, with: part.with === undefined ? null : asList(part.with) };
      const patterns = expand(part.run).flatMap((item) => runClauses(item, clause, place));
      runs.push(...patterns);
      for (const [key, kind] of Object.entries(pathKeys)) {
        const globs = pathGlobs(expand(part[key as keyof typeof pathKeys]), place);
        if (globs.length > 0) paths[kind].push({ ...clause, paths: createPathSet(globs) });
      }
      const defines = expand(part.defines);
      const defined = pathGlobs(
        defines.filter((item) => looksLikePath(item) || item.startsWith('builtin:')),
        place,
      );
      if (defined.length > 0) paths.define.push({ ...clause, paths: createPathSet(defined) });
      if (defines.length > 0) names.define.push({ ...clause, names: nameList(defines) });
      if (part.net) names.net.push({ ...clause, names: nameList(expand(part.net).map((host) => host.toLowerCase())) });
      if (part.sets) names.set.push({ ...clause, names: nameList(expand(part.sets).flatMap(packVariables)) });
      if (part.discloses) names.discloses.push({ ...clause, names: nameList(expand(part.discloses)) });
      if (part.tty) raw.push({ ...clause, runs: part.run ? patterns.map(({ pattern }) => pattern) : null });
      for (const kind of asList(part.effects)) {
        kinds.set(kind, [...(kinds.get(kind) ?? []), clause]);
      }
    }
  }
  const byId = new Map(rules.map((rule) => [rule.id, rule]));
  return { rules: byId, paths, names, raw, kinds, runs: indexRuns(runs) };
}

function runClauses(item: string, clause: Clause, place: (glob: string) => string): readonly RunClause[] {
  if (!item.startsWith('builtin:')) return [{ ...clause, pattern: pattern(item), covered: null }];
  return (findPack(item)?.entries ?? []).flatMap((entry) => {
    const covered = coveredLists(entry, place);
    return entry.run.map((source) => ({ ...clause, pattern: pattern(source), covered }));
  });
}

function coveredLists(entry: Covered, place: (glob: string) => string): CoveredLists {
  const globs = (items: readonly string[] = []) => createPathSet(pathGlobs(items, place));
  return {
    paths: {
      read: globs(entry.reads),
      write: globs(entry.writes),
      delete: globs(entry.deletes),
      define: globs(entry.defines),
    },
    net: nameList(entry.net ?? []),
    set: nameList(entry.sets ?? []),
  };
}

// Patterns do not depend on the scope: each text is compiled once in the life of the process.
function pattern(source: string): RunPattern {
  const known = patternCache.get(source);
  if (known) return known;
  const compiled = compileRunPattern(source);
  patternCache.set(source, compiled);
  return compiled;
}

function indexRuns(clauses: readonly RunClause[]): Table['runs'] {
  const byFirst = indexByWord(clauses, 0);
  const index = new Map([...byFirst.words].map(([word, list]) => [word, { all: list, ...indexByWord(list, 1) }]));
  return ([first = null, second]) => {
    const found = index.get(commandName(first ?? ''));
    if (!found) return byFirst.rest;
    // Nothing behind the command, or something unknown: patterns of any second word may still be meant.
    return typeof second === 'string' ? (found.words.get(second) ?? found.rest) : found.all;
  };
}

/** By the literal texts the word at `position` may be; `rest` holds the patterns that take other texts, too. */
function indexByWord(clauses: readonly RunClause[], position: number) {
  const literals = new Set<string>();
  for (const { pattern } of clauses) {
    for (const { literal } of pattern.words[position] ?? []) if (literal !== null) literals.add(literal);
  }
  const takes = (clause: RunClause, word: string) =>
    clause.pattern.words[position]?.some((option) => option.matches(word)) ?? true;
  const words = new Map([...literals].map((word) => [word, clauses.filter((clause) => takes(clause, word))]));
  const rest = clauses.filter(
    ({ pattern }) => pattern.words[position]?.some((option) => option.literal === null) ?? true,
  );
  return { words, rest };
}
