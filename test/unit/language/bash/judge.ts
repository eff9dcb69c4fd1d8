// Judges lines by the evaluation policy, a session each: what the parts of the gate answer together.
import { readFileSync } from 'node:fs';
import { bash } from '../../../../src/language/bash/bash.ts';
import type { Language } from '../../../../src/language/language.ts';
import { circumstancesOf } from '../../../../src/policy/context.ts';
import { createPolicy } from '../../../../src/policy/create-policy.ts';
import type { Decision } from '../../../../src/policy/policy.ts';

const source = readFileSync(new URL('../../../fixtures/policy/evaluation.yaml', import.meta.url), 'utf8');
const policy = createPolicy(source);
const { cwd, home, user, ...scope } = circumstancesOf(policy.context);

// Starting a shell or defining a name asks for itself; where it is allowed, what is inside has to be found.
const wrapping = `rules:
  - { id: wrapping, allow: { run: ["(bash|sh) **", "bash", "sh"], defines: ["f", "trap EXIT"] } }
`;
const lenient = createPolicy(source.replace('rules:\n', wrapping));

/** The decision on each statement, every one in the state the statements before it left when they worked. */
export function judgeSession(
  statements: readonly string[],
  { language = bash, by = policy }: { language?: Language; by?: typeof policy } = {},
): readonly Decision[] {
  const reading = language.read({ cwd, home, user });
  return statements.map((statement) => {
    const { decision } = by.judge({ statement, analysis: reading.analyse(statement), home, ...scope });
    reading.settle(statement, { status: 0, cwd: reading.cwd });
    return decision;
  });
}

/** By the evaluation policy with an allow for everything that only wraps. */
export function isAllowed(statement: string, language: Language = bash): boolean {
  return judgeSession([statement], { language, by: lenient })[0] === 'allow';
}
