import { describe, expect, it } from 'vitest';
import { createCastDecoder } from '../../../src/asciicast/decode.ts';
import { printEventV2, printHeaderV2 } from '../../../src/asciicast/encode-v2.ts';
import { ourHeader } from '../../support/cast-header.ts';

describe('the asciicast v2 form', () => {
  it('says the size and the terminal in the words of v2', () => {
    expect(JSON.parse(printHeaderV2(ourHeader))).toMatchObject({
      version: 2,
      width: 80,
      height: 24,
      env: { TERM: 'xterm-256color' },
      ostiary: { session: ourHeader.ostiary?.session },
    });
  });

  it('keeps absolute times and leaves out the exit event, which v2 does not have', () => {
    const line = printEventV2({ micros: 61_000_005, event: { type: 'marker', label: 'ls' } });
    expect(line).toBe('[61.000005,"m","ls"]\n');
    const decoder = createCastDecoder('v2');
    decoder.feed(printHeaderV2(ourHeader));
    expect(decoder.feed(line)).toEqual([{ micros: 61_000_005, event: { type: 'marker', label: 'ls' } }]);
    expect(printEventV2({ micros: 1, event: { type: 'exit', status: 0 } })).toBe('');
  });
});
