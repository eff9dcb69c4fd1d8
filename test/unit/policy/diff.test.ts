import { describe, expect, it } from 'vitest';
import type { Language } from '../../../src/language/language.ts';
import { circumstancesOf } from '../../../src/policy/context.ts';
import { createPolicy } from '../../../src/policy/create-policy.ts';
import { diffPolicies, ownSamples } from '../../../src/policy/diff.ts';
import { analysis, run } from './ask.ts';

// A language in which every line is one run of its words.
const words: Language = {
  name: 'words',
  completeness: () => 'complete',
  literalWords: (text) => text.split(' '),
  wordTexts: () => [],
  literals: () => [],
  lastCommand: () => null,
  split: (text) => ({ statements: [text], rest: '' }),
  read: ({ cwd }) => ({
    cwd,
    tainted: false,
    analyse: (line) => analysis(run(...line.split(' '))),
    settle: () => {},
  }),
};

const before = createPolicy(
  'version: 1\nrules:\n  - { id: a, allow: { run: "ls **" } }\ntests: [{ line: "ls x", expect: allow }]',
);
const after = createPolicy(
  'version: 1\nrules:\n  - { id: b, allow: { run: "rm **" } }\ntests: [{ line: "rm x", expect: allow }, { line: "ls x", expect: ask }]',
);

describe('a comparison of two policies', () => {
  it('shows each verdict that changes once, and which become looser', () => {
    const changes = [...diffPolicies(before, after, ownSamples(before, after), words)];
    const own = changes.filter(({ sample }) => sample.source === 'tests');
    expect(
      own.map(({ sample, before, after, looser }) => [sample.line, before.decision, after.decision, looser]),
    ).toEqual([
      ['ls x', 'allow', 'ask', false],
      ['rm x', 'ask', 'allow', true],
    ]);
    expect(changes.some(({ sample }) => sample.source === 'examples')).toBe(true);
  });

  it('takes further samples one by one', () => {
    const circumstances = circumstancesOf({});
    const samples = ['rm a', 'cat a', 'rm a'].map((line) => ({ line, source: 'ses_x', circumstances }));
    const changes = [...diffPolicies(before, after, samples, words)];
    expect(changes.map(({ sample }) => sample.line)).toEqual(['rm a']);
  });
});
