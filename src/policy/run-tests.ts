// Runs a policy's inline `tests:`: each line, judged as the first statement of a fresh session.
import type { Language } from '../language/language.ts';
import { circumstancesOf, circumstancesOfTest, questionOf } from './context.ts';
import type { FilePolicy } from './create-policy.ts';
import type { Judgement } from './policy.ts';
import type { PolicyTest } from './schema.ts';

export interface FailedTest {
  readonly test: PolicyTest;
  readonly judgement: Judgement;
}

/** `"rm x": expected allow by tidy, got ask by default:delete (…)` */
export function renderFailure({ test, judgement }: FailedTest): string {
  const { decision, rules, say } = judgement;
  const wanted = test.rule === undefined ? test.expect : `${test.expect} by ${test.rule}`;
  const got = `${decision} by ${rules.join(', ') || 'nothing'}`;
  return `${JSON.stringify(test.line)}: expected ${wanted}, got ${got}${say && ` (${say})`}`;
}

/** The tests that did not come out as they expect; empty when all hold. */
export function runTests(policy: FilePolicy, language: Language): readonly FailedTest[] {
  const base = circumstancesOf(policy.context);
  return policy.tests.flatMap((test) => {
    const judgement = policy.judge(questionOf(test.line, circumstancesOfTest(test, base), language));
    const holds =
      judgement.decision === test.expect && (test.rule === undefined || judgement.rules.includes(test.rule));
    return holds ? [] : [{ test, judgement }];
  });
}
