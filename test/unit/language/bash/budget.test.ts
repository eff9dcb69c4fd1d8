import { parse } from 'unbash';
import { describe, expect, it } from 'vitest';
import { bash } from '../../../../src/language/bash/bash.ts';
import { top } from '../../../../src/language/bash/reading.ts';
import { lookup, obeyed } from '../../../../src/language/bash/registry.ts';
import { State } from '../../../../src/language/bash/state.ts';
import { Walker } from '../../../../src/language/bash/walker.ts';

function stepsOf(statement: string): { readonly steps: number; readonly refused: boolean } {
  const walker = new Walker(lookup, obeyed, []);
  const state = new State(null, { cwds: ['/w'], home: '/h' });
  walker.script(parse(statement), state, { ...top, source: statement });
  return { steps: walker.budget.spent, refused: walker.refusal !== null };
}

const shapes: readonly (readonly [string, (n: number) => string])[] = [
  ['a long list', (n) => 'ls -la; '.repeat(n)],
  ['&& and ||', (n) => 'true && false || '.repeat(n).concat('ls')],
  ['a pipeline', (n) => 'cat | '.repeat(n).concat('cat')],
  ['many words', (n) => `ls ${'a '.repeat(n)}`],
  ['many variables', (n) => Array.from({ length: n }, (_, at) => `a${at}=1`).join(';')],
  ['a growing value', (n) => `x=a;${'x=$x$x;'.repeat(n)}echo $x`],
  ['subshells', (n) => '(ls);'.repeat(n)],
  ['substitutions', (n) => `echo ${'$(ls) '.repeat(n)}`],
  ['quoted parts', (n) => `echo ${'"a$b"'.repeat(n)}`],
  ['brace expansions', (n) => `ls ${'{a,b} '.repeat(n)}`],
  ['a brace product', (n) => `ls ${'{a,b}'.repeat(n)}`],
  ['here-documents', (n) => 'cat <<E\n$x\nE\n'.repeat(n)],
  ['loops', (n) => 'for i in 1 2 3; do x=$i; done; '.repeat(n)],
  ['functions', (n) => Array.from({ length: n }, (_, at) => `f${at}() { ls; }`).join(';')],
  ['arithmetic', (n) => `echo $((${'1+'.repeat(n)}1))`],
  ['case items', (n) => `case x in ${'a) ls;; '.repeat(n)} esac`],
  ['eval', (n) => `eval '${'ls;'.repeat(n)}'`],
  ['dollars', (n) => `echo ${'$'.repeat(n)}`],
  ['globs', (n) => `ls ${'*'.repeat(n)}`],
  ['tests', (n) => `[[ a ${'&& b '.repeat(n)} ]]`],
];

describe('the step budget', () => {
  it.each(shapes)('grows no faster than the text: %s', (_name, shape) => {
    const [small, large] = [stepsOf(shape(100)), stepsOf(shape(200))];
    if (!large.refused) expect(large.steps).toBeLessThanOrEqual(small.steps * 2.5 + 50);
  });

  it.each([
    ['loops in loops', `${'for a in 1 2; do '.repeat(12)}ls${'; done'.repeat(12)}`],
    [
      'functions that call functions',
      `${Array.from({ length: 20 }, (_, at) => `f${at + 1}() { f${at}; f${at}; }`).join(';')}; f20`,
    ],
    ['eval of eval', `x=ls;${'x="eval \\"$x;$x\\"";'.repeat(20)}eval "$x"`],
    ['a text replaced by twice as much', `x=aaaa;${'x=${x//a/aa};'.repeat(2000)}ls $x`],
    ['an array made of itself', `a=(x x);${'a=("${a[@]}" "${a[@]}");'.repeat(1000)}ls "${'${a[@]}'}"`],
    ['an array added to itself', `a=(x);${'a+=("${a[@]}");'.repeat(2000)}ls`],
    ['arguments made of themselves', `set -- x x;${'set -- "$@" "$@";'.repeat(1500)}ls`],
    ['a long text used often', `x=${'a'.repeat(8000)};${'y=${x^^};'.repeat(2500)}ls`],
    ['many words used often', `x='${'a '.repeat(8000)}';${'ls $x;'.repeat(2500)}`],
    ['a long item at every mark', `echo ${'a'.repeat(14000)} | xargs -I{} ls ${'{}'.repeat(7000)}`],
  ])('bounds what grows by itself: %s', (_name, statement) => {
    expect(stepsOf(statement).steps).toBeLessThan(60_000);
  });

  it('refuses more than 24 levels and says so', () => {
    const nested = (levels: number) => `${'echo "$('.repeat(levels)}ls${')"'.repeat(levels)}`;
    const reading = () => bash.read({ cwd: '/w', home: '/h', user: 'u' });
    expect(reading().analyse(nested(10)).refusal).toBeNull();
    expect(reading().analyse(nested(40)).refusal?.reason).toMatch(/levels|depth/);
  });

  it('gives the same answer for the same text', () => {
    const text = `${'for a in 1 2; do '.repeat(12)}ls${'; done'.repeat(12)}`;
    const once = () => bash.read({ cwd: '/w', home: '/h', user: 'u' }).analyse(text);
    expect(once()).toEqual(once());
  });
});

describe('a pattern reads a text in one way only', () => {
  // With two ways to read a repeated part these would take hours, and the broker would stand still meanwhile.
  it.each([
    [`find . | grep '\\.(${'a'.repeat(200)}' | xargs cat`],
    [`find . | grep '\\.\\(${'a\\|'.repeat(200)}x' | xargs cat`],
    [`cp ${'/'.repeat(30_000)}x y`],
    [`scp 'h${':'.repeat(30_000)}\n@' x`],
    [`find . -name '${'['.repeat(30_000)}'`],
    [`psql -c 'select ${'\u00a0'.repeat(15_000)}x'`],
    [`ps -${'xe'.repeat(15_000)}1`],
    [`${'\\'.repeat(30_000)}x`],
    [`x=$(printf 'a${'\n'.repeat(30_000)}b'); echo "$x"`],
  ])('row %#', (statement) => {
    expect(bash.completeness(statement)).toBeDefined();
    const reading = bash.read({ cwd: '/w', home: '/h', user: 'u' });
    expect(reading.analyse(statement)).toBeDefined();
  });
});
