import { describe, expect, it } from 'vitest';
import { afterwards, effectsOf, newReading } from './effects-of.ts';

describe('what a session remembers', () => {
  it('carries variables, functions and the working directory', () => {
    expect(afterwards(['a=rm'], '$a x')).toEqual(['run rm x', 'delete x']);
    expect(afterwards(['a=x; b=$a/y'], 'cat "$b"')).toEqual(['run cat x/y', 'read x/y']);
    expect(afterwards(['f() { rm "$1"; }'], 'f x')).toEqual(['run rm x', 'delete x']);
    expect(afterwards(['c=(rm -r x)'], '"${c[@]}"')).toEqual(['run rm -r x', 'delete tree x']);
    expect(afterwards(['set -- rm x'], '"$@"')).toEqual(['run rm x', 'delete x']);
    const reading = newReading();
    reading.settle('cd src', { status: 0, cwd: '/w/src' });
    expect(effectsOf('cat a', reading)).toEqual(['run cat a', 'read src/a']);
    expect(reading.cwd).toBe('/w/src');
  });

  it('takes the folder from the report, not from its own reckoning', () => {
    const reading = newReading();
    reading.settle('cd src', { status: 1, cwd: '/w' });
    expect(effectsOf('cat a', reading)).toEqual(['run cat a', 'read a']);
  });

  it('changes nothing by analysing', () => {
    const reading = newReading();
    reading.analyse('a=rm; cd src; f() { ls; }; . x');
    expect(effectsOf('$a', reading)).toContain('opaque');
    expect(reading.cwd).toBe('/w');
    expect(reading.tainted).toBe(false);
    expect(reading.analyse('ls *')).toEqual(reading.analyse('ls *'));
  });

  it.each([1, 127, 130, 143])('drops what a statement touched when it ended with %i', (status) => {
    const reading = newReading();
    reading.settle('a=ls; f() { ls; }', { status: 0, cwd: '/w' });
    reading.settle('sleep 9; a=rm; f() { rm x; }', { status, cwd: '/w' });
    expect(effectsOf('$a x', reading)).toContain('opaque');
    expect(effectsOf('f', reading)).toContain('opaque');
    reading.settle('false', { status, cwd: '/w' });
    reading.settle('b=rm', { status: 0, cwd: '/w' });
    expect(effectsOf('$b x', reading)).toEqual(['run rm x', 'delete x']);
  });

  it.each([
    'source x.sh',
    '. ./x.sh',
    'eval "$x"',
    'eval "$(cat x)"',
    'shopt -s dotglob',
    'hash -p /bin/rm ls',
    'fc -s',
  ])('asks for everything after %s, which it cannot follow', (statement) => {
    const reading = newReading();
    reading.settle(statement, { status: 0, cwd: '/w' });
    expect(reading.tainted).toBe(true);
    expect(effectsOf('ls', reading)).toEqual(['run ls', 'opaque']);
  });

  it('stays untainted where a child shell did it', () => {
    const reading = newReading();
    reading.settle('bash -c "ls; exec ls"; (cd x; a=1); x=$(cat y)', { status: 0, cwd: '/w' });
    expect(reading.tainted).toBe(false);
    expect(effectsOf('cat a', reading)).toEqual(['run cat a', 'read a']);
  });

  it('remembers what it wrote: a program found there is not the project’s own', () => {
    const reading = newReading();
    expect(effectsOf('node dist/x.js', reading)).toEqual(['run node dist/x.js', 'read dist/x.js']);
    reading.settle('echo 1 > dist/x.js', { status: 0, cwd: '/w' });
    expect(effectsOf('node dist/x.js', reading)).toContain('opaque');
    expect(effectsOf('./dist/x.js', reading)).toContain('opaque');
    expect(effectsOf('cat > y <<E\nls\nE\n./y')).toContain('opaque');
  });
});

