import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Similarity } from '../../../src/approval/approval.ts';
import { compileSimilarity } from '../../../src/approval/similarity/fit.ts';
import { whyWider } from '../../../src/approval/similarity/narrow.ts';
import { proposeSimilarity } from '../../../src/approval/similarity/propose.ts';
import type { EffectVerdict } from '../../../src/policy/policy.ts';
import { makeAsk, verdict } from './world.ts';

const same = (path: string) => path;
const words = ['a', 'ab', 'b', 'a/b', '-f', '--force', '.a', '..', 'a..b', '', ' ', '*', 'a*', ':x', '(', '\\'];
const word = fc.constantFrom(...words);
const argv = fc
  .tuple(fc.constantFrom('deploy', 'x', './x'), fc.array(word, { maxLength: 3 }))
  .map(([first, rest]) => [first, ...rest]);
const path = fc
  .array(fc.constantFrom('a', 'ab', 'b', '.a'), { minLength: 1, maxLength: 3 })
  .map((parts) => `/${parts.join('/')}`);
const asking = (...effects: readonly EffectVerdict[]) => makeAsk('x', { effects: [...effects] });
const runEffect = (words: readonly string[]) =>
  verdict({ kind: 'run', argv: words, nested: false, of: null, span: [0, 1] });
const write = (target: string, tree: boolean) => verdict({ kind: 'write', path: target, tree, of: null, span: [0, 1] });
const similarity = (runs: readonly string[], writes: readonly string[]): Similarity => ({
  cwd: '/srv/app',
  runs,
  effects: writes.map((each) => ({ kind: 'write', pattern: each })),
});

describe('similarity', () => {
  it('fits the statement it was proposed for', () => {
    fc.assert(
      fc.property(argv, path, fc.boolean(), (words, target, tree) => {
        const ask = asking(runEffect(words), write(target, tree));
        const proposed = proposeSimilarity(ask, same);
        if (proposed.kind === 'proposal') expect(compileSimilarity(proposed.similarity).fits(ask, same)).toBe(true);
      }),
    );
  });

  it('lets no wildcard stand for an option, a climbing or hidden name, blanks or nothing', () => {
    fc.assert(
      fc.property(argv, argv, (words, others) => {
        const proposed = proposeSimilarity(asking(runEffect(words)), same);
        if (proposed.kind === 'none' || !compileSimilarity(proposed.similarity).fits(asking(runEffect(others)), same))
          return;
        expect(others).toHaveLength(words.length);
        others.forEach((other, index) => {
          if (other !== words[index]) expect(other).toMatch(/^[a-z0-9]+(\/[a-z0-9]+)*$/);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it('accepted as narrower fits no word that the wider does not', () => {
    const runs = ['a', 'a*', '*', 'ab', '(a|b)', '(a*|-f)', '**', 'a\\*', '-f', '-*', 'a/*'].map(
      (word) => `deploy ${word}`,
    );
    const lines = words.map((one) => asking(runEffect(['deploy', one])));
    for (const [narrow, wide] of pairs(runs)) {
      if (whyWider(similarity([narrow], []), similarity([wide], [])) !== null) continue;
      const [small, large] = [narrow, wide].map((run) => compileSimilarity(similarity([run], [])));
      for (const ask of lines)
        if (small?.fits(ask, same)) expect([narrow, wide, large?.fits(ask, same)]).toEqual([narrow, wide, true]);
    }
  });

  it('accepted as narrower fits no path that the wider does not', () => {
    const parts = ['a', 'a*', '*', '**', '.a', '.*', '[ab]', 'a\\*'];
    const patterns = [...parts.map((part) => `/${part}`), ...pairs(parts).map(([one, two]) => `/${one}/${two}`)];
    const names = ['a', 'ab', '.a'];
    const paths = [
      ...names.map((name) => `/${name}`),
      ...pairs(names).map(([one, two]) => `/${one}/${two}`),
      '/a/a/.a',
    ];
    const asks = paths.flatMap((target) => [true, false].map((tree) => asking(runEffect(['x']), write(target, tree))));
    const fitting = new Map(patterns.map((each) => [each, compileSimilarity(similarity(['x'], [each]))]));
    const fits = (each: string) => asks.map((ask) => fitting.get(each)?.fits(ask, same) === true);
    const table = new Map(patterns.map((each) => [each, fits(each)]));
    for (const [narrow, wide] of pairs(patterns)) {
      if (whyWider(similarity(['x'], [narrow]), similarity(['x'], [wide])) !== null) continue;
      const beyond = table.get(narrow)?.filter((fit, index) => fit && !table.get(wide)?.[index]);
      expect([narrow, wide, beyond]).toEqual([narrow, wide, []]);
    }
  });
});

function pairs<T>(items: readonly T[]): readonly (readonly [T, T])[] {
  return items.flatMap((one) => items.map((two) => [one, two] as const));
}
