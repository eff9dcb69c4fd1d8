import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { explainVerdict, renderExplanation } from '../../../src/policy/explain.ts';
import { question, run } from './ask.ts';

const policy = createPolicy(
  [
    'version: 1',
    'rules:',
    '  - { id: look, allow: { run: "cat **" } }',
    '  - { id: tidy, allow: { run: "rm **" } }',
    '  - { id: keep, deny: { deletes: "/app/data/**" } }',
    '  - { id: soft, ask: { deletes: "/app/**" } }',
  ].join('\n'),
);
const explain = (...[effects, more]: Parameters<typeof question>) => {
  const asked = question(effects, more);
  return explainVerdict(asked, policy.explain(asked));
};

describe('an explanation', () => {
  it('is a tree of effects with the rules that have a word on each', () => {
    const explanation = explain([run('rm', '-r', 'data'), { kind: 'delete', path: '/app/data', tree: true, of: 0 }]);
    expect(renderExplanation(explanation).split('\n')).toEqual([
      'deny (keep, tidy): deleting /app/data and all below it is not permitted',
      '  allow running rm -r data  [tidy]',
      '    deny  deleting /app/data and all below it  [keep; soft would ask]',
      'to pass: The rule keep denies it: only a change of that rule lets it pass (deleting /app/data and all below it).',
    ]);
  });

  it('says what is unknown and where', () => {
    const statement = 'cat "$x"';
    const explanation = explain(
      [
        { ...run('cat', null), span: [0, 8] },
        { kind: 'delete', path: null, of: 0, span: [4, 8] },
      ],
      { statement },
    );
    expect(explanation.unknown).toEqual([
      { what: 'a word', column: 1, text: 'cat "$x"' },
      { what: 'a path', column: 5, text: '"$x"' },
    ]);
    expect(explanation.remedies[0]).toContain('Write out what is unknown');
  });

  it('offers the rule that would let an effect pass, and that rule does', () => {
    const effects: Parameters<typeof question>[0] = [
      run('deploy', 'a b', 'x*'),
      { kind: 'write', path: '/srv/x', tree: true },
      { kind: 'net', host: 'a.example' },
      { kind: 'set', name: 'FOO' },
      { kind: 'restart', what: 'nginx' },
      { kind: 'define', path: null, name: 'f' },
    ];
    const parts = explain(effects).remedies.map((remedy) => /allow: (\{.*?\}) would/.exec(remedy)?.[1]);
    expect(parts).toHaveLength(effects.length);
    const rules = parts.map((part, index) => `  - { id: r${index}, allow: ${part} }`);
    const widened = createPolicy(['version: 1', 'rules:', ...rules].join('\n'));
    expect(widened.judge(question(effects)).decision).toBe('allow');
  });

  it('names what no rule can open', () => {
    const guarded = createPolicy('version: 1\nrules: []', { protect: ['/state'] });
    const asked = question([
      { kind: 'read', path: '/state/key' },
      { kind: 'opaque', reason: 'a dynamic word' },
    ]);
    expect(explainVerdict(asked, guarded.explain(asked)).remedies).toEqual([
      "No rule can open the broker's own files (reading /state/key).",
      'Write it so that it can be understood: a dynamic word.',
    ]);
    const refused = question([], { analysis: { effects: [], refusal: { reason: 'a NUL at 1' } } });
    expect(explainVerdict(refused, guarded.explain(refused)).remedies[0]).toContain('a NUL at 1');
  });
});
