import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { stricter } from '../../../src/policy/evaluate.ts';
import { question, run } from './ask.ts';

type Sketches = Parameters<typeof question>[0];

const paths = fc.constantFrom('/app', '/app/src', '/app/.env', '/etc/passwd', '/home/agent/.ssh/id_rsa', '/', null);
const words = fc.constantFrom('git', 'rm', 'status', '-rf', 'push', 'x', null);
const effects = fc.oneof(
  fc.array(words, { minLength: 1, maxLength: 4 }).map((argv) => run(argv[0] ?? 'ls', ...argv.slice(1))),
  fc
    .record({
      kind: fc.constantFrom('read', 'write', 'delete', 'define'),
      path: paths,
      tree: fc.boolean(),
      of: fc.constantFrom(null, 0),
    })
    .map((effect) => effect as Sketches[number]),
  fc.constantFrom(null, 'a.example').map((host) => ({ kind: 'net', host }) as Sketches[number]),
  fc.constant({ kind: 'opaque', reason: 'x' } as Sketches[number]),
);
const statements = fc.array(effects, { maxLength: 4 }).map((list): Sketches => [run('git', 'status'), ...list]);

const parts = fc.constantFrom(
  '{ run: "git **" }',
  '{ run: "builtin:readonly@1" }',
  '{ run: "(rm|git) * **" }',
  '{ run: "builtin:coding@1", writes: "${workspace}/**" }',
  '{ reads: "builtin:credentials@1", writes: "builtin:credentials@1" }',
  '{ reads: "**", deletes: "${workspace}/*/**" }',
  '{ net: "*.example", defines: "**" }',
  '{ effects: [write, delete, define] }',
);
const rules = fc.array(fc.tuple(fc.constantFrom('allow', 'ask', 'deny'), parts), { maxLength: 5 });

const judge = (list: readonly (readonly [string, string])[], statement: Sketches) =>
  createPolicy(
    ['version: 1', 'rules:', ...list.map(([decision, part], index) => `  - { id: r${index}, ${decision}: ${part} }`)]
      .join('\n')
      .replace(/rules:$/, 'rules: []'),
  ).judge(question(statement)).decision;

describe('any policy', () => {
  it('decides alike whatever the order of its rules', () => {
    fc.assert(
      fc.property(rules, statements, (list, statement) => {
        expect(judge(list.toReversed(), statement)).toBe(judge(list, statement));
      }),
    );
  });

  it('is never made looser by an ask or a deny, nor stricter than the default by an allow', () => {
    fc.assert(
      fc.property(rules, statements, fc.constantFrom('ask', 'deny'), parts, (list, statement, decision, part) => {
        const before = judge(list, statement);
        const after = judge([...list, [decision, part]], statement);
        expect(stricter(before, after)).toBe(after);
        const allowed = judge([...list, ['allow', part]], statement);
        expect(stricter(before, allowed)).toBe(before);
      }),
    );
  });

  it('decides a statement as its strictest part, and never allows what is opaque', () => {
    fc.assert(
      fc.property(rules, statements, (list, statement) => {
        const whole = judge(list, statement);
        const alone = statement.map((effect) => judge(list, [{ ...effect, of: null }]));
        const strictest = alone.reduce((left, right) => stricter(left, right), 'allow');
        // Standing alone an effect loses the cover of its run: the parts may be stricter than the whole, never looser.
        expect(stricter(whole, strictest)).toBe(strictest);
        if (statement.some(({ kind }) => kind === 'opaque')) expect(whole).not.toBe('allow');
      }),
    );
  });
});
