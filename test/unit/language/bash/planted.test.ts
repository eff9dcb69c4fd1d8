import { describe, expect, it } from 'vitest';
import { judgeSession } from './judge.ts';

const passes = (...statements: string[]): boolean => judgeSession(statements).every((decision) => decision === 'allow');

describe('what a session planted', () => {
  it.each([
    ['cp x.sh dist', './dist/x.sh --help'],
    ['echo x > dist/lib.js', 'node dist/cli.js --help'],
    ['ln -s dist/x y', 'echo x > y', './dist/x --help'],
    ['tar xf a.tar -C dist', './dist/x --help'],
    ['echo x > a.test.js', 'node --test a.test.js'],
    ['mkdir -p b/objects b/refs', 'echo x > b/HEAD', 'git -C b status'],
    ['cp -s .git/config c', 'echo x > c'],
    ['ln -s .git g', 'echo x > g/config'],
    ['echo x > .gi?/config'],
    ['echo x > vite.config.mts', 'npx vite build'],
    ['echo x > .eslintrc.json', 'npx eslint src'],
    ['echo x > json.py', 'python3 -m json.tool package.json'],
  ])('is not run without a question: %s', (...statements) => {
    expect(passes(...statements)).toBe(false);
  });

  it.each([
    ['echo x > src/lib.js', 'node dist/cli.js --help'],
    ['echo x > notes.md', './dist/x --help'],
    ['cp a.txt docs/', 'npm test'],
    ['ln -s ../shared src/shared', 'npx tsc --noEmit'],
    ['echo x > test/a.test.js', 'node --test'],
  ])('leaves what was there before alone: %s', (...statements) => {
    expect(passes(...statements)).toBe(true);
  });
});
