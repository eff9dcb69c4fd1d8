// Level `line-checked`: every statement is read in the state its shell is in, and judged by the policy in force.
import type { Clock } from '../core/clock.ts';
import type { Effect } from '../language/effect.ts';
import { type Explanation, explainVerdict, renderExplanation } from '../policy/explain.ts';
import { createLimiter } from '../policy/limit.ts';
import type { Policy, Question } from '../policy/policy.ts';
import { type Gate, type GateOpening, ownRuling, type Ruling } from './gate.ts';

export interface PolicyGateParts {
  /** The policy in force: asked anew for every statement, so that a reload holds from the next one on. */
  readonly policy: () => Policy;
  readonly clock: Clock;
}

/** Limits count per agent and target, over all its sessions. */
export function createPolicyGates({ policy, clock }: PolicyGateParts): (opening: GateOpening) => Gate {
  const limiter = createLimiter(clock.micros);

  return ({ identity, target, language, cwd }) => {
    const { name, roles, attended } = identity;
    const { kind, labels, sharedUser, home, user, resolve } = target;
    const scope = {
      agent: { name, roles, attended },
      target: { name: target.name, kind, labels, sharedUser },
      workspace: resolve(target.workspace),
      home: resolve(home),
    };
    const read = (from: string) => language.read({ cwd: from, home, user });
    let reading = read(cwd);

    function ask(statement: string, more: readonly Effect[] = []): Question {
      const analysis = reading.analyse(statement);
      const effects = [...analysis.effects, ...more];
      return { statement, analysis: { ...analysis, effects }, ...scope, resolve };
    }

    function judgeAgain(statement: string, more?: readonly Effect[]): Ruling {
      const current = policy();
      const { digest } = current;
      const question = ask(statement, more);
      const runs = question.analysis.effects.flatMap((effect) => (effect.kind === 'run' ? [effect.argv[0]] : []));
      if (runs.includes('ostiary')) {
        const say = '`ostiary …` is answered by the broker, as a statement of its own with literal words';
        return { ...ownRuling('deny', null, say), policy: digest };
      }
      const { decision, rules, say, redact, effects } = current.explain(question);
      const raw = effects.some(({ effect }) => effect.kind === 'raw');
      const asking = effects.filter((verdict) => verdict.decision === 'ask').flatMap((verdict) => verdict.rules);
      const terms = current.askTerms(asking);
      return { decision, by: 'policy', rules, say, policy: digest, effects, terms, raw, redact };
    }

    function judge(statement: string): Ruling {
      const ruling = judgeAgain(statement);
      const limits = policy().limits(scope);
      const key = JSON.stringify([name, target.name]);
      const asks = ruling.decision === 'ask' ? limiter.admit(key, 'asks', limits) : null;
      const exceeded = limiter.admit(key, 'commands', limits) ?? asks;
      if (exceeded === null || ruling.decision === 'deny') return ruling;
      const { rule, say, retryAfter } = exceeded;
      return { ...ruling, decision: 'deny', by: 'limit', rules: [rule], say, retryAfter };
    }

    return {
      judge,
      judgeAgain,
      settle: (statement, outcome) => reading.settle(statement, outcome),
      reset(from) {
        reading = read(from);
      },
      get tainted() {
        return reading.tainted;
      },
      explain(line) {
        const { resolve: _, ...question } = ask(line);
        const explanation: Explanation = explainVerdict(question, policy().explain(question));
        return renderExplanation(explanation);
      },
    };
  };
}
