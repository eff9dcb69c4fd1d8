import { describe, expect, it } from 'vitest';
import { prove } from '../../../../src/language/bash/prove.ts';
import { entries, lookup, obeyed } from '../../../../src/language/bash/registry.ts';

describe('what is known by name', () => {
  it('has an example for every entry', () => {
    expect(entries.filter(({ examples }) => examples.length === 0).map(({ names }) => names[0])).toEqual([]);
  });

  it('does not load when an example does not hold', () => {
    const cat = lookup('cat');
    if (!cat) throw new Error('there is no cat');
    expect(() => prove({ ...cat, examples: [['cat a', 'write a']] }, lookup, obeyed)).toThrow(
      'the example of cat does not hold: cat a\n  has read a\n  not write a',
    );
    expect(() => prove(cat, lookup, obeyed)).not.toThrow();
  });

  it('knows files that tools obey, wherever they are', () => {
    for (const path of [
      '/w/.git/hooks/pre-commit',
      '/x/y/Makefile',
      '/h/.bashrc',
      '/w/a/conftest.py',
      '/w/.git/config',
    ]) {
      expect(obeyed(path, false), path).toBe(true);
    }
    for (const path of ['/w/src/a.ts', '/w/README.md', '/w/makefile.md', '/w/git/hooks.ts']) {
      expect(obeyed(path, false), path).toBe(false);
    }
    expect(obeyed('/w/.npm*', true)).toBe(true);
    expect(obeyed('/w/Make*', true)).toBe(true);
    expect(obeyed('/w/src/*.ts', true)).toBe(false);
  });
});
