// Temporary rules: "allow similar for this run", granted by a person, seen by everybody, gone by themselves.
import type { Clock } from '../core/clock.ts';
import type { Identity } from '../identity/identity.ts';
import type { Ask, Resolve, RuleScope, Similarity, TemporaryRule } from './approval.ts';
import { whyNotDecide } from './permission.ts';
import { compileSimilarity, type Fitting } from './similarity/fit.ts';

/** No rule lives longer, whatever its scope. */
export const maxRuleMinutes = 60;

export interface RuleBook {
  /** A rule that does not hold yet. */
  draft(ask: Ask, similarity: Similarity, scope: RuleScope, by: Identity): TemporaryRule;
  add(rule: TemporaryRule, by: Identity): void;
  remove(rule: string): void;
  covering(ask: Ask, resolve: Resolve): TemporaryRule | null;
  list(): readonly TemporaryRule[];
}

interface Held {
  rule: TemporaryRule;
  readonly by: Identity;
  readonly fitting: Fitting;
  /** µs of the monotonic clock. */
  readonly deadline: number;
}

export function createRuleBook(clock: Clock, newRuleId: () => string): RuleBook {
  const rules = new Map<string, Held>();

  function live(): readonly Held[] {
    const now = clock.micros();
    for (const [id, { deadline }] of rules) if (deadline <= now) rules.delete(id);
    return [...rules.values()];
  }

  return {
    draft({ agent, target, connection }, { cwd, runs, effects }, scope, by) {
      const minutes = minutesOf(scope);
      const granted = clock.now();
      return {
        id: newRuleId(),
        agent: agent.name,
        fingerprint: agent.fingerprint,
        target: target.name,
        connection: scope.kind === 'connection' ? connection : null,
        cwd,
        runs: [...runs],
        effects: [...effects],
        by: by.name,
        owner: by.owner,
        granted,
        expires: new Date(Date.parse(granted) + minutes * 60_000).toISOString(),
        used: 0,
      };
    },
    add(rule, by) {
      const life = Date.parse(rule.expires) - Date.parse(rule.granted);
      rules.set(rule.id, { rule, by, fitting: compileSimilarity(rule), deadline: clock.micros() + life * 1000 });
    },
    remove: (rule) => void rules.delete(rule),
    covering(ask, resolve) {
      if (rules.size === 0) return null;
      const found = live().find(
        (held) => isFor(held.rule, ask) && mayStandIn(held, ask) && held.fitting.fits(ask, resolve),
      );
      if (found === undefined) return null;
      found.rule = { ...found.rule, used: found.rule.used + 1 };
      return found.rule;
    },
    list: () => live().map(({ rule }) => rule),
  };
}

export function minutesOf(scope: RuleScope): number {
  return scope.kind === 'connection' ? maxRuleMinutes : scope.minutes;
}

/** A rule lets nothing through that its giver could not have approved on the spot. */
function mayStandIn({ by }: Held, ask: Ask): boolean {
  return !ask.noteRequired && whyNotDecide(by, ask) === null;
}

function isFor(rule: TemporaryRule, { agent, target, connection }: Ask): boolean {
  return (
    rule.agent === agent.name &&
    rule.fingerprint === agent.fingerprint &&
    rule.target === target.name &&
    (rule.connection === null || rule.connection === connection)
  );
}
