import { describe, expect, it } from 'vitest';
import { bash } from '../../../../src/language/bash/bash.ts';

const literals = (statement: string) => bash.literals(statement).map(([start, end]) => statement.slice(start, end));

describe('the literal text of a statement', () => {
  it.each<[statement: string, ...literals: string[]]>([
    [
      "curl -H 'Authorization: Bearer t0' https://u:pw@h/?q=z",
      '-H',
      'Authorization: Bearer t0',
      'https://u:pw@h/',
      'z',
    ],
    ['A=b C=\'d e\' F="g $H i" J+=k ls m', 'b', 'd e', 'g ', ' i', 'k', 'm'],
    ["x=(a 'b c') y[0]=d", 'a', 'b c', 'd'],
    ['env A=b nice ls', 'b'],
    ["./x 'Basic c3ZjOmRKMlY4UVl3SXZJQg==' \"A='b'\" C=", 'Basic', 'c3ZjOmRKMlY4UVl3SXZJQg==', 'b'],
    ['ls a\\ b"\\$c"', 'a', 'b', 'c'],
    ['ls ~root/x /y/*.z {1,2}v', '/x', '/y/', '.z', 'v'],
    ["echo $'a b' $'c\\n' $(ls b `ls m`) <(ls d) ${e:-f} $((1 + 2))", 'a b', 'b', 'm', 'd'],
    ['for i in a b; do ls "$i" c; done', 'a', 'b', 'c'],
    ["cat > k <<'E'\none two\n$three;\nE", 'k', 'one two', 'three'],
    ['cat <<E && ls z\na $b c\nE', 'z', 'a ', ' c'],
    ['f() { ls a; }; [[ b == c ]] # d', 'a', 'b', 'c'],
  ])('%s', (statement, ...expected) => {
    expect(literals(statement)).toEqual(expected);
  });

  it('never holds the name of a command, also behind wrappers and in a text that a shell reads', () => {
    expect(literals('sudo -u root rm rm x')).toEqual(['-u', 'root', 'x']);
    expect(literals("bash -c 'A=b rm x'")).toEqual(['-c', 'b', 'x']);
    expect(literals('find . -exec rm {} +')).not.toContain('rm');
  });

  it('ends at blanks in quotes where something may read the text a second time', () => {
    expect(literals("echo 'a b'")).toEqual(['a b']);
    expect(literals("./tool 'a b'")).toEqual(['a', 'b']);
    expect(literals("echo 'ls a b' | sh")).toEqual(['a', 'b']);
    expect(literals('X=\'ls a b\'; eval "$X"')).toEqual(['a', 'b']);
  });

  it('is empty where the statement is not understood', () => {
    expect(literals("ls 'a")).toEqual([]);
    expect(literals('ls a) b')).toEqual([]);
  });
});

describe('the last command', () => {
  it.each<[statement: string, words: readonly (string | null)[] | null]>([
    ['tar c .', ['tar', 'c', '.']],
    ["ls | A=1 gzip '-c' <x 2>y", ['gzip', '-c']],
    ['cat <<E | gzip\nx\nE', ['gzip']],
    ['tar c "$X" *', ['tar', 'c', null, null]],
    ['tar c . > x', null],
    ['tar c . >&2', null],
    ['tar c . &> x', null],
    ['tar c . 2>&1', ['tar', 'c', '.']],
    ['tar c . ; ls', null],
    ['ls && tar c .', null],
    ['tar c . &', null],
    ['(tar c .)', null],
    ['if a; then b; fi | tar c .', null],
    ["tar c '", null],
    ['tar c $(ls', null],
    ['A=b', null],
  ])('of %s', (statement, words) => {
    expect(bash.lastCommand(statement)).toEqual(words);
  });
});
