import { describe, expect, it } from 'vitest';
import { findingsOfRule } from '../../../src/redaction/check-rules.ts';
import { personalRules, secretRules } from '../../../src/redaction/rules/registry.ts';

describe('rules', () => {
  const rules = [...secretRules, ...Object.values(personalRules).flat()];

  it('do what their examples say, wherever the stream that carries them is cut', () => {
    expect(rules.flatMap(findingsOfRule)).toEqual([]);
  });

  it('have examples of both kinds', () => {
    const bare = rules.filter(({ finds, ignores }) => finds.length === 0 || ignores.length === 0);
    expect(bare.map(({ kind, triggers }) => `${kind} ${triggers[0]}`)).toEqual([]);
  });

  it('know at least 60 kinds of tokens', () => {
    expect(new Set(secretRules.map(({ kind }) => kind)).size).toBeGreaterThanOrEqual(60);
  });
});
