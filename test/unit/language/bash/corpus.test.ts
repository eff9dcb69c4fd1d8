import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { verdict } from './verdict.ts';

interface Row {
  readonly id: string;
  readonly category: string;
  readonly line: string;
  readonly expected: 'allow' | 'deny-or-ask';
}

const rows: readonly Row[] = readFileSync(new URL('../../../fixtures/gate/corpus.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

describe('the corpus under a trivial policy', () => {
  it('allows no line that has to be denied or asked', () => {
    const allowed = rows.filter((row) => row.expected !== 'allow' && verdict(row.line).verdict === 'allow');
    expect(allowed.map(({ id, line }) => `${id} ${line.slice(0, 200)}`)).toEqual([]);
  });

  it('lets every ordinary line pass but the pager, which takes commands itself', () => {
    const blocked = rows.filter((row) => row.expected === 'allow' && verdict(row.line).verdict !== 'allow');
    expect(blocked.map(({ line }) => line)).toEqual(['less README.md']);
  });
});
