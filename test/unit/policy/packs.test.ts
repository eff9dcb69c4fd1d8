import { describe, expect, it } from 'vitest';
import { lookup } from '../../../src/language/bash/registry.ts';
import { coding } from '../../../src/policy/packs/coding.ts';
import { definePack } from '../../../src/policy/packs/pack.ts';
import { readonly } from '../../../src/policy/packs/readonly.ts';
import { findPack, packNames } from '../../../src/policy/packs/registry.ts';
import { compileRunPattern } from '../../../src/policy/run-pattern.ts';

describe('a pack', () => {
  it.each([readonly, coding])(
    '$name lets free words follow only a program whose words the analyser reads',
    ({ entries }) => {
      const free = entries.flatMap((entry) => entry.run).filter((source) => /\s\S*\*/.test(source));
      const programs = new Set(
        free.flatMap((source) => compileRunPattern(source).words[0]!.map(({ literal }) => literal)),
      );
      expect([...programs].filter((name) => name === null || lookup(name) === undefined)).toEqual([]);
    },
  );

  it('refuses to load when an example does not hold, or a pattern is none', () => {
    const pack = { name: 'x@1', summary: '', entries: [{ run: ['ls **'] }] };
    expect(() => definePack({ ...pack, examples: { covers: ['rm'], ignores: [] } })).toThrow('shall cover: rm');
    expect(() => definePack({ ...pack, examples: { covers: [], ignores: ['ls -l'] } })).toThrow(
      'shall not cover: ls -l',
    );
    expect(() =>
      definePack({ ...pack, entries: [{ run: ['a ** b'] }], examples: { covers: [], ignores: [] } }),
    ).toThrow('**');
  });

  it('is found by its name with a version, whole or one group of it', () => {
    for (const name of packNames) expect(findPack(name), name).not.toBeNull();
    expect(findPack('builtin:readonly')).toBeNull();
    expect(findPack('builtin:readonly@1/nothing')).toBeNull();
    const groups = findPack('builtin:coding@1/build')!.entries.map(({ group }) => group);
    expect(new Set(groups)).toEqual(new Set(['build']));
  });
});
