import { describe, expect, it } from 'vitest';
import {
  armingDelay,
  begin,
  decisionBody,
  followCard,
  giveWord,
  isArmed,
  selectAgain,
  stillStands,
  wasPasted,
} from '../../../../src/fronts/web/client/requests/deciding.ts';

const card = (request: string, more: { digest?: string; requests?: string[] } = {}) => ({
  request,
  digest: more.digest ?? 'd',
  requests: more.requests ?? [request],
});
const plain = { highRisk: false, noteRequired: false };

describe('a card under the eyes', () => {
  it('is armed 400 ms after it came, and again after it changed', () => {
    const shown = followCard(null, card('a'), 1000)!;
    expect(isArmed(shown, 1000 + armingDelay - 1)).toBe(false);
    expect(isArmed(shown, 1000 + armingDelay)).toBe(true);
    expect(followCard(shown, card('a'), 5000)).toBe(shown);
    expect(followCard(shown, card('a', { digest: 'e' }), 5000)?.since).toBe(5000);
    expect(followCard(shown, card('a', { requests: ['a', 'b'] }), 5000)?.since).toBe(5000);
    expect(followCard(shown, null, 5000)).toBe(null);
  });

  it('is followed by its id, by what is left of its group, and else its place is', () => {
    const before = [card('a'), card('b', { requests: ['b', 'c'] }), card('d')];
    expect(selectAgain('b', before, [card('d'), card('b')])).toBe('b');
    expect(selectAgain('b', before, [card('a'), card('c')])).toBe('c');
    expect(selectAgain('b', before, [card('a'), card('d')])).toBe('d');
    expect(selectAgain('d', before, [card('a')])).toBe('a');
    expect(selectAgain('d', before, [])).toBe(null);
    expect(selectAgain(null, [], before)).toBe('a');
  });
});

describe('a decision', () => {
  const shown = followCard(null, card('a'), 0)!;

  it('asks for the word at high risk and for a card that was not read to its end, then for a note', () => {
    expect(begin('approve', shown, plain, true).step).toBe('send');
    expect(begin('approve', shown, plain, false).step).toBe('word');
    expect(begin('approve', shown, { ...plain, noteRequired: true }, true).step).toBe('note');
    const half = begin('approve', shown, { highRisk: true, noteRequired: true }, true);
    expect(half.step).toBe('word');
    expect(giveWord(half, 'Approve', plain)).toBe(null);
    expect(giveWord(half, 'approve', { highRisk: true, noteRequired: true })?.step).toBe('note');
    expect(giveWord(half, 'approve', plain)?.step).toBe('send');
  });

  it('to deny always asks for a note', () => {
    expect(begin('deny', shown, { highRisk: true, noteRequired: false }, false).step).toBe('note');
  });

  it('is sent with what was on the screen', () => {
    const half = giveWord(begin('approve', shown, { ...plain, highRisk: true }, true), 'approve', plain)!;
    expect(decisionBody(half, null)).toEqual({
      decision: 'approve',
      note: null,
      digest: 'd',
      requests: ['a'],
      word: 'approve',
    });
  });

  it('is taken back when the list changes; a denial only when its own card does', () => {
    const approval = begin('approve', shown, plain, false);
    const denial = begin('deny', shown, plain, true);
    const before = [card('a'), card('b')];
    expect(stillStands(approval, before, [card('b'), card('a')])).toBe(true);
    expect(stillStands(approval, before, [card('a')])).toBe(false);
    expect(stillStands(approval, before, [...before, card('c')])).toBe(false);
    expect(stillStands(denial, before, [card('a')])).toBe(true);
    expect(stillStands(denial, before, [card('a', { digest: 'e' }), card('b')])).toBe(false);
    expect(stillStands(denial, before, [card('b')])).toBe(false);
  });

  it('knows a pasted word from a typed one', () => {
    expect(wasPasted('app', 'appr')).toBe(false);
    expect(wasPasted('', 'approve')).toBe(true);
  });
});
