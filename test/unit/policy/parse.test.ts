import { describe, expect, it } from 'vitest';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { renderFinding } from '../../../src/policy/findings.ts';
import { parsePolicy } from '../../../src/policy/parse.ts';

function findings(...lines: string[]): readonly string[] {
  const parsed = parsePolicy(lines.join('\n'));
  return parsed.kind === 'invalid' ? parsed.findings.map((finding) => renderFinding(finding)) : [];
}

describe('a policy file', () => {
  it('is read whole', () => {
    const text = [
      'version: 1',
      'context: { cwd: /app, home: /home/agent, workspace: /app, user: agent, target: web, agent: { name: a, roles: [x] } }',
      'sets: { creds: ["**/.env*"], build: "npm run build" }',
      'defaults: { read: ask, opaque: deny }',
      'rules:',
      '  - id: a',
      '    when: { agent: { name: "c*", role: [x, y] }, target: { name: web, kind: local, labels: { env: prod } } }',
      '    allow: { run: [$build, "builtin:coding@1/build"], writes: "${workspace}/**", effects: net, tty: raw }',
      '    deny: { reads: [$creds, "builtin:credentials@1"], sets: "builtin:destructive@1" }',
      '    limit: { commands: 60/m, asks: 5/10m }',
      '    say: no',
      'tests: [{ line: ls, expect: ask, rule: "default:run" }]',
    ].join('\n');
    expect(findings(text)).toEqual([]);
  });

  it('tells every finding at once with line, column and the nearest right word', () => {
    expect(
      findings(
        'version: 1',
        'defaults: { delet: ask, opaque: allow }',
        'rules:',
        '  - id: a',
        '    alow: { run: x }',
        '  - id: b',
        '    when: { agent: { nme: x } }',
        '    deny: { effects: [reda] }',
        '    ask: { raeds: "/x", run: 5 }',
        'test: []',
      ),
    ).toEqual([
      '2:13: unknown key `delet`; did you mean `delete`?',
      '2:33: `allow` is not known here; known here: ask, deny',
      '5:5: unknown key `alow`; did you mean `allow`?',
      '7:22: unknown key `nme`; did you mean `name`?',
      '8:23: `reda` is not known here; did you mean `read`?',
      '9:12: unknown key `raeds`; did you mean `reads`?',
      '9:30: expected a text, not a number',
      '10:1: unknown key `test`; did you mean `tests`?',
    ]);
  });

  it('looks at references and patterns', () => {
    expect(
      findings(
        'version: 1',
        'sets: { creds: ["**/.env*", "/x/"] }',
        'rules:',
        '  - id: b',
        '    ask: { reads: [$cred, $constructor, "foo", "${work}/x", $creds], run: [builtin:readonly@2, "a ** b"] }',
        '  - id: b',
        '    deny: { net: builtin:readonly@1, writes: "/a/../b" }',
        '  - id: c',
        'tests: [{ line: x, expect: ask, rule: bb }]',
      ),
    ).toEqual([
      '5:20: there is no set `$cred`; did you mean `$creds`?',
      '5:27: there is no set `$constructor`; known here: $creds',
      '5:41: `foo` must begin with /, **/, ${workspace} or ${home}',
      '5:48: `${work}/x` uses ${work}: only ${workspace} and ${home} are known, at the beginning',
      '5:61: in the set `$creds`: `/x/` ends with a slash; write /** for a folder and all below it',
      '5:76: there is no pack `builtin:readonly@2`; did you mean `builtin:readonly@1`?',
      '5:96: `a ** b` has ** before its last word; * is one word',
      '6:9: another rule is called `b`',
      '7:18: `builtin:readonly@1` has no list for this key',
      '7:46: `/a/../b` has the part ..',
      '8:5: the rule `c` does nothing: it needs allow, ask, deny or limit',
      '9:39: there is no rule `bb`; did you mean `b`?',
    ]);
  });

  it('says where the YAML itself breaks', () => {
    expect(findings('version: 1', 'rules: [')[0]).toMatch(/^2:9: /);
    expect(findings('version: 1', 'rules: []', 'rules: []')[0]).toMatch(/^3:1: .*unique/);
    expect(findings('')).toEqual(['1:1: expected a mapping, not nothing']);
  });

  it('refuses a newer version and a missing key', () => {
    expect(findings('version: 2', 'rules: []')).toEqual(['1:10: expected 1']);
    expect(findings('version: 1')).toEqual(['1:1: the key `rules` is missing']);
  });

  it('cannot allow what is not understood', () => {
    const rule = (part: string) => findings('version: 1', 'rules:', `  - { id: a, ${part} }`);
    expect(rule('allow: { effects: [opaque] }')[0]).toContain('`opaque` is not known here');
    expect(rule('deny: { effects: [opaque] }')).toEqual([]);
  });

  it('names the file in the fault', () => {
    expect(() => createPolicy('version: 1', { file: 'policy.yaml' })).toThrow('policy.yaml:1:1: the key `rules`');
  });
});