const certain: readonly (readonly [string, ...string[]])[] = [
  ['cd src && cat a; cat b', 'run cat a', 'read src/a', 'run cat b', 'read src/b', 'read b'],
  ['cd src || exit; cat a', 'run cat a', 'read src/a'],
  ['if cd src; then cat a; else cat b; fi', 'run cat a', 'read src/a', 'run cat b', 'read b'],
  ['(cd src); cat a', 'run cat a', 'read a'],
  ['cd src | cat; cat a', 'run cat', 'run cat a', 'read a'],
  ['cd "$x"; cat a', 'run cat a', 'read ?'],
  ['cd /etc/../etc/./; cat b', 'run cat b', 'read b', 'read /etc/b'],
  ['a=1; if true; then a=rm; fi; $a x', 'run true', 'opaque'],
  ['a=ls; for i in 1 2; do $a x; a=rm; done', 'run ls x', 'read x', 'opaque'],
  ['for a in ls rm; do $a x; done', 'run ls x', 'read x', 'run rm x', 'delete x'],
  // Whether `local` was reached is not followed: afterwards the name may hold either.
  ['a=rm; f() { local a=ls; $a x; }; f; $a y', 'define f', 'run ls x', 'read ?', 'read x', 'opaque'],
  ['a=ls; a=rm eval "\\$a x"', 'set a', 'run rm x', 'delete x'],
  ['x=$(echo rm); $x a', 'run echo rm', 'run rm a', 'delete a'],
  ['f=src/a.ts; cat "${f%.ts}.js" "${f##*/}"', 'run cat src/a.js a.ts', 'read src/a.js', 'read a.ts'],
  ['i=0; while [ $i -lt 3 ]; do i=$((i+1)); done; echo $((i))', 'run [ 0 -lt 3 ]', 'run [ ? -lt 3 ]', 'run echo ?'],
  [
    'find src -name "*.ts" | while read -r f; do wc -l "$f"; done',
    'run find src -name *.ts',
    'read src',
    'run wc -l ?',
    'read glob src/**/*.ts',
  ],
  ['cat $(find src -name "*.ts")', 'run find src -name *.ts', 'read src', 'run cat ?', 'read glob src/**/*.ts'],
  ['x=" a"; cat y$x', 'run cat y a', 'read y', 'read a'],
  ['cat $(head -c 4 <<< .envx)', 'run head -c 4', 'run cat ?', 'read ?'],
  ['cat $(rev <<< vne.)', 'run rev', 'run cat ?', 'read ?'],
  ['cat "$(seq -f .env 1)"', 'run seq -f .env 1', 'run cat ?', 'read ?'],
  ['{ read x; read y; cat "$y"; } <<< a', 'run cat ?', 'read ?'],
  ['{ read x; bash; } <<< "ls; rm x"', 'run bash', 'opaque'],
  ['f() { a=rm; return; a=ls; }; a=ls; f; $a x', 'define f', 'run rm x', 'delete x'],
  ['while true; do a=rm; break; a=ls; done; $a x', 'run true', 'opaque'],
  ['cat ~+/a ~/b dd=~/c', 'run cat /w/a /h/b dd=/h/c', 'read a', 'read /h/b', 'read dd=/h/c'],
  ['cat "~/b" \\~', 'run cat ~/b ~', 'read ~/b', 'read ~'],
  ['cat ~root/x', 'run cat ?', 'read ?'],
  ['echo a >b 2>>c <d &>e', 'write b', 'write c', 'read d', 'write e', 'run echo a'],
  ['> a', 'write a', 'delete a'],
  ['cat src/../a ../b', 'run cat src/../a ../b', 'read a', 'read /b'],
  ['cat /var/run/../a', 'run cat /var/run/../a', 'read /var/a', 'read ?'],
  ['cd /var/run && cat ../a', 'run cat ../a', 'read /var/a', 'read ?'],
  ['cat $(<list)', 'read list', 'run cat ?', 'read ?'],
  ['while false; do :; done > a', 'write a', 'run false', 'delete a'],
  ['cat <> a', 'read a', 'write a', 'run cat'],
  ['echo > /dev/tcp/h/1', 'net h', 'run echo'],
  ['ls > /dev/null 2>&1 < /dev/stdin', 'run ls'],
  ['sh -c "echo a{b,c}"', 'run sh -c echo a{b,c}', 'opaque', 'run echo ab ac'],
];

describe('what is certain', () => {
  it.each(certain)('%s', (statement, ...effects) => {
    expect(effectsOf(statement)).toEqual(effects);
  });
});

describe('a child shell', () => {
  it('knows nothing of variables that are not exported', () => {
    expect(effectsOf("a=ls; bash -c '$a x'")).toEqual(['run bash -c $a x', 'opaque']);
  });
});
