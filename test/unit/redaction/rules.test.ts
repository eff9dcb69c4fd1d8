import { describe, expect, it } from 'vitest';
import { findingsOfRule, requireSoundRules } from '../../../src/redaction/check-rules.ts';
import { personalRules, secretRules, tokenRules } from '../../../src/redaction/rules/registry.ts';

const unmarked = (example: string): string => example.replace(/[⟦⟧]/g, '');

describe('rules', () => {
  const rules = [...secretRules, ...Object.values(personalRules).flat()];

  it('do what their examples say, wherever the stream that carries them is cut', () => {
    expect(rules.flatMap(findingsOfRule)).toEqual([]);
  });

  it('load, and do not with an example that does not hold', () => {
    expect(() => requireSoundRules(rules)).not.toThrow();
    const { kind, group, triggers, find, opens } = rules[0]!;
    const broken = { kind, group, triggers, find, opens, finds: ['⟦no token⟧'], ignores: [] };
    expect(() => requireSoundRules([broken])).toThrow(/no token/);
    expect(() => requireSoundRules([{ ...broken, finds: [], ignores: rules[0]!.finds.map(unmarked) }])).toThrow();
  });

  it('have examples of both kinds', () => {
    const bare = rules.filter(({ finds, ignores }) => finds.length === 0 || ignores.length === 0);
    expect(bare.map(({ kind, triggers }) => `${kind} ${triggers[0]}`)).toEqual([]);
  });

  it('know at least 150 kinds of tokens', () => {
    expect(new Set(tokenRules.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(150);
  });
});
