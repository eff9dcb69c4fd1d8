import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import type { Question } from '../../../src/policy/policy.ts';
import { question, run } from './ask.ts';

const policy = (rules: string, more = '') => createPolicy(`version: 1\n${more}\nrules:\n${rules}`);
const decide = (rules: string, effects: Parameters<typeof question>[0], more: Partial<Question> = {}) =>
  policy(rules).judge(question(effects, more));

describe('a judgement', () => {
  it('takes the default of each effect kind where no rule has a word', () => {
    const empty = policy('  []');
    expect(empty.judge(question([run('x')]))).toMatchObject({ decision: 'ask', rules: ['default:run'] });
    expect(empty.judge(question([{ kind: 'read', path: '/x' }])).decision).toBe('allow');
    expect(empty.judge(question([{ kind: 'privilege', what: 'sudo' }])).decision).toBe('deny');
  });

  it('takes the strictest of all rules and effects, whatever their order', () => {
    const allow = '  - { id: yes, allow: { run: "cat **" } }\n';
    const deny = '  - { id: no, deny: { run: "cat /etc/**" } }\n';
    const denied = deny.replace('/etc/**', '/etc/x');
    for (const rules of [allow + denied, denied + allow]) {
      const judged = decide(rules, [run('cat', '/etc/x')]);
      expect(judged).toMatchObject({ decision: 'deny', rules: ['no'] });
      expect(decide(rules, [run('cat', 'a'), run('cat', '/etc/x')])).toMatchObject({
        decision: 'deny',
        rules: ['no', 'yes'],
      });
    }
  });

  it('lets no allow follow a word out of the folder its pattern names', () => {
    const rules = '  - { id: a, allow: { run: "node dist/*" } }';
    expect(decide(rules, [run('node', 'dist/a.js')]).decision).toBe('allow');
    expect(decide(rules, [run('node', 'dist/../x.js')]).decision).toBe('ask');
    const deny = '  - { id: d, deny: { run: "cat /etc/*" } }';
    expect(decide(deny, [run('cat', '/etc/../etc/x')]).decision).toBe('deny');
  });

  it('lets an allow cover only the effect kinds it names', () => {
    const rules = '  - { id: a, allow: { run: "tee **" } }';
    expect(decide(rules, [run('tee', 'x')]).decision).toBe('allow');
    expect(decide(rules, [run('tee', 'x'), { kind: 'write', path: '/app/x', of: 0 }]).decision).toBe('ask');
    const both = '  - { id: a, allow: { run: "tee **", writes: "${workspace}/**" } }';
    expect(decide(both, [run('tee', 'x'), { kind: 'write', path: '/app/x', of: 0 }]).decision).toBe('allow');
  });

  it('lets a pack entry cover the effects of its own run within its limits, and nothing that stands alone', () => {
    const rules = '  - { id: a, allow: { run: "builtin:coding@1" } }';
    const write = (path: string, of: number | null) =>
      decide(rules, [run('cp', 'a', 'b'), { kind: 'write', path, of }]);
    expect(write('/app/b', 0).decision).toBe('allow');
    expect(write('/etc/b', 0).decision).toBe('ask');
    expect(write('/app/b', null).decision).toBe('ask');
    expect(decide(rules, [run('cp', 'a', 'b'), { ...run('rm', 'x'), of: 0 }]).decision).toBe('ask');
  });

  it('never lets opaque be better than ask', () => {
    const rules = '  - { id: a, allow: { run: ["x **"], effects: [run, read, write] } }';
    expect(decide(rules, [run('x'), { kind: 'opaque', reason: 'dynamic', of: 0 }]).decision).toBe('ask');
  });

  it('refuses what the language refuses, whatever the rules say', () => {
    const refused = question([run('cat')], {
      analysis: { effects: [], refusal: { reason: 'a NUL at position 1', hint: 'type it again' } },
    });
    expect(policy('  - { id: a, allow: { run: "cat **" } }').judge(refused)).toEqual({
      decision: 'deny',
      rules: ['built-in:refused'],
      say: 'a NUL at position 1; type it again',
      redact: null,
    });
  });

  it('asks where something unknown may be what a rule denies', () => {
    const rules =
      '  - { id: c, deny: { reads: "**/.env*", net: "evil.example" } }\n  - { id: k, deny: { run: "k get secret*" } }';
    expect(decide(rules, [{ kind: 'read', path: null }])).toMatchObject({ decision: 'ask', rules: ['c'] });
    const both = { decision: 'ask', rules: ['k', 'default:run'] };
    expect(decide(rules, [run('k', 'get', null)])).toMatchObject(both);
    expect(decide(rules, [{ kind: 'net', host: null }])).toMatchObject({ rules: ['c', 'default:net'] });
  });

  it('does not lift a default that denies because a rule may be meant', () => {
    const strict = policy('  - { id: c, deny: { net: "evil.example" } }', 'defaults: { net: deny }');
    const judged = strict.judge(question([{ kind: 'net', host: null }]));
    expect(judged).toMatchObject({ decision: 'deny', rules: ['default:net'] });
  });

  it('takes no unknown path or host for one that is allowed, unless the list says **', () => {
    const some = '  - { id: a, allow: { writes: "/app/**", net: "*.Example" } }';
    expect(decide(some, [{ kind: 'write', path: null }]).decision).toBe('ask');
    expect(decide(some, [{ kind: 'net', host: null }]).decision).toBe('ask');
    expect(decide(some, [{ kind: 'net', host: 'A.Example' }]).decision).toBe('allow');
    const all = '  - { id: a, allow: { writes: "**", net: "**" } }';
    expect(
      decide(all, [
        { kind: 'write', path: null },
        { kind: 'net', host: null },
      ]).decision,
    ).toBe('allow');
  });

  it('denies what it would ask when nobody attends the agent', () => {
    const unattended = { agent: { name: 'night', roles: [], attended: false } };
    const judged = decide('  []', [run('x')], unattended);
    expect(judged).toMatchObject({ decision: 'deny', rules: ['default:run'] });
    expect(judged.say).toContain('nobody attends night');
    expect(decide('  []', [{ kind: 'read', path: '/x' }], unattended).decision).toBe('allow');
  });

  it('follows symlinks before it compares: an allow needs both ends inside', () => {
    const rules = '  - { id: w, allow: { writes: "${workspace}/**" } }\n  - { id: d, deny: { reads: "/secret/**" } }';
    const resolve = (path: string) => path.replace(/^\/app\/link/, '/secret');
    expect(decide(rules, [{ kind: 'write', path: '/app/link/x' }], { resolve }).decision).toBe('ask');
    expect(decide(rules, [{ kind: 'write', path: '/app/x' }], { resolve }).decision).toBe('allow');
    expect(decide(rules, [{ kind: 'read', path: '/app/link/x' }], { resolve }).decision).toBe('deny');
    expect(decide(rules, [{ kind: 'read', path: '/app/link/*', glob: true }], { resolve }).decision).toBe('deny');
    expect(decide(rules, [{ kind: 'read', path: '/app/link', tree: true }], { resolve }).decision).toBe('deny');
  });

  it('cannot be made to open the broker’s own paths', () => {
    const rules =
      '  - { id: all, allow: { reads: "**", writes: "**", deletes: "**", defines: "**", effects: [read, write] } }';
    const guarded = createPolicy(`version: 1\nrules:\n${rules}`, { protect: ['/state', '/etc/o*.yaml'] });
    const resolve = (path: string) => (path === '/app/link' ? '/state/key' : path);
    for (const kind of ['read', 'write', 'delete', 'define'] as const) {
      for (const path of ['/state', '/state/key', '/etc/o*.yaml', '/app/link']) {
        const judged = guarded.judge(question([{ kind, path }], { resolve }));
        expect(judged, `${kind} ${path}`).toMatchObject({ decision: 'deny', rules: ['built-in:broker'] });
      }
      expect(guarded.judge(question([{ kind, path: '/', tree: true }])).decision).toBe('deny');
      expect(guarded.judge(question([{ kind, path: '/st*/key', glob: true }])).decision).toBe('deny');
      expect(guarded.judge(question([{ kind, path: null }])).decision).toBe('ask');
      expect(guarded.judge(question([{ kind, path: '/etc/other.yaml' }])).decision).toBe('allow');
    }
  });

  it('judges only by the rules whose when holds', () => {
    const rules = [
      '  - { id: prod, when: { target: { labels: { env: [prod, live] } } }, deny: { effects: [write] } }',
      '  - { id: role, when: { agent: { role: codegen, name: "co*" } }, allow: { writes: "/app/**" } }',
      '  - { id: shared, when: { target: { sharedUser: true } }, ask: { run: "npm **" } }',
      '  - { id: npm, allow: { run: "npm **" } }',
    ].join('\n');
    const write = [{ kind: 'write', path: '/app/x' }] as Parameters<typeof question>[0];
    const target = { name: 'p', kind: 'local', labels: { env: 'prod' } };
    expect(decide(rules, write).rules).toEqual(['role']);
    expect(decide(rules, write, { target }).rules).toEqual(['prod']);
    expect(decide(rules, write, { agent: { name: 'coder', roles: [], attended: true } }).rules).toEqual([
      'default:write',
    ]);
    expect(decide(rules, [run('npm', 'test')]).decision).toBe('allow');
    expect(decide(rules, [run('npm', 'test')], { target: { ...target, sharedUser: true } }).decision).toBe('ask');
  });

  it('grants a raw terminal to the runs named beside it only', () => {
    const rules = '  - { id: vim, allow: { run: "vim -Z **", tty: raw } }\n  - { id: gdb, allow: { run: "gdb" } }';
    const raw = (...argv: string[]) =>
      decide(rules, [run(...argv), { kind: 'raw', program: argv[0]!, of: 0 }]).decision;
    expect(raw('vim', '-Z', 'x')).toBe('allow');
    expect(raw('gdb')).toBe('ask');
  });

  it('names functions and protected files at defines, and variables at sets', () => {
    const rules = '  - { id: d, allow: { defines: [greet, "${workspace}/package.json"], sets: [NODE_*] } }';
    expect(decide(rules, [{ kind: 'define', path: null, name: 'greet' }]).decision).toBe('allow');
    expect(decide(rules, [{ kind: 'define', path: null, name: 'ls' }]).decision).toBe('ask');
    expect(decide(rules, [{ kind: 'define', path: '/app/package.json' }]).decision).toBe('allow');
    expect(decide(rules, [{ kind: 'define', path: '/app/.npmrc' }]).decision).toBe('ask');
    expect(decide(rules, [{ kind: 'set', name: 'NODE_ENV' }]).decision).toBe('allow');
    expect(decide(rules, [{ kind: 'set', name: 'PATH' }]).decision).toBe('ask');
  });

  it('says why in the rule’s words, or names the effect in printable characters', () => {
    const rules = '  - { id: d, deny: { deletes: "/srv/**" }, say: "ask the owner first" }';
    expect(decide(rules, [{ kind: 'delete', path: '/srv/x' }]).say).toBe('ask the owner first');
    expect(decide(rules, [{ kind: 'delete', path: null }]).say).toBe(
      'deleting an unknown path may be what a rule keeps back (ask the owner first)',
    );
    expect(decide(rules, [{ kind: 'delete', path: '/', tree: true }]).say).toBe('ask the owner first');
    expect(decide(rules, [{ kind: 'delete', path: '/a\u001b[2J' }]).say).toBe('deleting /a<U+001B>[2J needs approval');
  });

  it('carries the digest of its text', () => {
    expect(policy('  []').digest).toMatch(/^[0-9a-f]{64}$/);
    expect(policy('  []').digest).not.toBe(policy('  []  ').digest);
  });
});
