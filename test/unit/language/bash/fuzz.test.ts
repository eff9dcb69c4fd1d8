import { spawnSync } from 'node:child_process';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { newReading, refusalOf } from './effects-of.ts';

const pieces = [
  'ls',
  'a=1',
  'echo',
  '"x y"',
  "'q'",
  '$x',
  '${x:-y}',
  '$(ls)',
  '`ls`',
  '$((1+2))',
  '<(ls)',
  '> f',
  '2>&1',
  '< f',
  '<<< w',
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
  'while',
  'do',
  'done',
  'case x in',
  'a)',
  ';;',
  'esac',
  '{',
  '}',
  '(',
  ')',
  '[[',
  ']]',
  '-f',
  '==',
  '((',
  '))',
  'f()',
  'function g',
  '!',
  'time',
  '{a,b}',
  '*',
  '[a-z]',
  '~',
  '#c',
  '\\',
  '"',
  "'",
  '$',
  '${',
  '$(',
  'select y in a',
  'until',
  'elif',
  'in',
  'coproc',
  ';&',
  '|&',
  '&>',
  '>&',
  '<<E',
  'E',
  '$"x"',
  "$'\\n'",
];

const statement = fc.array(fc.constantFrom(...pieces), { minLength: 1, maxLength: 9 }).map((parts) => parts.join(' '));

/** What bash says of the text, reading it without running anything. */
function bashAccepts(text: string, folder: string): boolean {
  const { status } = spawnSync('bash', ['--norc', '-n'], {
    input: `${text}\n`,
    cwd: folder,
    env: { PATH: '/usr/bin:/bin', LC_ALL: 'C.UTF-8' },
  });
  return status === 0;
}

describe('what is understood', () => {
  it('is accepted by bash as well', () => {
    const folder = mkdtempSync(`${tmpdir()}/ostiary-`);
    let compared = 0;
    const texts = fc.sample(statement, { numRuns: 20_000, seed: 7 });
    const disputed = texts.filter((text) => {
      if (compared >= 400 || refusalOf(text) !== null) return false;
      compared++;
      return !bashAccepts(text, folder);
    });
    expect(disputed).toEqual([]);
    expect(compared).toBeGreaterThan(300);
  }, 60_000);

  it('points to places in the statement, and to runs before', () => {
    for (const text of fc.sample(statement, { numRuns: 4000, seed: 13 })) {
      const { effects } = newReading().analyse(text);
      for (const [at, { span, of }] of effects.entries()) {
        expect(span[0]).toBeGreaterThanOrEqual(0);
        expect(span[0]).toBeLessThanOrEqual(span[1]);
        expect(span[1]).toBeLessThanOrEqual(text.length);
        if (of !== null) expect(of).toBeLessThan(at);
        if (of !== null) expect(effects[of]?.kind).toBe('run');
      }
    }
  });

  it('never throws, whatever the text', () => {
    fc.assert(
      fc.property(fc.oneof(statement, fc.string({ maxLength: 60 })), (text) => {
        refusalOf(text);
      }),
      { numRuns: 4000, seed: 11 },
    );
  });
});
