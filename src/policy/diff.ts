// What another policy would decide otherwise: the best tool an owner has to review a change.
import type { Language } from '../language/language.ts';
import { type Circumstances, circumstancesOf, circumstancesOfTest, questionOf } from './context.ts';
import { createPolicy, type FilePolicy } from './create-policy.ts';
import { stricter } from './evaluate.ts';
import { packExamples } from './packs/registry.ts';
import type { Judgement, Policy } from './policy.ts';
import { strictnessOf } from './redact.ts';
import { show } from './say.ts';
import { starterPolicy } from './starter.ts';

/** A line with where it comes from: `tests`, `examples`, or a session. */
export interface Sample {
  readonly line: string;
  readonly source: string;
  readonly circumstances: Circumstances;
}

export interface Change {
  readonly sample: Sample;
  readonly before: Judgement;
  readonly after: Judgement;
  /** True when the new policy permits more, or masks less of what is put out. */
  readonly looser: boolean;
}

/** The verdicts that change, in order of the samples; equal lines in equal circumstances once. */
export function* diffPolicies(
  before: Policy,
  after: Policy,
  samples: Iterable<Sample>,
  language: Language,
): Generator<Change> {
  const seen = new Set<string>();
  for (const sample of samples) {
    const key = JSON.stringify([sample.line, sample.circumstances]);
    if (seen.has(key)) continue;
    seen.add(key);
    const question = questionOf(sample.line, sample.circumstances, language);
    const [old, now] = [before.judge(question), after.judge(question)];
    const masks =
      old.decision === 'deny' || now.decision === 'deny' ? 0 : strictnessOf(now.redact) - strictnessOf(old.redact);
    if (old.decision === now.decision && masks === 0) continue;
    const looser = stricter(now.decision, old.decision) !== now.decision || masks < 0;
    yield { sample, before: old, after: now, looser };
  }
}

/** The lines of both policies' tests, and the examples that ship, in the new policy's context. */
export function* ownSamples(before: FilePolicy, after: FilePolicy): Generator<Sample> {
  for (const policy of [before, after]) {
    const base = circumstancesOf(policy.context);
    for (const test of policy.tests) {
      yield { line: test.line, source: 'tests', circumstances: circumstancesOfTest(test, base) };
    }
  }
  const circumstances = circumstancesOf(after.context);
  const starter = createPolicy(starterPolicy).tests.map((test) => test.line);
  for (const line of [...starter, ...packExamples]) yield { line, source: 'examples', circumstances };
}

/** `+ ask -> allow  npm test  [work; ses_…]`: `+` marks what becomes looser. Masking is told where a rule changes it. */
export function renderChange({ sample, before, after, looser }: Change): string {
  const by = after.rules.join(', ') || 'nothing';
  const [was, is] = [before, after].map(({ redact }) => redact?.level ?? 'usual');
  const masks = was === is || after.decision === 'deny' ? '' : `  redact: ${was} -> ${is}`;
  const line = show(sample.line);
  return `${looser ? '+' : '-'} ${before.decision} -> ${after.decision}  ${line}  [${by}; ${sample.source}]${masks}`;
}
