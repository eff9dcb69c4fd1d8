import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { explainVerdict } from '../../../src/policy/explain.ts';
import { parsePolicy } from '../../../src/policy/parse.ts';
import { question, run } from './ask.ts';

const policy = (rules: string, more = '') => createPolicy(`version: 1\n${more}\nrules:\n${rules}`);
const discloses = (what: string) => ({ kind: 'discloses', what }) as const;
const net = { kind: 'net', host: 'x.org' } as const;
const open = '  - { id: open, allow: { run: "curl **", net: "**" } }\n';

describe('a rule about what is disclosed', () => {
  it('names the kinds, and is needed: by default a disclosure alone passes', () => {
    const rules = `${open}  - { id: no, deny: { discloses: [jwt, "*-key"] } }`;
    const decide = (what: string) => policy(rules).judge(question([run('curl'), discloses(what)]));
    expect(decide('email')).toMatchObject({ decision: 'allow', rules: ['open', 'default:discloses'] });
    expect(decide('jwt')).toMatchObject({
      decision: 'deny',
      rules: ['no', 'open'],
      say: 'disclosing what looks like a secret (jwt) is not permitted',
    });
    expect(decide('private-key').decision).toBe('deny');
  });

  it('counts only together with the effects that `with` names', () => {
    const rules = `${open}  - { id: out, ask: { discloses: "**", with: [net, write] } }`;
    expect(policy(rules).judge(question([run('curl'), discloses('jwt')])).decision).toBe('allow');
    expect(policy(rules).judge(question([run('curl'), net])).decision).toBe('allow');
    const judged = policy(rules).judge(question([run('curl'), net, discloses('jwt')]));
    expect(judged).toMatchObject({ decision: 'ask', rules: expect.arrayContaining(['out']) });
  });

  it.each([
    ['run: "curl **"', run('curl')],
    ['reads: "/**"', { kind: 'read', path: '/x' }],
    ['defines: "f"', { kind: 'define', path: null, name: 'f' }],
    ['sets: "A"', { kind: 'set', name: 'A' }],
    ['tty: raw', { kind: 'raw', program: 'vi' }],
    ['effects: restart', { kind: 'restart', what: 'x' }],
  ] as const)('may have `with` beside any other effect, too: %s', (named, effect) => {
    const rules = policy(`  - { id: no, deny: { ${named}, with: discloses } }`);
    expect(rules.judge(question([effect])).decision).not.toBe('deny');
    expect(rules.judge(question([effect, discloses('jwt')])).decision).toBe('deny');
  });

  it('is explained with what would let it pass', () => {
    const asked = question([discloses('jwt')]);
    const rules = policy('  - { id: a, allow: { run: ls } }', 'defaults: { discloses: ask }');
    expect(explainVerdict(asked, rules.explain(asked)).remedies).toEqual([
      'A rule with allow: { discloses: ["jwt"] } would let it pass (disclosing what looks like a secret (jwt)).',
    ]);
  });

  it('needs an effect to be with', () => {
    expect(parsePolicy('version: 1\nrules:\n  - { id: a, ask: { with: net } }')).toMatchObject({
      findings: [{ message: 'names no effect' }],
    });
  });
});
