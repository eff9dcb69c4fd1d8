// Level `line-checked`: every statement is read in the state its shell is in, and judged by the policy in force.
import type { Clock } from '../core/clock.ts';
import { type Explanation, explainVerdict, renderExplanation } from '../policy/explain.ts';
import { createLimiter } from '../policy/limit.ts';
import type { Policy, Question } from '../policy/policy.ts';
import type { Gate, GateOpening, Ruling } from './gate.ts';

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

    const ask = (statement: string): Question => ({
      statement,
      analysis: reading.analyse(statement),
      ...scope,
      resolve,
    });

    function judge(statement: string): Ruling {
      const current = policy();
      const { digest } = current;
      const question = ask(statement);
      if (question.analysis.effects.some((effect) => effect.kind === 'run' && effect.argv[0] === 'ostiary')) {
        const say = '`ostiary …` is answered by the broker, as a statement of its own with literal words';
        return { decision: 'deny', by: 'broker', rules: [], say, policy: digest };
      }
      const judgement = current.judge(question);
      const limits = current.limits(scope);
      const key = JSON.stringify([name, target.name]);
      const exceeded =
        limiter.admit(key, 'commands', limits) ??
        (judgement.decision === 'ask' ? limiter.admit(key, 'asks', limits) : null);
      if (exceeded !== null && judgement.decision !== 'deny') {
        const { rule, say, retryAfter } = exceeded;
        return { decision: 'deny', by: 'limit', rules: [rule], say, policy: digest, retryAfter };
      }
      const raw = question.analysis.effects.some(({ kind }) => kind === 'raw');
      return { ...judgement, by: 'policy', policy: digest, raw };
    }

    return {
      judge,
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
