// The judgement: every effect takes the strictest rule that has a word on it, the statement its strictest effect. An
// allow needs certainty and has to cover all of an effect; for ask and deny it is enough that they may be meant.
import type { Effect, EffectKind } from '../language/effect.ts';
import { footprintsOf, type PathEffect } from './footprint.ts';
import type { NameList } from './lists.ts';
import type { PathSet } from './path-set.ts';
import type { Decision, EffectVerdict, Match, Question } from './policy.ts';
import { fitRun } from './run-pattern.ts';
import type { Clause, NameClause, RunClause, Table } from './table.ts';

export type Defaults = Readonly<Record<EffectKind, Decision>>;

const rank = { allow: 0, ask: 1, deny: 2 } as const;

export function stricter(left: Decision, right: Decision): Decision {
  return rank[right] > rank[left] ? right : left;
}

/** What the evaluation of one statement needs. `protect`: the broker's own paths. */
export interface Grounds {
  readonly table: Table;
  readonly defaults: Defaults;
  readonly protect: PathSet | null;
}

interface Statement extends Grounds {
  readonly question: Question;
  /** See `Clause.with`. */
  readonly counts: (clause: Clause) => boolean;
}

export function judgeEffects(question: Question, grounds: Grounds): readonly EffectVerdict[] {
  const { effects } = question.analysis;
  const present = new Set(effects.map(({ kind }) => kind));
  const counts = ({ with: kinds }: Clause) => kinds === null || kinds.some((kind) => present.has(kind));
  const statement = { ...grounds, question, counts };
  const runs = effects.map((effect) => (effect.kind === 'run' ? matchRun(effect.argv, statement) : null));
  return effects.map((effect, index) => {
    const own = runs[index];
    const matches: Match[] = own ? own.matches : [];
    if (!own) matchOther(effect, statement, matches);
    for (const clause of grounds.table.kinds.get(effect.kind) ?? []) if (counts(clause)) matches.push(certain(clause));
    const covering = effect.of === null || own ? [] : (runs[effect.of]?.allowing ?? []);
    for (const clause of covering) if (coversDerived(clause, effect, question)) matches.push(certain(clause));
    return settle(effect, matches, grounds.defaults);
  });
}

// The default stands in for a rule that surely has a word; a rule that only may be meant can tighten it, never lift it.
function settle(effect: Effect, matches: readonly Match[], defaults: Defaults): EffectVerdict {
  const byDefault = !matches.some((match) => match.certain);
  const base = byDefault ? defaults[effect.kind] : 'allow';
  const strictest = matches.reduce<Decision>((so, match) => stricter(so, match.decision), base);
  const rules = new Set(matches.filter((match) => match.decision === strictest).map((match) => match.rule));
  if (byDefault && base === strictest) rules.add(`default:${effect.kind}`);
  const decision = effect.kind === 'opaque' ? stricter(strictest, 'ask') : strictest;
  return { effect, matches, decision, rules: [...rules] };
}

function certain({ rule, decision }: Clause): Match {
  return { rule, decision, certain: true };
}

/** A deny that only may be meant is a matter for a person. */
function maybe({ rule }: Clause): Match {
  return { rule, decision: 'ask', certain: false };
}

function matchRun(argv: readonly (string | null)[], { table, counts }: Statement) {
  const matches: Match[] = [];
  const allowing: RunClause[] = [];
  for (const clause of table.runs(argv)) {
    if (!counts(clause)) continue;
    const fit = fitRun(clause.pattern, argv);
    if (fit === 'yes' || (fit === 'climbs' && clause.decision !== 'allow')) {
      if (!matches.some((match) => match.rule === clause.rule && match.decision === clause.decision)) {
        matches.push(certain(clause));
      }
      if (clause.decision === 'allow') allowing.push(clause);
    } else if (fit === 'may' && clause.decision !== 'allow') matches.push(maybe(clause));
  }
  return { matches, allowing };
}

function matchOther(effect: Effect, statement: Statement, matches: Match[]): void {
  const { table, question, counts } = statement;
  switch (effect.kind) {
    case 'read':
    case 'write':
    case 'delete':
    case 'define':
      if (effect.kind === 'define' && effect.name !== undefined && effect.path === null) {
        matchName(effect.name, table.names.define, statement, matches);
      } else matchPath(effect, statement, matches);
      return;
    case 'net':
      matchName(effect.host === null ? null : effect.host.toLowerCase(), table.names.net, statement, matches);
      return;
    case 'set':
      matchName(effect.name, table.names.set, statement, matches);
      return;
    case 'discloses':
      matchName(effect.what, table.names.discloses, statement, matches);
      return;
    case 'raw': {
      const run = effect.of === null ? undefined : question.analysis.effects[effect.of];
      const argv = run?.kind === 'run' ? run.argv : null;
      for (const clause of table.raw) {
        if (!counts(clause)) continue;
        const fits = clause.runs?.map((pattern) => (argv ? fitRun(pattern, argv) : 'may')) ?? ['yes'];
        const strict = clause.decision !== 'allow';
        if (fits.includes('yes') || (strict && fits.includes('climbs'))) matches.push(certain(clause));
        else if (strict && fits.includes('may')) matches.push(maybe(clause));
      }
    }
  }
}

const builtIn: Clause = { rule: 'built-in:broker', decision: 'deny', with: null };

function matchPath(effect: PathEffect, { table, protect, question, counts }: Statement, matches: Match[]): void {
  const footprints = footprintsOf(effect, question.resolve);
  for (const clause of table.paths[effect.kind]) {
    if (!counts(clause)) continue;
    if (clause.decision === 'allow') {
      if (clause.paths.coversAll(footprints)) matches.push(certain(clause));
    } else if (footprints === null) matches.push(maybe(clause));
    else if (clause.paths.meetsAny(footprints)) matches.push(certain(clause));
  }
  if (protect === null) return;
  if (footprints === null) matches.push(maybe(builtIn));
  else if (protect.meetsAny(footprints)) matches.push(certain(builtIn));
}

function matchName(name: string | null, clauses: readonly NameClause[], { counts }: Statement, matches: Match[]): void {
  for (const clause of clauses) {
    if (!counts(clause)) continue;
    if (inList(name, clause.names)) matches.push(certain(clause));
    else if (name === null && clause.decision !== 'allow') matches.push(maybe(clause));
  }
}

function inList(name: string | null, { globs, everything }: NameList): boolean {
  return everything || (name !== null && globs.some((glob) => glob.matches(name)));
}

function coversDerived({ covered }: RunClause, effect: Effect, question: Question): boolean {
  if (covered === null) return false;
  switch (effect.kind) {
    case 'read':
    case 'write':
    case 'delete':
    case 'define':
      return covered.paths[effect.kind].coversAll(footprintsOf(effect, question.resolve));
    case 'net':
      return inList(effect.host, covered.net);
    case 'set':
      return inList(effect.name, covered.set);
    default:
      return false;
  }
}
