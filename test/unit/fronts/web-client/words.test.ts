import { describe, expect, it } from 'vitest';
import {
  countText,
  durationText,
  masksText,
  sentence,
  sizeText,
  timeText,
  toneOf,
  verdictWord,
} from '../../../../src/fronts/web/client/parts/words.ts';

describe('words of the page', () => {
  it('says how long, how much and when', () => {
    expect([-1, 0.044, 4.31, 43.9, 127, 3727].map(durationText)).toEqual([
      '0 ms',
      '44 ms',
      '4.3 s',
      '43 s',
      '2:07',
      '1:02:07',
    ]);
    expect([0, 999, 4234, 999_499, 12_400_000, 3.2e9].map(sizeText)).toEqual([
      '0 B',
      '999 B',
      '4.2 KB',
      '999 KB',
      '12 MB',
      '3.2 GB',
    ]);
    expect(timeText('2026-11-22T14:03:11.123Z')).toBe('2026-11-22 14:03:11');
    expect([countText(1, 'statement'), countText(2, 'statement')]).toEqual(['1 statement', '2 statements']);
    expect(masksText({ 'aws-key': 2, email: 1, none: 0 })).toBe('3 masked: 2 aws-key, 1 email');
    expect(masksText({})).toBe('');
    expect(['too late: it ended', 'Done.', ''].map(sentence)).toEqual(['Too late: it ended.', 'Done.', '']);
  });

  it('tells what a person let through from what policy did', () => {
    expect(toneOf({ outcome: 'ran', decision: 'ask' })).toBe('approved');
    expect(verdictWord({ outcome: 'running', decision: 'allow' })).toBe('allowed');
    expect(verdictWord({ outcome: 'pending', decision: 'ask' })).toBe('waits');
    expect(verdictWord({ outcome: 'expired', decision: 'ask' })).toBe('expired');
    expect(toneOf({ outcome: 'unknown', decision: null })).toBe('lapsed');
  });
});
