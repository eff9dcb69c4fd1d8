import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newReading, refusalOf } from './effects-of.ts';

/** Pieces of shell around `M`, the one program that exists; whatever they make, bash may run `M` or not. */
const pieces = [
  ...[
    'M',
    'M',
    'M x',
    'echo',
    'a=1',
    '"x y"',
    "'q'",
    '$x',
    '${x:-$(M)}',
    '$(M)',
    '`M`',
    '<(M)',
    '> f',
    '2>&1',
    '< f',
    '<<< w',
    '>&-',
  ],
  ...[
    '|',
    '||',
    '&&',
    '&',
    ';',
    '\n',
    'if',
    'then',
    'else',
    'fi',
    'for i in a b',
    'do',
    'done',
    'case a in',
    'a)',
    '*)',
    ';;',
    'esac',
  ],
  ...[
    '{',
    '}',
    '(',
    ')',
    '[[ a',
    'a ]]',
    '((1',
    '1))',
    'f()',
    'f',
    '!',
    'time',
    '{a,b}',
    '*',
    '~',
    '#c',
    '#',
    '\\',
    '"',
    "'",
    '$',
    '${',
  ],
  ...[
    '&>',
    '>&',
    '<<E',
    'E',
    "$'",
    ';&',
    '|&',
    'eval',
    '"M"',
    'a=M',
    '$a',
    'x=(a',
    'b)',
    '=',
    '-',
    'set -- M',
    '$1',
    '"$@"',
    'true',
  ],
  ...[
    '\\\n',
    'M #',
    '\\`',
    '"$(',
    '")',
    'coproc',
    'while false',
    'trap M USR1',
    '>|',
    '<>',
    'a[0]=M',
    '${a[0]}',
    'printf',
    '-v',
    'a',
  ],
  ...['read a', 'builtin', 'command', 'let', 'declare', 'export', 'b=M', '[', '-f', ']', '|| M', '; M', '&& M'],
];

const program = fc
  .array(fc.tuple(fc.constantFrom(...pieces), fc.constantFrom(' ', ' ', '')), { minLength: 2, maxLength: 10 })
  .map((parts) => parts.flat().join(''));

/** Nothing in the analysis says that `M` may run. */
function seemsHarmless(text: string): boolean {
  const { effects, refusal } = newReading().analyse(text);
  return (
    refusal === null &&
    !effects.some((effect) => effect.kind === 'opaque' || (effect.kind === 'run' && effect.argv[0] === 'M'))
  );
}

describe('what bash runs', () => {
  it('was foreseen: bash itself runs no M where the analysis has none', () => {
    const folder = mkdtempSync(`${tmpdir()}/ostiary-`);
    const [bin, work, mark] = [`${folder}/bin`, `${folder}/work`, `${folder}/mark`];
    for (const path of [bin, work]) mkdirSync(path);
    writeFileSync(`${bin}/M`, `#!/bin/sh\n: > ${mark}\n`);
    chmodSync(`${bin}/M`, 0o755);
    const texts = fc
      .sample(program, { numRuns: 9_000, seed: 20261121 })
      .filter((text) => text.includes('M') && seemsHarmless(text));
    const surprises: string[] = [];
    for (const text of texts.slice(0, 120)) {
      spawnSync('/bin/bash', ['--norc', '-c', text], {
        cwd: work,
        env: { PATH: bin, LC_ALL: 'C.UTF-8', SHLVL: '1' },
        input: '',
        timeout: 5000,
      });
      if (existsSync(mark)) surprises.push(text);
      rmSync(mark, { force: true });
    }
    rmSync(folder, { recursive: true, force: true });
    expect(surprises).toEqual([]);
    expect(texts.length).toBeGreaterThan(100);
  }, 120_000);

  it.each([
    'echo <(ls)#; M',
    'x=(a <(M))e',
    'x=(a $(M))export b',
    ">&-'M'",
    '>&- echo >&-M',
    'echo a ( M',
    '${ M; }',
    'coproc time M',
    'echo 2>2>&1 M',
  ])('is refused where the parser reads it otherwise: %s', (text) => expect(refusalOf(text)).not.toBeNull());
});
