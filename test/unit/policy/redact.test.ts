import { describe, expect, it } from 'vitest';
import { bash } from '../../../src/language/bash/bash.ts';
import { circumstancesOf } from '../../../src/policy/context.ts';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { diffPolicies, renderChange } from '../../../src/policy/diff.ts';
import { explainVerdict, renderExplanation } from '../../../src/policy/explain.ts';
import { parsePolicy } from '../../../src/policy/parse.ts';
import { question, run } from './ask.ts';

const policy = (...rules: string[]) =>
  createPolicy(`version: 1\nrules:\n${rules.map((rule) => `  - ${rule}\n`).join('')}`);
const redactOf = (rules: readonly string[], ...effects: Parameters<typeof question>[0]) =>
  policy(...rules).judge(question(effects)).redact;

const all = '{ id: look, allow: { run: ["cat **", "kubectl **"] } }';
const shows = '{ id: shows, allow: { run: "kubectl get secret *" }, redact: off }';
const pii = '{ id: people, allow: { run: "kubectl **" }, redact: all }';
const secret = run('kubectl', 'get', 'secret', 'db');

describe('what a rule says of the output', () => {
  it('is nothing where no rule says it', () => {
    expect(redactOf([all, shows], run('cat', 'x'))).toBeNull();
  });

  it('holds for the statements the rule matches', () => {
    expect(redactOf([all, shows], secret)).toEqual({ level: 'off', rule: 'shows' });
  });

  it('is the strictest of several: off, pii, secrets, what the target says, all', () => {
    expect(redactOf([all, shows, pii], secret)).toEqual({ level: 'all', rule: 'people' });
    const ask = shows.replace('shows', 'asks').replace('allow', 'ask').replace('off', 'pii');
    expect(redactOf([all, shows, ask], secret)).toEqual({ level: 'pii', rule: 'asks' });
    expect(
      redactOf([all, shows, '{ id: s, ask: { net: "*" }, redact: secrets }'], secret, {
        kind: 'net',
        host: 'x',
        of: 0,
      }),
    ).toEqual({ level: 'secrets', rule: 's' });
  });

  it('shows more only where every program of the statement may', () => {
    expect(redactOf([all, shows], secret, run('cat', '.env'))).toBeNull();
    expect(redactOf([all, shows], secret, { kind: 'opaque', reason: 'x' })).toBeNull();
    expect(redactOf([all, shows], secret, { kind: 'opaque', reason: 'x', of: 0 })?.level).toBe('off');
    expect(redactOf([all, shows], run('kubectl', 'get', null))).toBeNull();
    expect(redactOf([all, shows], secret, secret)).toEqual({ level: 'off', rule: 'shows' });
    expect(redactOf(['{ id: r, allow: { reads: "/**" }, redact: secrets }'], { kind: 'read', path: '/x' })).toBeNull();
  });

  it('masks more as soon as one part of the statement, even perhaps, is meant', () => {
    expect(redactOf([all, pii], run('cat', 'x'), secret)?.level).toBe('all');
    const asks = '{ id: x, ask: { reads: "/srv/**" }, redact: all }';
    expect(redactOf([all, asks], run('cat', null), { kind: 'read', path: null, of: 0 })?.level).toBe('all');
  });

  it('is nothing for what is denied', () => {
    expect(redactOf([shows, '{ id: no, deny: { effects: run } }'], secret)).toBeNull();
  });

  it('is told by an explanation', () => {
    const asked = question([secret]);
    const text = renderExplanation(explainVerdict(asked, policy(shows).explain(asked)));
    expect(text).toContain('output: redact: off  [shows]');
  });

  it.each([
    ['deny: { run: x }, redact: all', 'is about output: the rule may allow or ask, and nothing else'],
    [
      'limit: { asks: 1/m }, allow: { run: x }, redact: all',
      'is about output: the rule may allow or ask, and nothing else',
    ],
    ['allow: { effects: read }, redact: off', '`off` shows secrets: name the commands by `run:`'],
    [
      'allow: { run: "builtin:readonly@1" }, redact: off',
      '`off` shows secrets, and `builtin:readonly@1` may be any of many commands',
    ],
    ['ask: { run: [ls, "k* get"] }, redact: pii', '`pii` shows secrets, and `k* get` may be any of many commands'],
    ['allow: { run: $many }, redact: off', '`off` shows secrets, and `* x` may be any of many commands'],
    [
      'allow: { run: ls, effects: [run] }, redact: off',
      '`off` shows secrets: name the commands by `run:`, not all by `effects:`',
    ],
  ])('is refused as %s', (rule, message) => {
    const text = `version: 1\nsets: { many: "* x" }\nrules:\n  - { id: a, ${rule} }`;
    expect(parsePolicy(text)).toMatchObject({ findings: [{ line: 4, message }] });
  });

  it('is looser in a comparison when it masks less', () => {
    const sample = (line: string) => ({ line, source: 'tests', circumstances: circumstancesOf({}) });
    const lines = ['kubectl get secret db', 'kubectl version'].map(sample);
    const changes = (before: string[], after: string[]) =>
      [...diffPolicies(policy(...before), policy(...after), lines, bash)].map(renderChange);
    expect(changes([all], [all, shows])).toEqual([expect.stringMatching(/^\+ .*redact: usual -> off$/)]);
    expect(changes([all, shows], [all, shows, pii])).toEqual([
      expect.stringMatching(/^- .*secret db.*redact: off -> all$/),
      expect.stringMatching(/^- .*version.*redact: usual -> all$/),
    ]);
    expect(changes([all, shows], [all, shows.replace('allow', 'deny').replace(', redact: off', '')])).toEqual([
      expect.stringMatching(/^- .* -> deny .*\]$/),
    ]);
  });
});
