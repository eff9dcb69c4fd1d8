import { describe, expect, it } from 'vitest';
import { compileRunPattern, fitRun, runPatternFault } from '../../../src/policy/run-pattern.ts';

const compare = (pattern: string, ...argv: (string | null)[]) => fitRun(compileRunPattern(pattern), argv);

describe('a run pattern', () => {
  it.each([
    ['npm test', 'npm test', 'yes'],
    ['npm test', 'npm test x', 'no'],
    ['npm test', 'npm', 'no'],
    ['npm test **', 'npm test', 'yes'],
    ['npm test **', 'npm test a b', 'yes'],
    ['npm run (build|lint)', 'npm run lint', 'yes'],
    ['npm run (build|lint)', 'npm run deploy', 'no'],
    ['kubectl get secret*', 'kubectl get secrets', 'yes'],
    ['(a|b)x(c|d)', 'bxd', 'yes'],
    ['git -C * status', 'git -C /x status', 'yes'],
    ['git log', '/usr/bin/git log', 'yes'],
    ['/bin/git log', 'git log', 'yes'],
    ['git log', '/tmp/git log', 'no'],
    ['git log', '/usr/bin/../../tmp/git log', 'no'],
    ['/opt/x/tool **', '/opt/x/tool a', 'yes'],
  ])('%s on `%s` is %s', (pattern, line, expected) => {
    expect(compare(pattern, ...line.split(' '))).toBe(expected);
  });

  it('takes a word as one word, whatever it holds', () => {
    expect(compare('echo *', 'echo', 'a; rm -rf /')).toBe('yes');
    expect(compare('echo a', 'echo', 'a b')).toBe('no');
  });

  it('tells when a word fits by climbing out of the folder that is named', () => {
    expect(compare('node dist/*', 'node', 'dist/a.js')).toBe('yes');
    expect(compare('node dist/*', 'node', 'dist/../x.js')).toBe('climbs');
    expect(compare('cp * *', 'cp', '../a', 'b')).toBe('yes');
    expect(compare('cp ../a *', 'cp', '../a', 'b')).toBe('yes');
  });

  it('is sure of an unknown word only in the rest', () => {
    expect(compare('cat **', 'cat', null)).toBe('yes');
    expect(compare('cat *', 'cat', null)).toBe('may');
    expect(compare('kubectl get secret* **', 'kubectl', 'get', null)).toBe('may');
    expect(compare('kubectl get pods', 'kubectl', 'delete', null)).toBe('no');
    expect(compare('printenv', 'printenv', null)).toBe('may');
    expect(compare('printenv', 'printenv', null, 'x')).toBe('no');
  });

  it.each([
    ['', 'empty'],
    ['a ** b', 'before its last word'],
    ['a b**', 'inside the word'],
    ['**', 'command word'],
    ['a (b', 'unbalanced'],
    ['a (b|(c))', 'unbalanced'],
    ['a ()', 'unbalanced'],
  ])('refuses `%s`', (source, why) => {
    expect(runPatternFault(source)).toContain(why);
  });

  it('takes brackets literally behind a backslash', () => {
    expect(compare('awk \\(x\\)', 'awk', '(x)')).toBe('yes');
  });
});
