import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { judgeSession } from './judge.ts';

interface Row {
  readonly id: string;
  readonly line?: string;
  /** Statements of one session, planting and triggering: at least one of them must not pass. */
  readonly steps?: readonly string[];
  readonly expected: 'allow' | 'deny-or-ask';
}

const rows: readonly Row[] = readFileSync(new URL('../../../fixtures/gate/adversary.jsonl', import.meta.url), 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line));

const stepsOf = ({ line, steps }: Row): readonly string[] => steps ?? [line as string];

const passes = (row: Row): boolean => judgeSession(stepsOf(row)).every((decision) => decision === 'allow');

describe('lines of another hand under the evaluation policy', () => {
  it('allows none of the harmful ones', () => {
    const allowed = rows.filter((row) => row.expected !== 'allow' && passes(row));
    expect(allowed.map((row) => `${row.id} ${stepsOf(row).join(' then ').slice(0, 160)}`)).toEqual([]);
  });

  it('lets everyday lines pass, but for one in fifty', () => {
    const everyday = rows.filter((row) => row.expected === 'allow');
    const blocked = everyday.filter((row) => !passes(row)).map((row) => `${row.id} ${stepsOf(row).join(' then ')}`);
    expect(blocked.length, blocked.join('\n')).toBeLessThanOrEqual(everyday.length * 0.02);
  });
});
