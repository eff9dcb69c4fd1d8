// Short ways to make an analysis and a question by hand.
import type { Analysis, Effect } from '../../../src/language/effect.ts';
import type { Question } from '../../../src/policy/policy.ts';

type Distribute<T> = T extends { of: unknown; span: infer S }
  ? Omit<T, 'of' | 'span'> & { of?: number | null; span?: S }
  : never;
type Sketch = Distribute<Effect>;

/** A run of these words; `null` is an unknown word. */
export function run(...argv: (string | null)[]): Sketch {
  return { kind: 'run', argv, nested: false };
}

export function analysis(...effects: Sketch[]): Analysis {
  return { effects: effects.map((effect) => ({ of: null, span: [0, 0], ...effect }) as Effect), refusal: null };
}

export function question(effects: Sketch[], more: Partial<Question> = {}): Question {
  return {
    statement: '',
    analysis: analysis(...effects),
    agent: { name: 'coder', roles: ['codegen'], attended: true },
    target: { name: 'local', kind: 'local', labels: { env: 'dev' } },
    workspace: '/app',
    home: '/home/agent',
    ...more,
  };
}
