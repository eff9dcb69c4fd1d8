import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { footprintsOf, type PathEffect } from '../../../src/policy/footprint.ts';
import { compileGlob, escapeGlob, intersects } from '../../../src/policy/glob.ts';
import { compilePathGlob, covers, meets } from '../../../src/policy/path-glob.ts';
import { createPathSet } from '../../../src/policy/path-set.ts';

const footprint = (path: string, more: { tree?: boolean; glob?: boolean } = {}) =>
  footprintsOf({ kind: 'read', path, of: null, span: [0, 0], ...more } as PathEffect)![0]!;

describe('a glob over one word', () => {
  it.each([
    ['a*c', 'abc', true],
    ['a*c', 'ac', true],
    ['a*c', 'ab', false],
    ['*', '', true],
    ['a?c', 'abc', true],
    ['a?c', 'ac', false],
    ['[a-c]x', 'bx', true],
    ['[!a-c]x', 'bx', false],
    ['[]a]x', ']x', true],
    ['[a', '[a', true],
    ['\\*', '*', true],
    ['\\*', 'a', false],
    ['*.ts*', 'a.tsx', true],
  ])('%s on %s is %s', (source, text, expected) => {
    expect(compileGlob(source, 'paths').matches(text)).toBe(expected);
  });

  it('knows only the star in the words of a run', () => {
    expect(compileGlob('a?[b]*', 'words').matches('a?[b]c')).toBe(true);
    expect(compileGlob('a?', 'words').matches('ab')).toBe(false);
  });

  it('agrees with a regular expression', () => {
    const letters = fc.stringMatching(/^[ab]{0,12}$/);
    const patterns = fc.stringMatching(/^[ab*?]{0,8}$/);
    fc.assert(
      fc.property(patterns, letters, (pattern, text) => {
        const regex = new RegExp(`^${pattern.replaceAll('*', '.*').replaceAll('?', '.')}$`);
        expect(compileGlob(pattern, 'paths').matches(text)).toBe(regex.test(text));
      }),
    );
  });

  it('matches an escaped text and nothing else', () => {
    fc.assert(
      fc.property(fc.string(), fc.string(), (text, other) => {
        expect(compileGlob(escapeGlob(text), 'paths').matches(text)).toBe(true);
        expect(compileGlob(escapeGlob(text), 'paths').matches(other)).toBe(text === other);
      }),
    );
  });

  it('intersects with another when some text matches both', () => {
    const patterns = fc.stringMatching(/^[ab*?]{0,6}$/);
    fc.assert(
      fc.property(patterns, patterns, fc.stringMatching(/^[ab]{0,8}$/), (left, right, text) => {
        const [a, b] = [compileGlob(left, 'paths'), compileGlob(right, 'paths')];
        expect(intersects(a, b)).toBe(intersects(b, a));
        if (a.matches(text) && b.matches(text)) expect(intersects(a, b)).toBe(true);
      }),
    );
    expect(intersects(compileGlob('a*', 'paths'), compileGlob('b*', 'paths'))).toBe(false);
    expect(intersects(compileGlob('*.ts', 'paths'), compileGlob('.env*', 'paths'))).toBe(true);
  });

  it('takes steps in proportion to pattern times text, also for hostile pairs', () => {
    // A backtracking matcher would need more steps than there are atoms; a bounded one ends at once.
    const hostile = compileGlob(`${'a*'.repeat(40)}b`, 'paths');
    expect(hostile.matches('a'.repeat(30_000))).toBe(false);
    const deep = compilePathGlob(`/a${'/**/a'.repeat(20)}/b`);
    expect(covers(deep, footprint('/a'.repeat(5_000)))).toBe(false);
    expect(meets(deep, footprint('/a'.repeat(2_000), { tree: true }))).toBe(true);
  });
});

