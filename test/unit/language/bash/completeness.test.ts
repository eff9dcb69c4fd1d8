import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { completeness, split } from '../../../../src/language/bash/completeness.ts';

/** What bash itself makes of the text when it is followed by a newline and the end of the file. */
function askBash(text: string): 'complete' | 'incomplete' | 'invalid' {
  const env = { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', SHLVL: '1' };
  const { stderr, status } = spawnSync('bash', ['-n'], { input: `${text}\n`, encoding: 'utf8', env });
  if (/unexpected end of file|unexpected EOF|delimited by end-of-file/.test(stderr)) return 'incomplete';
  return status === 0 && stderr === '' ? 'complete' : 'invalid';
}

// One statement a line: what we say of it, a tab, its text with ⏎ for newlines.
const rows = readFileSync(new URL('../../../fixtures/bash-statements.txt', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => line.split('\t'))
  .map(([verdict, ...text]) => ({ verdict, text: text.join('\t').replaceAll('⏎', '\n') }));
const wholeTexts = rows.filter((row) => row.verdict === 'complete').map((row) => row.text);

const pieces = [
  ...'" \' ` $( ${ $(( $[ ( ) { } (( )) [[ ]] <<E <<-E << \\ ; & | && || # a b if then fi for in do done'.split(' '),
  ...'case esac while $\' $" = [ ] < > <( @( ? * ! x=( ls function f() coproc time ${a:- ${a/ % 0 ;; - ~'.split(' '),
];
const soup = fc
  .array(fc.tuple(fc.constantFrom(...pieces, '\nE\n', '\n', '\\\n'), fc.constantFrom('', ' ')), { maxLength: 12 })
  .map((words) => words.map(([word, gap]) => word + gap).join(''));
const mutant = fc
  .tuple(fc.constantFrom(...rows.map((row) => row.text)), fc.nat(), fc.constantFrom('', ...pieces), fc.nat(2))
  .map(([text, place, piece, cut]) => {
    const at = place % (text.length + 1);
    return text.slice(0, at) + piece + text.slice(at + cut);
  });

describe('completeness', () => {
  it(`judges each of ${rows.length} statements as written down`, () => {
    expect(rows.length).toBeGreaterThan(400);
    expect(rows.map(({ text }) => ({ verdict: completeness(text), text }))).toEqual(rows);
  });

  it('never takes for finished what bash waits to see the end of, in the table', () => {
    const missed = rows.filter(({ verdict, text }) => verdict !== 'incomplete' && askBash(text) === 'incomplete');
    expect(missed).toEqual([]);
  });

  it('never takes for finished what bash waits to see the end of, in generated text', () => {
    fc.assert(
      fc.property(fc.oneof(soup, mutant), (text) => {
        if (completeness(text) === 'complete') expect(askBash(text), JSON.stringify(text)).not.toBe('incomplete');
      }),
      { numRuns: 600, seed: 20 },
    );
  });

  it('takes every beginning of a long statement, cut at a newline, for unfinished', () => {
    const lines = [
      'if a; then',
      'for i in "x',
      'y" $(',
      'ls |',
      'wc',
      '); do',
      'case $i in',
      'a | b)',
      'cat <<E | wc',
      "it's",
      'E',
      ';;',
      'esac',
      'done',
      'while b \\',
      'c',
      'do',
      'f() {',
      '((1 +',
      '2)) && [[ -f a &&',
      '-f b ]]',
      '}',
      'done',
      'fi',
    ];
    for (let count = 1; count < lines.length; count++) {
      const start = lines.slice(0, count).join('\n');
      expect(completeness(start), start).toBe('incomplete');
    }
    expect(completeness(lines.join('\n'))).toBe('complete');
  });

  it('stops at substitutions nested too deeply to follow', () => {
    expect(completeness(`echo ${'$(echo '.repeat(20)}${')'.repeat(20)}`)).toBe('complete');
    expect(completeness(`echo ${'$(echo '.repeat(40)}${')'.repeat(40)}`)).toBe('invalid');
  });
});

describe('split', () => {
  it('cuts at newlines between statements and leaves out blank lines and comments', () => {
    const text = '# c\n\nls # d\n \n  pwd; id &\nif a\nthen b\nfi\n';
    expect(split(text, true)).toEqual({ statements: ['ls # d', '  pwd; id &', 'if a\nthen b\nfi'], rest: '' });
  });

  it('keeps the bodies of here-documents with their line', () => {
    expect(split('cat <<E; foo <<F\na\nE\nb\nF\nls\nx=$(cat <<E\nfoo\nE\n)\npwd', true).statements).toEqual([
      'cat <<E; foo <<F\na\nE\nb\nF',
      'ls',
      'x=$(cat <<E\nfoo\nE\n)',
      'pwd',
    ]);
  });

  it('joins lines that end in a backslash, unless it stands in a comment', () => {
    expect(split('ls ; \\\nfoo\nid # c \\\npwd', true).statements).toEqual(['ls ; \\\nfoo', 'id # c \\', 'pwd']);
  });

  it('leaves an unfinished statement, or a line without its newline, to the rest', () => {
    expect(split('ls\nif a; then\n', false)).toEqual({ statements: ['ls'], rest: 'if a; then\n' });
    expect(split('ls\ncat <<E\nfoo\n', false)).toEqual({ statements: ['ls'], rest: 'cat <<E\nfoo\n' });
    expect(split('ls\npw', false)).toEqual({ statements: ['ls'], rest: 'pw' });
    expect(split('ls\n# com', false)).toEqual({ statements: ['ls'], rest: '# com' });
  });

  it('makes a statement of an unfinished rest when no more text follows', () => {
    expect(split('ls\nif a; then\n', true)).toEqual({ statements: ['ls', 'if a; then'], rest: '' });
  });

  it('ends a bad statement with the line its error is on', () => {
    expect(split('ls\nls )\nid\necho "x', true).statements).toEqual(['ls', 'ls )', 'id', 'echo "x']);
    expect(split('echo (\nid', true).statements).toEqual(['echo (', 'id']);
  });

  it('reads a bounded number of bad lines one by one', () => {
    expect(split(')\n'.repeat(9), true).statements).toEqual([')', ')', ')', ')', ')\n)\n)\n)\n)']);
  });

  it('loses no text: statements, lines left out and the rest are the text in order', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(soup, mutant), { maxLength: 4 }), fc.boolean(), (parts, atEnd) => {
        const text = parts.join('\n');
        const { statements, rest } = split(text, atEnd);
        const leftOut = /^\n?(?:(?:[ \t]|\\\n)*(?:#[^\n]*)?(?:\n|$))*$/;
        let at = 0;
        for (const statement of statements) {
          const found = text.indexOf(statement, at);
          expect(text.slice(at, found)).toMatch(leftOut);
          at = found + statement.length;
        }
        expect(text.endsWith(rest)).toBe(true);
        expect(text.slice(at, text.length - rest.length)).toMatch(leftOut);
      }),
      { numRuns: 2000, seed: 4 },
    );
  });

  it('finds the same statements when the text comes in two parts', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...wholeTexts), { maxLength: 5 }), fc.nat(), (parts, place) => {
        const text = parts.map((part) => `${part}\n`).join('');
        const at = place % (text.length + 1);
        const first = split(text.slice(0, at), false);
        const second = split(first.rest + text.slice(at), true);
        expect([...first.statements, ...second.statements]).toEqual(split(text, true).statements);
      }),
      { numRuns: 1000, seed: 5 },
    );
  });
});
