import { describe, expect, it } from 'vitest';
import { rowWindow, scrollToRow, stepRow } from '../../../../src/fronts/web/client/parts/rows.ts';
import { mergeFirst } from '../../../../src/fronts/web/client/sessions/merge.ts';

describe('a long list', () => {
  it('draws only the rows that are seen and a few more', () => {
    const { from, to } = rowWindow(340_000, 700, 34, 1_000_000);
    expect(from).toBeLessThanOrEqual(10_000);
    expect(to).toBeGreaterThanOrEqual(10_020);
    expect(to - from).toBeLessThan(60);
    expect(rowWindow(0, 700, 34, 3)).toEqual({ from: 0, to: 3 });
    expect(rowWindow(5000, 700, 34, 3)).toEqual({ from: 3, to: 3 });
  });

  it('scrolls no further than a row needs', () => {
    expect(scrollToRow(2, 0, 340, 34)).toBe(0);
    expect(scrollToRow(0, 100, 340, 34)).toBe(0);
    expect(scrollToRow(10, 0, 340, 34)).toBe(34);
    expect(scrollToRow(10, 0, 340, 34, 34)).toBe(68);
  });

  it('moves by one and stops at its ends', () => {
    expect(stepRow(null, 1, 5)).toBe(0);
    expect(stepRow(4, 1, 5)).toBe(4);
    expect(stepRow(0, -1, 5)).toBe(0);
  });

  it('takes a first page read again over what it knew, and keeps the rest', () => {
    const row = (id: string, state: 'live' | 'closed') => ({ id, state }) as Parameters<typeof mergeFirst>[0][number];
    const merged = mergeFirst([row('new', 'live'), row('a', 'closed')], [row('a', 'live'), row('b', 'closed')]);
    expect(merged.map(({ id, state }) => `${id} ${state}`)).toEqual(['new live', 'a closed', 'b closed']);
  });
});
