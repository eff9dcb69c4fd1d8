// Makes a policy of its text: parsed, checked, and ready to judge. Pure: no file, no clock.
import { createHash } from 'node:crypto';
import { faults } from '../core/errors.ts';
import { effectKinds } from '../language/effect.ts';
import { type Defaults, type Grounds, judgeEffects, stricter } from './evaluate.ts';
import { renderFinding } from './findings.ts';
import { limitsOf } from './limit.ts';
import { parsePolicy } from './parse.ts';
import { compilePathBelow } from './path-glob.ts';
import type { Decision, EffectVerdict, Judgement, Policy, Question, Verdict } from './policy.ts';
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
  const protect = (options.protect ?? []).map(compilePathBelow);
  const tableFor = cacheTables(document);
  const judgeAll = (question: Question): readonly EffectVerdict[] => {
    const grounds: Grounds = { table: tableFor(question), defaults, protect };
    return judgeEffects(question, grounds);
  };
  const judge = (question: Question): Judgement => sumUp(question, judgeAll(question), tableFor(question));
  return {
    digest: createHash('sha256').update(text).digest('hex'),
    context: document.context ?? {},
    tests: document.tests ?? [],
    judge,
    explain: (question): Verdict => {
      const effects = judgeAll(question);
      return { ...sumUp(question, effects, tableFor(question)), effects };
    },
    limits: (scope) => limitsOf(document, scope),
  };
}

function definedOnly(defaults: NonNullable<PolicyDocument['defaults']>): Partial<Defaults> {
  return Object.fromEntries(effectKinds.flatMap((kind) => (defaults[kind] ? [[kind, defaults[kind]]] : [])));
}

function cacheTables(document: PolicyDocument): (question: Question) => Table {
  const tables = new Map<string, Table>();
  return (question) => {
    const { agent, target, workspace, home } = question;
    const key = JSON.stringify([agent.name, agent.roles, target, workspace, home]);
    const known = tables.get(key);
    if (known) return known;
    const oldest = tables.size >= maxScopes ? tables.keys().next().value : undefined;
    if (oldest !== undefined) tables.delete(oldest);
    const table = buildTable(document, question);
    tables.set(key, table);
    return table;
  };
}

function sumUp({ analysis, agent }: Question, effects: readonly EffectVerdict[], table: Table): Judgement {
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