describe('a path glob', () => {
  it.each([
    ['/app/**', '/app/src/a.ts', true],
    ['/app/**', '/app', true],
    ['/app/**', '/application', false],
    ['/app/*', '/app/.env', true],
    ['/app/*', '/app/src/a', false],
    ['/app/*/**', '/app', false],
    ['/app/*/**', '/app/src', true],
    ['**/.ssh/**', '/home/agent/.ssh', true],
    ['**/.ssh/**', '/home/agent/.ssh/keys/id', true],
    ['**/.ssh/**', '/home/agent/.sshd', false],
    ['/a/**/z', '/a/z', true],
    ['/a/**/z', '/a/b/c/z', true],
    ['/', '/', true],
    ['/**', '/', true],
    ['**', '/anything', true],
  ])('%s covers %s: %s', (glob, path, expected) => {
    expect(covers(compilePathGlob(glob), footprint(path))).toBe(expected);
    expect(meets(compilePathGlob(glob), footprint(path))).toBe(expected);
  });

  it('covers a tree only when everything below is inside', () => {
    expect(covers(compilePathGlob('/app/**'), footprint('/app/src', { tree: true }))).toBe(true);
    expect(covers(compilePathGlob('/app/*'), footprint('/app/src', { tree: true }))).toBe(false);
    expect(covers(compilePathGlob('/app/src/**'), footprint('/app', { tree: true }))).toBe(false);
  });

  it('covers a shell glob by the folder that surely holds it', () => {
    expect(covers(compilePathGlob('/app/**'), footprint('/app/src/*.ts', { glob: true }))).toBe(true);
    expect(covers(compilePathGlob('/app/**'), footprint('/ap*/src', { glob: true }))).toBe(false);
    expect(covers(compilePathGlob('/app/**'), footprint('/app/.*/x', { glob: true }))).toBe(false);
  });

  it('meets a tree that may hold a path of it', () => {
    expect(meets(compilePathGlob('/home/agent/.ssh/**'), footprint('/home', { tree: true }))).toBe(true);
    expect(meets(compilePathGlob('/home/agent/.ssh/**'), footprint('/srv', { tree: true }))).toBe(false);
    expect(meets(compilePathGlob('/app/.env*'), footprint('/app', { tree: true }))).toBe(true);
    expect(meets(compilePathGlob('/app/.env*'), footprint('/app/src', { tree: true }))).toBe(false);
  });

  it('means names, not everything, when it floats: an ordinary tree does not meet it', () => {
    expect(meets(compilePathGlob('**/*.key'), footprint('/app/src', { tree: true }))).toBe(false);
    expect(meets(compilePathGlob('**/.ssh/**'), footprint('/home/agent/.ssh', { tree: true }))).toBe(true);
    expect(meets(compilePathGlob('**/*.key'), footprint('/app/*', { glob: true }))).toBe(false);
    expect(meets(compilePathGlob('**/*.key'), footprint('/app/*.k?y', { glob: true }))).toBe(true);
  });

  it('is met by shell globs that could spell its name', () => {
    const env = compilePathGlob('**/.env*');
    for (const path of ['/app/.[e]nv', '/app/.e?v', '/app/.*', '/*/.env', '/a??/.e*']) {
      expect(meets(env, footprint(path, { glob: true })), path).toBe(true);
    }
    for (const path of ['/app/*.ts', '/app/**/*.env', '/app/[!a]nv', '/app/?env', '/app/src/**']) {
      expect(meets(env, footprint(path, { glob: true })), path).toBe(false);
    }
  });

  it('takes no hidden folder for a match of ** in a shell glob, as tools that skip them', () => {
    expect(meets(compilePathGlob('/app/.env*'), footprint('/app/**', { glob: true }))).toBe(false);
    expect(meets(compilePathGlob('/app/data/**'), footprint('/app/**', { glob: true }))).toBe(true);
  });
});

describe('a set of path globs', () => {
  it('answers as its globs do one by one', () => {
    const names = fc.constantFrom('a', '.b', '*', '.*', 'a*', '[ab]', 'c');
    const sources = fc.tuple(
      fc.constantFrom('', '/**'),
      fc.array(fc.oneof(names, fc.constant('**')), { minLength: 1, maxLength: 3 }),
    );
    const globs = sources.map(([head, parts]) =>
      compilePathGlob(`${head}/${parts.join('/')}`.replace(/^\/\*\*/, '**')),
    );
    const paths = fc.record({
      path: fc.array(names, { maxLength: 4 }).map((parts) => `/${parts.join('/')}`),
      tree: fc.boolean(),
      glob: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(globs, { maxLength: 6 }), paths, (list, { path, ...more }) => {
        const set = createPathSet(list);
        const print = footprint(path, more);
        expect(set.meetsAny([print])).toBe(list.some((glob) => meets(glob, print)));
        expect(set.coversAll([print])).toBe(list.some((glob) => covers(glob, print)));
      }),
      { numRuns: 2000 },
    );
  });
});
