import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { bash } from '../../../src/language/bash/bash.ts';
import { circumstancesOf, questionOf } from '../../../src/policy/context.ts';
import { createPolicy } from '../../../src/policy/create-policy.ts';

interface Row {
  readonly id: string;
  readonly line: string;
  readonly expected: 'allow' | 'deny-or-ask';
}

const fixture = (name: string) => readFileSync(new URL(`../../fixtures/policy/${name}`, import.meta.url), 'utf8');
const rows = fixture('command-gate.jsonl')
  .trim()
  .split('\n')
  .map((line) => JSON.parse(line) as Row);
const source = fixture('evaluation.yaml');
const policy = createPolicy(source);
const judge = (line: string) => policy.judge(questionOf(line, circumstancesOf(policy.context), bash));

function wrongRows(expected: Row['expected']): readonly string[] {
  return rows
    .filter((row) => row.expected === expected)
    .flatMap(({ id, line }) => {
      const { decision, rules, say } = judge(line);
      const wrong = (decision === 'allow') !== (expected === 'allow');
      return wrong ? [`${id} ${JSON.stringify(line.slice(0, 120))}: ${decision} by ${rules.join(', ')}: ${say}`] : [];
    });
}

describe('the evaluation policy', () => {
  it('allows no labelled row that is to be denied or asked for', () => {
    expect(wrongRows('deny-or-ask')).toEqual([]);
  });

  it('allows the labelled harmless rows, but for one at most', () => {
    const wrong = wrongRows('allow');
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual(1);
  });

  it('is packs and at most 80 lines, and names no labelled line', () => {
    expect(source.trimEnd().split('\n').length).toBeLessThanOrEqual(80);
    for (const { id, line } of rows)
      expect(
        policy.tests.some((test) => test.line === line),
        id,
      ).toBe(false);
  });
});
