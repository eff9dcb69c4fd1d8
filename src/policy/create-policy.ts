// Makes a policy of its text: parsed, checked, and ready to judge. Pure: no file, no clock.
import { createHash } from 'node:crypto';
import { BoundedMap } from '../core/bounded-map.ts';
import { faults } from '../core/errors.ts';
import { effectKinds } from '../language/effect.ts';
import { askTermsOf } from './ask-terms.ts';
import { type Defaults, judgeEffects, stricter } from './evaluate.ts';
import { renderFinding } from './findings.ts';
import { limitsOf } from './limit.ts';
import { parsePolicy } from './parse.ts';
import { compilePathBelow } from './path-glob.ts';
import { createPathSet } from './path-set.ts';
import type { Decision, EffectVerdict, Judgement, Policy, Question, Verdict } from './policy.ts';
import { redactOf } from './redact.ts';
import { sayWhy } from './say.ts';
import type { PolicyContext, PolicyDocument, PolicyTest } from './schema.ts';
import { buildTable, type Table } from './table.ts';

/** A policy made of a file: with what its own tests and `policy eval` need. */
export interface FilePolicy extends Policy {
  readonly context: PolicyContext;
  readonly tests: readonly PolicyTest[];
}

export interface PolicyOptions {
  /** The broker's own files and folders, real paths: denied to every statement, whatever the policy says. */
  readonly protect?: readonly string[];
  /** The file's name, for findings. */
  readonly file?: string;
}

const starterDefaults: Defaults = {
  run: 'ask',
  read: 'allow',
  write: 'ask',
  delete: 'ask',
  net: 'ask',
  restart: 'ask',
  privilege: 'deny',
  define: 'ask',
  set: 'ask',
  raw: 'ask',
  discloses: 'allow',
  opaque: 'ask',
};

/** A scope is an agent on a target in a workspace: a handful at a time, so the oldest may go. */
const maxScopes = 64;

/** @throws OstiaryError POLICY_INVALID with every finding of the text. */
export function createPolicy(text: string, options: PolicyOptions = {}): FilePolicy {
  const parsed = parsePolicy(text);
  if (parsed.kind === 'invalid') {
    throw faults.policyInvalid(parsed.findings.map((finding) => renderFinding(finding, options.file)));
  }
  const { document } = parsed;
  const defaults = { ...starterDefaults, ...definedOnly(document.defaults ?? {}) };
  const protect = options.protect?.length ? createPathSet(options.protect.map(compilePathBelow)) : null;
  const tableFor = cacheTables(document);
  const explain = (question: Question): Verdict => {
    const table = tableFor(question);
    const effects = judgeEffects(question, { table, defaults, protect });
    const judgement = sumUp(question, effects, table);
    const redact = judgement.decision === 'deny' ? null : redactOf(effects, table.rules);
    return { ...judgement, redact, effects };
  };
  return {
    digest: createHash('sha256').update(text).digest('hex'),
    context: document.context ?? {},
    tests: document.tests ?? [],
    judge: (question) => {
      const { effects: _, ...judgement } = explain(question);
      return judgement;
    },
    explain,
    askTerms: (rules) => askTermsOf(document, rules),
    limits: (scope) => limitsOf(document, scope),
  };
}

function definedOnly(defaults: NonNullable<PolicyDocument['defaults']>): Partial<Defaults> {
  return Object.fromEntries(effectKinds.flatMap((kind) => (defaults[kind] ? [[kind, defaults[kind]]] : [])));
}

// The next question mostly comes from the same session: then it holds the very same objects.
function cacheTables(document: PolicyDocument): (question: Question) => Table {
  const tables = new BoundedMap<string, Table>(maxScopes);
  let last: { readonly question: Question; readonly table: Table } | null = null;
  const find = (question: Question): Table => {
    const { agent, target, workspace, home } = question;
    const key = JSON.stringify([agent.name, agent.roles, target, workspace, home]);
    const known = tables.get(key);
    if (known) return known;
    const table = buildTable(document, question);
    tables.set(key, table);
    return table;
  };
  return (question) => {
    if (!last || !sameScope(last.question, question)) last = { question, table: find(question) };
    return last.table;
  };
}

function sameScope(left: Question, right: Question): boolean {
  return (
    left.agent === right.agent &&
    left.target === right.target &&
    left.workspace === right.workspace &&
    left.home === right.home
  );
}

function sumUp(
  { analysis, agent }: Question,
  effects: readonly EffectVerdict[],
  table: Table,
): Omit<Judgement, 'redact'> {
  if (analysis.refusal) {
    const { reason, hint } = analysis.refusal;
    return { decision: 'deny', rules: ['built-in:refused'], say: hint ? `${reason}; ${hint}` : reason };
  }
  const judged = effects.reduce<Decision>((so, verdict) => stricter(so, verdict.decision), 'allow');
  const levels = (['deny', 'ask', 'allow'] as const).flatMap((level) =>
    effects.filter((verdict) => verdict.decision === level).flatMap((verdict) => verdict.rules),
  );
  const rules = [...new Set(levels)];
  if (judged === 'allow') return { decision: 'allow', rules, say: '' };
  const first = effects.find((verdict) => verdict.decision === judged) as EffectVerdict;
  const why = sayWhy(first, table.rules);
  if (judged === 'deny' || agent.attended) return { decision: judged, rules, say: why };
  return { decision: 'deny', rules, say: `${why}; nobody attends ${agent.name}, so it cannot be asked for` };
}
